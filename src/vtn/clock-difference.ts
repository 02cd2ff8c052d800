import type { Message } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { readDateTime } from '../openadr/time.ts';
import type { ClockChange } from './change.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Received } from './types.ts';

// Offset: the VEN's time less ours, ms, the way here included; so a clock that is right shows a little less than zero.

/** What is known of a VEN's clock. */
export interface ClockKnown {
  /** As last told, ms. */
  offset: number;
  from: ClockChange['from'];
  /** What the last messages said by their createdDateTime, ms. */
  readonly created: number[];
  /** A difference that matters was found, and has not gone since. */
  remarked: boolean;
}

/** A smaller change than this is not told, ms: devices write whole seconds. */
const MOVED = 1_000;

/**
 * A difference that matters, ms: events start by the device's clock (rule 114), so it shows as a start that much early or
 * late, half a poll interval of 10 s; and there are receivers that take no signature older than this.
 */
const MATTERS = 5_000;

/** createdDateTimes that are looked at; a finding needs two. */
const CREATED = 8;

/** Learns from a message how its VEN's clock differs from ours, and tells it. */
export function noteClock(turn: Turn, ven: Ven, { sentAt, arrivedAt = turn.now, message }: Received): void {
  const created = sentAt === undefined && message ? createdIn(message) : undefined;
  if (sentAt !== undefined) learn(turn, ven, sentAt - arrivedAt, 'ReplayProtect');
  // A signed time is the better one: a report may have been made long before it is sent.
  else if (created !== undefined && ven.clock?.from !== 'ReplayProtect') {
    const all = [...(ven.clock?.created ?? []), created - turn.now].slice(-CREATED);
    learn(turn, ven, likely(all), 'createdDateTime', all);
  }
}

/**
 * The offset behind what some createdDateTimes said: what was made last is nearest to it, and one alone that is ahead is
 * not believed.
 */
function likely(all: readonly number[]): number {
  const [latest = 0, second] = [...all].sort((one, other) => other - one);
  return latest <= 0 || second === undefined ? latest : Math.min(latest, Math.max(second, 0));
}

function learn(turn: Turn, ven: Ven, offset: number, from: ClockChange['from'], created: number[] = []): void {
  const known = ven.clock;
  const moved = !known || known.from !== from || Math.abs(offset - known.offset) >= MOVED;
  ven.clock = {
    offset: moved ? offset : known.offset,
    from,
    created,
    remarked: known?.remarked === true && Math.abs(offset) > MATTERS / 2,
  };
  if (moved) turn.change({ what: 'clock', venID: ven.venID, offset, from });
  const said = from === 'ReplayProtect' || created.length > 1;
  if (!said || Math.abs(offset) <= MATTERS || ven.clock.remarked) return;
  ven.clock.remarked = true;
  remark(turn, offset, from);
}

function remark(turn: Turn, offset: number, from: ClockChange['from']): void {
  const words = `${spanOf(offset)} ${offset > 0 ? 'ahead of' : 'behind'} ours`;
  // What was made earlier is no proof of a clock that is behind; what is yet to be made is one of a clock that is ahead.
  const sure = from === 'ReplayProtect' || offset > 0;
  turn.rule(114, sure ? 'warning' : 'info', `the clock of the VEN ${sure ? 'is' : 'may be'} ${words}`, {
    expected: `at most ${MATTERS / 1000} s`,
    actual: `${spanOf(offset)}, by its ${from}`,
    hint: sure
      ? 'set its clock (NTP): it starts events by it, and signatures are refused beyond the replay window'
      : 'look at its clock (NTP), unless it made the report long before it sent it',
  });
}

/** `12.3 s`, `2 h 5 min`. */
function spanOf(offset: number): string {
  const ms = Math.abs(offset);
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** The latest createdDateTime of a message that carries one, ms since the epoch. */
function createdIn({ name, body }: Message): number | undefined {
  let texts: readonly (string | undefined)[] = [];
  if (name === 'oadrCreateOpt') texts = [body.createdDateTime];
  else if (name === 'oadrRegisterReport' || name === 'oadrUpdateReport') {
    const { oadrReport = [] }: Lenient<typeof body> = body;
    texts = oadrReport.map(({ createdDateTime }) => createdDateTime);
  }
  const times = texts.map((text) => readDateTime(given(text) ?? '').ms).filter((ms) => ms !== undefined);
  return times.length === 0 ? undefined : times.reduce((latest, ms) => Math.max(latest, ms));
}
