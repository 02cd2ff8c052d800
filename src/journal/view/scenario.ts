import type { ScenarioRecord, StepRecord, VerdictRecord } from '../record.ts';
import type { ScenarioView, StepView, View } from './model.ts';

/** Steps of a repeat that are kept: the newest. */
const CHILDREN = 50;

/** Folds a scenario's life. */
export function reduceScenario(view: View, record: ScenarioRecord): void {
  if (record.state === 'started') {
    view.scenario = begin(record);
    return;
  }
  const { scenario } = view;
  if (!scenario) return;
  switch (record.state) {
    case 'held':
      scenario.heldSince ??= record.time;
      return;
    case 'resumed':
      scenario.heldSince = undefined;
      return;
    case 'prompt':
      scenario.prompt = {
        id: record.id,
        text: record.text ?? '',
        answers: record.answers ?? [],
        since: record.time,
      };
      return;
    case 'answered':
      scenario.prompt = undefined;
      return;
    case 'teardown':
      scenario.state = 'teardown';
      scenario.prompt = undefined;
      scenario.heldSince = undefined;
      return;
    case 'note':
      return;
  }
}

function begin(record: ScenarioRecord): ScenarioView {
  const steps = (record.steps ?? []).map((step) => planned(step.step, step.do, step.title, step.soft));
  return {
    name: record.scenario,
    file: record.file,
    started: record.time,
    state: 'running',
    steps,
    byStep: new Map(steps.map((step) => [step.step, step])),
  };
}

function planned(step: string, kind: string, title: string, soft = false): StepView {
  return { step, do: kind, title, soft, state: 'planned', children: [] };
}

/** Folds what became of a step. */
export function reduceStep(view: View, record: StepRecord): void {
  const { scenario } = view;
  if (!scenario) return;
  const step = stepOf(scenario, record);
  step.state = record.state;
  step.title = record.title;
  step.soft = record.soft ?? step.soft;
  step.ven = record.ven ?? step.ven;
  step.deadline = record.deadline ?? step.deadline;
  step.detail = record.detail ?? step.detail;
  if (record.state === 'running' || record.state === 'waiting') step.started ??= record.time;
  else step.ended = record.time;
}

function stepOf(scenario: ScenarioView, record: StepRecord): StepView {
  const present = scenario.byStep.get(record.step);
  if (present) return present;
  const step = planned(record.step, record.do, record.title, record.soft);
  scenario.byStep.set(record.step, step);
  const parent = scenario.byStep.get(/^\d+/.exec(record.step)?.[0] ?? '');
  if (!parent || parent === step) {
    scenario.steps.push(step);
    return step;
  }
  parent.children.push(step);
  if (parent.children.length > CHILDREN) {
    const gone = parent.children.shift();
    if (gone) scenario.byStep.delete(gone.step);
  }
  return step;
}

/** Folds the end of a scenario. */
export function reduceVerdict(view: View, record: VerdictRecord): void {
  view.verdicts.push(record);
  if (!view.scenario) return;
  view.scenario.verdict = record;
  view.scenario.state = 'ended';
  view.scenario.prompt = undefined;
  view.scenario.heldSince = undefined;
}

/** Whether a scenario is being played. */
export function isLive(view: Pick<View, 'scenario'>): boolean {
  return view.scenario !== undefined && view.scenario.state !== 'ended';
}

/** The step at work: the first that runs, else the first that waits; and how many there are. */
export function progress(scenario: ScenarioView): { readonly done: number; readonly all: number; current?: StepView } {
  const over = (step: StepView): boolean => ['passed', 'failed', 'done', 'skipped'].includes(step.state);
  const done = scenario.steps.filter(over).length;
  const top =
    scenario.steps.find((step) => step.state === 'running') ?? scenario.steps.find((step) => step.state === 'waiting');
  const inner = top?.children.findLast((step) => step.state === 'running' || step.state === 'waiting');
  return { done, all: scenario.steps.length, current: inner ?? top };
}
