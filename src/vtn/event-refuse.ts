import { SchemaError, toTree } from '../openadr/index.ts';
import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import { checkEvent } from './event-check.ts';
import { oadrEvent } from './event-message.ts';
import { distributeEvent, OK } from './reply.ts';
import { statusAt } from './schedule.ts';
import type { Ven, VenEvent } from './state.ts';
import type { Turn } from './turn.ts';

/** @throws CommandError with the first thing that is wrong with an event, whoever gets it */
export function refuseInvalid(core: Core, turn: Turn, event: VenEvent): void {
  const [issue, ...others] = checkEvent(event.spec);
  if (issue) {
    const more = others.length > 0 ? `; and ${others.length} more` : '';
    throw new CommandError(`${issue.message}${more}`, { ...issue, hint: issue.hint ?? 'or allow what is not valid' });
  }
  const written = oadrEvent(event, turn.now);
  try {
    toTree(distributeEvent(core, OK, '', '', [written]));
  } catch (cause) {
    if (cause instanceof SchemaError)
      throw new CommandError(`the event cannot be written: ${cause.message}`, { cause });
    throw cause;
  }
}

/** @throws CommandError if that VEN cannot be given that event */
export function refuseVen(ven: Ven, { eventID }: VenEvent): void {
  const known = ven.events.get(eventID);
  if (known && !known.removed) {
    throw new CommandError('the VEN has another event with that eventID', {
      rule: 70,
      expected: 'an eventID of its own',
      actual: eventID,
      hint: 'modify that event, or choose another eventID',
    });
  }
  if (ven.reportOnly === true) {
    throw new CommandError('the VEN is registered as report-only', {
      rule: 510,
      expected: 'a VEN that takes events',
      actual: `${ven.venID} with oadrReportOnly true`,
    });
  }
}

/** @throws CommandError if an event has ended (rule 20) */
export function refuseOver(event: VenEvent, now: number): void {
  const over = event.omitted ? 'left out' : event.cancelled ? 'cancelled' : statusAt(event, now);
  if (over !== 'left out' && over !== 'cancelled' && over !== 'completed') return;
  throw new CommandError(`the event is ${over} already`, {
    rule: 20,
    expected: 'a pending or active event',
    actual: over,
  });
}
