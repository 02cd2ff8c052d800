import type { Slot } from '../engine/slots.ts';
import type { Subject } from '../format/index.ts';
import type { EventWorld } from './event.ts';
import { eventFold } from './event.ts';
import { type Claim, findingFold } from './finding.ts';
import type { Fold } from './fold.ts';
import { messageFold } from './message.ts';
import type { LookupAt } from './pattern.ts';
import { pollFold } from './poll.ts';
import { sequenceFold } from './sequence.ts';
import { type Standing, thatFold } from './that.ts';

/** What subjects ask of the run, for one step and one VEN. */
export interface SubjectWorld {
  lookup(at: Parameters<LookupAt>[0]): ReturnType<LookupAt>;
  event(id: string, slot: Slot): EventWorld;
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
    case 'poll':
      return pollFold(subject);
    case 'sequence':
      return sequenceFold(subject, lookup);
    case 'finding':
      return findingFold(subject, world.claim);
  }
}
