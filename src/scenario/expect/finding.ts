import type { Finding } from '../../openadr/index.ts';
import type { Subject } from '../format/index.ts';
import type { Candidate, Fact } from './fact.ts';
import type { Fold } from './fold.ts';
import { countText, Hits } from './hits.ts';

type FindingSubject = Extract<Subject, { subject: 'finding' }>;

/** Told the key (`findingKey`) of each finding that an expectation allows, so that it is not held against the run. */
export type Claim = (key: string) => void;

/** A finding and where it stands: equal bodies share one reading and its findings, so the object itself tells nothing. */
interface Found {
  readonly finding: Finding;
  readonly key: string;
}

/** Names one finding of one record. */
export function findingKey(seq: number, index: number): string {
  return `${seq}/${index}`;
}

/** `finding`: a message of the VEN has one of a layer or severity. */
export function findingFold(subject: FindingSubject, claim: Claim): Fold<readonly Found[]> {
  const hits = new Hits(subject.count);
  const allows = subject.count.lte === undefined || subject.count.lte > 0;
  let first: Finding | undefined;
  return {
    see(fact: Fact): Candidate<readonly Found[]> | undefined {
      const found = findingsOf(fact, subject.in)
        .map((finding, index) => ({ finding, key: findingKey(fact.at.seq, index) }))
        .filter(({ finding }) => isMeant(finding, subject));
      if (found.length === 0) return undefined;
      const exchange =
        fact.fact === 'message' ? fact.record.exchange : fact.fact === 'findings' ? fact.exchange : undefined;
      return { at: fact.at, hit: true, data: found, ...(exchange ? { exchange } : {}) };
    },
    open() {},
    add({ at, exchange, data }) {
      for (const { finding, key } of data) {
        first ??= finding;
        hits.add({ at, ...(exchange ? { exchange } : {}) });
        if (allows) claim(key);
      }
    },
    met: () => hits.met(),
    broken(closing, mode) {
      const hit = mode === 'until' ? hits.exceeded(closing) : undefined;
      return hit && { ...hit, what: first ? textOf(first) : 'one came that must not', ...words(subject) };
    },
    wrongAt: (closing) => hits.wrongAt(closing),
    nearest: () => undefined,
    wanted: () => words(subject).expected,
  };
}

/** `rule 42: …`, `schema: …`. */
export function textOf({ layer, rule, message }: Finding): string {
  return `${rule === undefined ? layer : `rule ${rule}`}: ${message}`;
}

function findingsOf(fact: Fact, name: string | undefined): readonly Finding[] {
  if (fact.fact === 'message') return name === undefined || fact.record.name === name ? fact.record.findings : [];
  return fact.fact === 'findings' && name === undefined ? fact.findings : [];
}

function isMeant(finding: Finding, { finding: wanted }: FindingSubject): boolean {
  return 'layer' in wanted ? finding.layer === wanted.layer : finding.severity === wanted.severity;
}

function words({ finding, in: name, count }: FindingSubject): { expected: string } {
  const what = 'layer' in finding ? `findings of layer ${finding.layer}` : `findings at ${finding.severity}`;
  return { expected: `${what}${name === undefined ? '' : ` in ${name}`}: ${countText(count)}` };
}
