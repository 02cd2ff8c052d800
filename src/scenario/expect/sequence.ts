import { isWithin, type Stamp } from '../engine/moment.ts';
import type { Subject } from '../format/index.ts';
import type { Candidate, Fact } from './fact.ts';
import type { Break, Fold } from './fold.ts';
import { Nearest } from './nearest.ts';
import { fitPattern, type LookupAt, patternText } from './pattern.ts';

type SequenceSubject = Extract<Subject, { subject: 'sequence' }>;

/**
 * `sequence`: the first occurrences came in this order; others may lie between. One that comes before its turn fails,
 * unless it fits the pattern whose turn it is.
 */
export function sequenceFold({ sequence }: SequenceSubject, lookup: LookupAt): Fold<readonly number[]> {
  let next = 0;
  let met: Stamp | undefined;
  let early: Break | undefined;
  const nearest = new Nearest();
  const missing = (): { what: string; expected: string; actual: string } => {
    const pattern = sequence[next];
    return {
      what: 'the sequence stopped',
      expected: pattern ? patternText(pattern) : 'nothing more',
      actual: `${next} of ${sequence.length} came`,
    };
  };
  return {
    see(fact: Fact): Candidate<readonly number[]> | undefined {
      if (fact.fact !== 'message') return undefined;
      const looks = sequence.map((pattern) => fitPattern(pattern, fact, lookup));
      const fitting = looks.flatMap(({ hit }, index) => (hit ? [index] : []));
      const miss = looks[next]?.miss;
      if (fitting.length === 0 && !miss) return undefined;
      const { at, record } = fact;
      return { at, exchange: record.exchange, hit: fitting.length > 0, data: fitting, ...(miss ? { miss } : {}) };
    },
    open() {},
    add({ at, exchange, data, miss }) {
      if (early || met) return;
      if (data.includes(next)) {
        next++;
        if (next === sequence.length) met = at;
        return;
      }
      const ahead = data.find((index) => index > next);
      if (ahead === undefined) {
        if (miss) nearest.add({ ...miss, score: next + miss.score });
        return;
      }
      const [wanted, came] = [sequence[next], sequence[ahead]];
      early = {
        at,
        ...(exchange ? { exchange } : {}),
        what: 'a later one came before its turn',
        ...(wanted ? { expected: patternText(wanted) } : {}),
        ...(came ? { actual: patternText(came) } : {}),
      };
    },
    met: () => met,
    broken: ({ deadline }) => (early && isWithin(early.at, deadline) ? early : undefined),
    wrongAt: ({ deadline, slack }) => (met && isWithin(met, deadline, slack) ? undefined : missing()),
    nearest: () => nearest.get(),
    wanted: () => `${sequence.map(patternText).join(', then ')}`,
  };
}
