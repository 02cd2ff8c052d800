import type { ScenarioPlan } from '../format/index.ts';
import { RunEnded } from './ending.ts';
import type { RunParts } from './run-parts.ts';
import type { Slot, Slots } from './slots.ts';

/** Report names as the standard and extensions spell them; anything else is a signal name. */
const REPORT_NAME = /^(TELEMETRY|HISTORY)_|^x-/;

/** What a scenario requires and a VEN of it does not offer; `undefined` as long as nothing is known to be missing. */
function missingFrom(plan: ScenarioPlan, slots: Slots): string | undefined {
  const reports = plan.requires.filter((name) => REPORT_NAME.test(name));
  for (const slot of slots.all) {
    const offered = slot.heard ? slots.facts(slot)?.reports : undefined;
    const missing = offered && reports.filter((name) => !offered.includes(name));
    if (missing && missing.length > 0) return `${slot.label} does not offer ${missing.join(', ')}`;
  }
  return undefined;
}

/** Requirements that nothing in 2.0b can answer: no payload announces the signals that a VEN understands. */
export function unanswerable(plan: ScenarioPlan): readonly string[] {
  return plan.requires.filter((name) => !REPORT_NAME.test(name));
}

/** What a VEN says of itself may make the scenario pointless: looked at whenever something new of it comes. */
export class Suitability {
  readonly #parts: RunParts;
  readonly #unasked = new Set<Slot>();

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  /** Ends the run as skipped or failed if it cannot be about this VEN. */
  look(venID: string | undefined): void {
    const { slots, pulse, plan } = this.#parts;
    const slot = venID === undefined ? undefined : slots.withVen(venID);
    if (!slot) return;
    const missing = plan.requires.length > 0 ? missingFrom(plan, slots) : undefined;
    if (missing !== undefined) pulse.end(new RunEnded('skipped', missing));
    const refused = this.#unasked.has(slot) ? undefined : this.#refusal(slot);
    if (refused !== undefined) pulse.end(new RunEnded('failed', refused));
  }

  /** A report-only VEN has no EiEvent (rule 510). */
  #refusal(slot: Slot): string | undefined {
    const { slots, instances } = this.#parts;
    const event = instances.find(({ step }) => step.do === 'event' && step.vens.includes(slot.alias));
    if (!event) this.#unasked.add(slot);
    if (!event || !slots.facts(slot)?.reportOnly) return undefined;
    return `${slot.label} is report-only and takes no events, but step ${event.place} sends it one (rule 510)`;
  }
}
