import type { Command } from '../../bench/command.ts';
import { type EventSet, type Lookup, resolveTemplate, type StartPlan } from '../format/index.ts';

type EventCommand = Extract<Command, { do: 'event' }>;
export type EventSpec = EventCommand['event'];
type SpecSet = Partial<Omit<EventSpec, 'eventID'>>;

/**
 * What an author set, as the VTN wants it: anchors are moments, variables are values.
 * @param startOf the bench time of a start, ms since the epoch
 * @throws TemplateError
 */
export function specOf(set: EventSet, lookup: Lookup, startOf: (start: StartPlan) => number): SpecSet {
  const { start, baseline, eventID: _, ...rest } = set;
  const base = baseline && splitStart(baseline);
  return {
    ...resolveTemplate(rest, lookup),
    ...(start ? { start: startOf(start) } : {}),
    ...(base
      ? { baseline: { ...resolveTemplate(base.rest, lookup), ...(base.start ? { start: startOf(base.start) } : {}) } }
      : {}),
  };
}

function splitStart(baseline: NonNullable<EventSet['baseline']>): {
  start: StartPlan | undefined;
  rest: Omit<typeof baseline, 'start'>;
} {
  const { start, ...rest } = baseline;
  return { start, rest };
}
