import type { ScenarioPlan } from '../format/index.ts';
import type { Slots } from './slots.ts';

/** Report names as the standard and extensions spell them; anything else is a signal name. */
const REPORT_NAME = /^(TELEMETRY|HISTORY)_|^x-/;

/** What a scenario requires and a VEN of it does not offer; `undefined` as long as nothing is known to be missing. */
export function missingFrom(plan: ScenarioPlan, slots: Slots): string | undefined {
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
