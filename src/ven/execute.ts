import { drive } from './device/drive.ts';
import type { EventFact, KnownStatus, SignalValue } from './facts.ts';
import type { KnownEvent, Level } from './state.ts';
import type { Turn } from './turn.ts';

/** Carrying out of known events by the VEN's own clock (rules 66, 114): the VTN's eventStatus has no say but `cancelled`. */

/** Brings all events to where they are at this moment, tells each transition, and then the level. */
export function execute(turn: Turn): void {
  const { events } = turn.state;
  if (events.length > 0) {
    const next = events.flatMap((event) => advanced(turn, event));
    if (next.length !== events.length || next.some((event, i) => event !== events[i])) turn.set({ events: next });
  }
  rule(turn);
}

/** Stops everything at once, since the registration is gone. */
export function endEvents(turn: Turn): void {
  for (const event of turn.state.events) {
    if (event.status === 'completed') continue;
    turn.tell(eventFact({ ...event, status: 'cancelled' }, 'forgotten', turn.now));
  }
  turn.set({ events: [] });
  rule(turn);
}

/** The next moment after `now` at which an event changes, ms since the epoch. */
export function nextBoundary(events: readonly KnownEvent[], now: number): number | undefined {
  let next: number | undefined;
  for (const event of events) {
    for (const moment of moments(event)) {
      if (moment !== undefined && moment > now && (next === undefined || moment < next)) next = moment;
    }
  }
  return next;
}

function* moments(event: KnownEvent): Generator<number | undefined> {
  if (event.status === 'completed') return;
  yield event.ending;
  yield event.near;
  yield event.start;
  yield event.end;
  for (const signal of event.signals) for (const interval of signal.intervals) yield interval.start;
}

/** Status at `now`: begins are inclusive, ends are not (rule 18). */
export function statusAt(event: Pick<KnownEvent, 'near' | 'start' | 'end'>, now: number): KnownStatus {
  if (event.end !== undefined && now >= event.end) return 'completed';
  if (now >= event.start) return 'active';
  return event.near !== undefined && now >= event.near ? 'near' : 'far';
}

/** The event with its status and interval at this moment, or nothing when a cancelled one is over. */
function advanced(turn: Turn, event: KnownEvent): KnownEvent[] {
  const { now } = turn;
  if (event.status === 'completed') return event.kept ? [] : [event];
  const reached = statusAt(event, now);
  // A random end after the event's own end has nothing left to end.
  if (event.status === 'cancelled' && (!runs(event, now) || reached === 'completed')) {
    turn.tell(eventFact({ ...event, interval: undefined }, 'ended', now));
    return [];
  }
  const status = event.status === 'cancelled' ? event.status : reached;
  const interval = reached === 'active' ? intervalAt(event, now) : undefined;
  if (status === event.status && interval === event.interval) return [event];
  const moved = { ...event, status, interval };
  turn.tell(eventFact(moved, 'clock', now));
  return status === 'completed' && event.kept ? [] : [moved];
}

/** Ordinal of the first signal's interval at `now`. */
export function intervalAt(event: Pick<KnownEvent, 'signals'>, now: number): number | undefined {
  const index = event.signals[0]?.intervals.findIndex(
    ({ start, end }) => now >= start && (end === undefined || now < end),
  );
  return index === undefined || index < 0 ? undefined : index;
}

/** The values of all signals at `now`. */
export function valuesAt(event: Pick<KnownEvent, 'signals'>, now: number): readonly SignalValue[] {
  return event.signals.flatMap(({ signalID, name, type, intervals }) => {
    const running = intervals.find(({ start, end }) => now >= start && (end === undefined || now < end));
    return running ? [{ signalID, name, type, value: running.value }] : [];
  });
}

/** The fact about an event as it is at `now`. */
export function eventFact(event: KnownEvent, cause: EventFact['cause'], now: number): EventFact {
  const { eventID, modificationNumber, status, test, interval } = event;
  const values = runs(event, now) ? valuesAt(event, now) : [];
  const running = interval !== undefined && { interval };
  return { fact: 'event', eventID, modificationNumber, status, cause, test, ...running, values };
}

/** Whether the event is being carried out: active, or cancelled and not yet at its random end. */
export function runs(event: KnownEvent, now: number): boolean {
  if (event.status === 'cancelled' && (event.ending === undefined || now >= event.ending)) return false;
  return statusAt(event, now) === 'active';
}

/** Which event rules now, and by which values; a test event and one that the VEN opted out of rule nothing. */
function rule(turn: Turn): void {
  const active = turn.state.events.filter((event) => !event.test && runs(event, turn.now)).sort(precedence);
  drive(turn, active);
  const ruling = active.find(({ optType }) => optType === 'optIn');
  const level: Level = ruling ? { eventID: ruling.eventID, values: valuesAt(ruling, turn.now) } : { values: [] };
  if (sameLevel(level, turn.state.level)) return;
  turn.set({ level });
  turn.tell({ fact: 'level', ...level });
}

/** Among active events priority decides, 1 highest and 0 none (rule 3), then the earlier start (rule 15). */
function precedence(a: KnownEvent, b: KnownEvent): number {
  const [first, second] = [a.priority || Number.POSITIVE_INFINITY, b.priority || Number.POSITIVE_INFINITY];
  return first === second ? a.start - b.start : first - second;
}

function sameLevel(a: Level, b: Level): boolean {
  return (
    a.eventID === b.eventID &&
    a.values.length === b.values.length &&
    a.values.every((value, i) => value.signalID === b.values[i]?.signalID && value.value === b.values[i]?.value)
  );
}
