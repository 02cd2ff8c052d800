import type { JournalRecord } from '../journal/record.ts';
import { RefusedConnections } from '../journal/refused.ts';

/** Answer times kept for the percentiles; beyond that a sample of this size. */
const SAMPLE = 10_000;

/** What the summary counts: a live fold over the journal, bounded in memory. */
export class Tally {
  readonly messages = new Map<string, { in: number; out: number }>();
  readonly findings = { error: 0, warning: 0, info: 0 };
  readonly names = new Map<string, string>();
  readonly #connections = new RefusedConnections();
  #took: number[] = [];
  #seen = 0;

  add(record: JournalRecord): void {
    if (record.kind === 'state' && record.change.what === 'ven' && record.change.venName) {
      this.names.set(record.ven, record.change.venName);
    }
    if (record.kind === 'connection') {
      for (const { severity } of this.#connections.see(record).findings) this.findings[severity]++;
    }
    if (record.kind !== 'message') return;
    const ven = record.ven ?? '';
    const count = this.messages.get(ven) ?? { in: 0, out: 0 };
    count[record.dir]++;
    this.messages.set(ven, count);
    for (const finding of record.findings) this.findings[finding.severity]++;
    if (record.took !== undefined) this.#latency(record.took);
  }

  /** Answer time in ms at a share (0.5 = median) of all; `undefined` before the first. */
  percentile(share: number): number | undefined {
    const sorted = [...this.#took].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  }

  /** Name of a VEN for people: its venName, else its venID. */
  nameOf(venID: string | undefined): string {
    return venID === undefined ? '(unknown VEN)' : (this.names.get(venID) ?? venID);
  }

  #latency(ms: number): void {
    // Every n-th stands for n of them; deterministic, so that the same record gives the same summary.
    this.#seen++;
    const stride = Math.max(1, Math.floor(this.#seen / SAMPLE));
    if (this.#seen % stride === 0) this.#took.push(ms);
    if (this.#took.length > SAMPLE * 2) this.#took = this.#took.filter((_, index) => index % 2 === 0);
  }
}
