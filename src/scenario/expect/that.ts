import { elapsed, isWithin, type Moment, type Stamp } from '../engine/moment.ts';
import type { Subject } from '../format/index.ts';
import type { Candidate, Fact } from './fact.ts';
import type { Fold } from './fold.ts';

export type ThatSubject = Extract<Subject, { subject: 'that' }>;

/** What the VTN says a VEN is, and whether it was heard in this run. */
export interface Standing {
  readonly registered: boolean;
  /** `unknown`: not heard since the VTN was restarted. */
  readonly online: boolean | 'unknown';
  readonly offline: boolean;
  /** An update of a periodic report came within two of its reportBack. */
  readonly reporting: boolean;
}

interface Turn {
  readonly at: Stamp;
  readonly exchange?: string;
  readonly holds: Holds;
}

type Holds = boolean | 'unknown';

/**
 * `that`: the VEN is in a state and was heard in this run. The state is the VTN's; each fact of the VEN is an occasion to
 * look, and only turns are kept.
 */
export function thatFold(subject: ThatSubject, standing: () => Standing): Fold<Holds> {
  const turns: Turn[] = [];
  const isNow = (): Holds => standing()[subject.that];
  const turn = (next: Turn): void => {
    if (turns.at(-1)?.holds !== next.holds) turns.push(next);
    // An early turn matters only until the step was reached; a VEN that flaps a thousand times has failed long since.
    if (turns.length > 1000) turns.splice(1, 2);
  };
  return {
    see(fact: Fact): Candidate<Holds> | undefined {
      const holds = isNow();
      const exchange = 'exchange' in fact ? fact.exchange : 'record' in fact ? fact.record.exchange : undefined;
      return { at: fact.at, hit: holds === true, data: holds, ...(exchange ? { exchange } : {}) };
    },
    open(before, at) {
      turn({ at, holds: before?.data ?? isNow() });
    },
    add: ({ at, exchange, data }) => turn({ at, holds: data, ...(exchange ? { exchange } : {}) }),
    met: (clock) => firstGood(turns, clock),
    broken({ deadline, reached }, mode) {
      if (mode === 'within') return undefined;
      const bad = firstBad(turns, reached);
      if (!bad || !isWithin(bad.at, deadline)) return undefined;
      const { at, exchange } = bad;
      const words = { what: `it was not ${subject.that}`, expected: subject.that, actual: `not ${subject.that}` };
      return { at, ...(exchange ? { exchange } : {}), ...words };
    },
    wrongAt: () =>
      subject.that === 'reporting' && !isNow()
        ? { what: 'no update came within two reportBack', expected: 'reporting', actual: 'not reporting' }
        : turns.at(-1)?.holds === 'unknown'
          ? { what: 'it was not heard since the restart', expected: subject.that, actual: 'not heard' }
          : undefined,
    nearest: () => undefined,
    wanted: () => `a VEN that is ${subject.that}`,
  };
}

/** The first moment from the clock's start on at which it held; what held then already held at its start. */
function firstGood(turns: readonly Turn[], clock: Moment | undefined): Stamp | undefined {
  const begun = clock ? turns.findLastIndex(({ at }) => elapsed(at, clock) <= 0) : 0;
  const good = turns.slice(Math.max(0, begun)).find(({ holds }) => holds === true);
  if (!good || !clock || elapsed(good.at, clock) >= 0) return good?.at;
  return { ...good.at, [clock.clock]: clock.time };
}

/** The first moment from `reached` on at which it did not hold. */
function firstBad(turns: readonly Turn[], reached: Stamp | undefined): Turn | undefined {
  return turns.find((turn, index) => {
    // A VTN that is down hears nobody: that is not the VEN's.
    if (turn.holds !== false) return false;
    const next = turns[index + 1];
    return !reached || !next || next.at.seq > reached.seq;
  });
}
