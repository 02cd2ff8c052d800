import { BodyMemory } from '../body.ts';
import type { EventView, ScenarioView, StepView, VenView, View } from './model.ts';
import type { ReportsView } from './report-model.ts';

/** A view of its own that no later record changes; rows and records are shared. */
export function freezeView(view: View): View {
  return {
    ...view,
    vens: new Map([...view.vens].map(([id, ven]) => [id, copyVen(ven)])),
    messages: view.messages.copy(),
    bodies: new BodyMemory(),
    events: new Map([...view.events].map(([id, event]) => [id, copyEvent(event)])),
    tails: new Set(),
    scenario: view.scenario && copyScenario(view.scenario),
    verdicts: [...view.verdicts],
    connections: {
      ...view.connections,
      addresses: new Map(),
      secured: new Map(),
      headers: new Map(),
      refused: new Set(),
    },
    findings: { ...view.findings },
    log: view.log.copy(),
  };
}

function copyVen(ven: VenView): VenView {
  return {
    ...ven,
    cadence: { ...ven.cadence, gaps: [...ven.cadence.gaps] },
    newest: ven.newest && { ...ven.newest },
    reports: copyReports(ven.reports),
    opts: new Map(ven.opts),
    findings: { ...ven.findings },
  };
}

function copyReports({ offered, requests, series }: ReportsView): ReportsView {
  return {
    offered,
    requests: new Map([...requests].map(([id, request]) => [id, { ...request }])),
    series: new Map([...series].map(([key, each]) => [key, { ...each, tail: [...each.tail] }])),
  };
}

function copyEvent(event: EventView): EventView {
  return { ...event, vens: new Map([...event.vens].map(([id, ven]) => [id, { ...ven }])) };
}

function copyScenario(scenario: ScenarioView): ScenarioView {
  const steps = scenario.steps.map(copyStep);
  return { ...scenario, steps, byStep: new Map(steps.map((step) => [step.step, step])) };
}

function copyStep(step: StepView): StepView {
  return { ...step, children: step.children.map(copyStep) };
}
