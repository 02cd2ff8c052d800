import type { Subject } from '../format/index.ts';
import type { Candidate, Fact } from './fact.ts';
import type { Fold } from './fold.ts';
import { countText, Hits } from './hits.ts';
import { Nearest } from './nearest.ts';
import { fitPattern, type LookupAt, patternText } from './pattern.ts';

type MessageSubject = Extract<Subject, { subject: 'message' }>;

/** `message`, `where`: one (or as many as `count` says) came from the VEN. */
export function messageFold(subject: MessageSubject, lookup: LookupAt): Fold {
  const hits = new Hits(subject.count);
  const nearest = new Nearest();
  return {
    see(fact: Fact): Candidate | undefined {
      if (fact.fact !== 'message') return undefined;
      const { hit, miss } = fitPattern(subject, fact, lookup);
      const { at, record } = fact;
      return hit || miss
        ? { at, exchange: record.exchange, hit, data: undefined, ...(miss ? { miss } : {}) }
        : undefined;
    },
    open() {},
    add(candidate) {
      if (candidate.hit) hits.add(candidate);
      nearest.add(candidate.miss);
    },
    met: () => hits.met(),
    broken(closing, mode) {
      const hit = mode === 'until' ? hits.exceeded(closing) : undefined;
      return hit && { ...hit, what: 'one came that must not', expected: countText(subject.count), actual: 'one more' };
    },
    wrongAt: (closing) => hits.wrongAt(closing),
    nearest: () => nearest.get(),
    wanted: () => `${patternText(subject)}${isPlain(subject) ? '' : `, ${countText(subject.count)}`}`,
  };
}

/** The default count goes without saying. */
function isPlain({ count }: MessageSubject): boolean {
  return count.gte === 1 && count.lte === undefined;
}
