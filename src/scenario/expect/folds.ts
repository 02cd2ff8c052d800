import type { Slot } from '../engine/slots.ts';
import type { Subject } from '../format/index.ts';
import type { EventWorld } from './event.ts';
import { eventFold } from './event.ts';
import { type Claim, findingFold } from './finding.ts';
import type { Fold } from './fold.ts';
import { messageFold } from './message.ts';
import type { LookupAt } from './pattern.ts';
import { pollFold } from './poll.ts';
import { type ReportWorld, reportFold } from './report.ts';
import { sequenceFold } from './sequence.ts';
import { telemetryFold } from './telemetry.ts';
import { type Standing, thatFold } from './that.ts';

/** What subjects ask of the run, for one step and one VEN. */
export interface SubjectWorld {
  lookup(at: Parameters<LookupAt>[0]): ReturnType<LookupAt>;
  event(id: string, slot: Slot): EventWorld;
  report(id: string, slot: Slot): ReportWorld;
  /** What a measure came to, by its id. */
  measured(id: string, slot: Slot): number | undefined;
  standing(slot: Slot): Standing;
  readonly claim: Claim;
}

/** The fold of a subject for one VEN. */
export function foldOf(subject: Subject, slot: Slot, world: SubjectWorld): Fold {
  const lookup: LookupAt = (at) => world.lookup(at);
  switch (subject.subject) {
    case 'that':
      return thatFold(subject, () => world.standing(slot));
    case 'message':
      return messageFold(subject, lookup);
    case 'event':
      return eventFold(subject, world.event(subject.event, slot));
    case 'report':
      return reportFold(subject, world.report(subject.report, slot), lookup);
    case 'telemetry': {
      const { percentOf } = subject;
      const base = percentOf === undefined ? undefined : () => world.measured(percentOf, slot);
      return telemetryFold(subject, world.report(subject.telemetry, slot), lookup, base);
    }
    case 'poll':
      return pollFold(subject);
    case 'sequence':
      return sequenceFold(subject, lookup);
    case 'finding':
      return findingFold(subject, world.claim);
  }
}
