import { isWithin, type Stamp } from '../engine/moment.ts';
import type { Subject } from '../format/index.ts';
import type { Candidate, Fact, Miss } from './fact.ts';
import type { Fold } from './fold.ts';
import { KEPT } from './hits.ts';

type PollSubject = Extract<Subject, { subject: 'poll' }>;

/** An oadrPoll, or the payload that came back for one. */
type Poll = 'poll' | 'payload';

interface Gap {
  readonly at: Stamp;
  readonly exchange?: string;
  /** ms from the poll before. */
  readonly length: number;
  /** By how much it missed, ms; 0 fits. */
  readonly off: number;
}

/**
 * `poll`: that many gaps in a row fit; after a poll that brought a payload a shorter gap fits too, since draining the
 * queue is no cadence. Both polls of a gap lie in the window.
 */
export function pollFold(subject: PollSubject): Fold<Poll> {
  const { interval, tolerance, gaps: wanted } = subject;
  const gaps: Gap[] = [];
  let last: { at: Stamp; exchange?: string; brought: boolean } | undefined;
  let met: Stamp | undefined;
  let streak = 0;
  const run = (slack: number): Gap | undefined => {
    let length = 0;
    for (const gap of gaps) {
      length = gap.off <= slack ? length + 1 : 0;
      if (length >= wanted) return gap;
    }
    return undefined;
  };
  return {
    see(fact: Fact): Candidate<Poll> | undefined {
      if (fact.fact !== 'message' && fact.fact !== 'answer') return undefined;
      const { at, record } = fact;
      const poll = fact.fact === 'message' && record.name === 'oadrPoll';
      const payload = fact.fact === 'answer' && record.name !== undefined && record.name !== 'oadrResponse';
      return poll || payload
        ? { at, exchange: record.exchange, hit: poll, data: poll ? 'poll' : 'payload' }
        : undefined;
    },
    open() {},
    add({ at, exchange, data }) {
      if (data === 'payload') {
        if (last && last.exchange === exchange) last.brought = true;
        return;
      }
      if (last) {
        const length = at.bench - last.at.bench;
        const off = Math.max(0, length - interval - tolerance, last.brought ? 0 : interval - tolerance - length);
        gaps.push({ at, length, off, ...(exchange ? { exchange } : {}) });
        if (gaps.length > KEPT) gaps.shift();
        streak = off === 0 ? streak + 1 : 0;
        if (streak === wanted) met ??= at;
      }
      last = { at, brought: false, ...(exchange ? { exchange } : {}) };
    },
    met: () => met,
    broken({ deadline, slack }, mode) {
      if (mode === 'within') return undefined;
      const bad = gaps.find(({ at, off }) => off > slack && isWithin(at, deadline));
      return bad && { ...words(subject, bad), at: bad.at, ...(bad.exchange ? { exchange: bad.exchange } : {}) };
    },
    wrongAt({ deadline, slack }) {
      const inside = gaps.filter(({ at }) => isWithin(at, deadline, slack)).length;
      if (inside < wanted)
        return { what: `only ${inside} of ${wanted} gaps`, expected: expected(subject), actual: `${inside} gaps` };
      const silence = last ? deadline.moment.time - last.at[deadline.moment.clock] : 0;
      if (silence <= interval + tolerance + slack) return undefined;
      return { what: 'the polls ceased', expected: expected(subject), actual: `none for ${seconds(silence)}` };
    },
    nearest: () => nearestOf(subject, gaps),
    wanted: () => `${wanted} gaps in a row of ${expected(subject)} between polls`,
    metWith: (slack) => run(slack)?.at,
  };
}

/** The gap that broke the longest run: the latest that did not fit. */
function nearestOf(subject: PollSubject, gaps: readonly Gap[]): Miss | undefined {
  const bad = gaps.findLast(({ off }) => off > 0);
  return bad && { ...words(subject, bad), score: 1, at: bad.at, ...(bad.exchange ? { exchange: bad.exchange } : {}) };
}

function words(subject: PollSubject, { length, off }: Gap): { what: string; expected: string; actual: string } {
  const what = `a gap of ${seconds(length)}, ${seconds(off)} outside`;
  return { what, expected: expected(subject), actual: seconds(length) };
}

function expected({ interval, tolerance }: PollSubject): string {
  return `${seconds(interval)} ± ${seconds(tolerance)}`;
}

function seconds(ms: number): string {
  return `${Math.round(ms) / 1000} s`;
}
