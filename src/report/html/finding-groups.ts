import type { JournalRecord } from '../../journal/record.ts';
import { RefusedConnections } from '../../journal/refused.ts';
import type { Finding, Severity } from '../../openadr/finding.ts';

/** The same finding, however often it came. */
export interface FindingGroup {
  /** As it came first. */
  readonly finding: Finding;
  readonly name?: string;
  readonly vens: Set<string>;
  count: number;
  readonly first: number;
  last: number;
  /** seqs of the records that have it, the first ones. */
  readonly seqs: number[];
}

/** Groups that are kept, VENs and places of each that are named. */
const MOST = 300;
const NAMED = 6;

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/** Findings of messages and connections, equal ones together; bounded. */
export class FindingGroups {
  readonly #groups = new Map<string, FindingGroup>();
  readonly #connections = new RefusedConnections();
  /** Connections that TLS refused: they have a part of their own, with what the device offered and showed. */
  refused = 0;
  /** Findings of kinds that found no more room. */
  leftOut = 0;

  add(record: JournalRecord): void {
    if (record.kind === 'message') this.#all(record, record.findings, record.ven, record.name);
    if (record.kind !== 'connection') return;
    const { findings } = this.#connections.see(record);
    if (record.fact.fact === 'tlsRefused') this.refused++;
    else this.#all(record, findings);
  }

  /** Severest first, then as they came. */
  sorted(): readonly FindingGroup[] {
    const rank = ({ finding }: FindingGroup): number => ORDER.indexOf(finding.severity);
    return [...this.#groups.values()].sort((a, b) => rank(a) - rank(b));
  }

  #all({ seq, time }: JournalRecord, findings: readonly Finding[], ven?: string, name?: string): void {
    for (const finding of findings) {
      const { severity, layer, rule, path, message } = finding;
      const key = JSON.stringify([severity, layer, rule, path, message, name]);
      let group = this.#groups.get(key);
      if (!group) {
        if (this.#groups.size >= MOST) {
          this.leftOut++;
          continue;
        }
        group = { finding, name, vens: new Set(), count: 0, first: time, last: time, seqs: [] };
        this.#groups.set(key, group);
      }
      group.count++;
      group.last = time;
      if (group.seqs.length < NAMED && group.seqs.at(-1) !== seq) group.seqs.push(seq);
      if (ven !== undefined && group.vens.size < NAMED) group.vens.add(ven);
    }
  }
}
