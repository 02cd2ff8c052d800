import type { StateRecord } from '../../journal/record.ts';

type Response = Extract<StateRecord['change'], { readonly what: 'response' }>;

/** Events and VENs of which answers are kept, and answers of each. */
const MOST = 2_000;
const EACH = 12;

/** Every answer of a VEN to an event, in order: a view has the last one only. */
export class Answers {
  readonly #all = new Map<string, { readonly kept: Response[]; count: number }>();

  add(change: Response): void {
    const key = JSON.stringify([change.eventID, change.venID]);
    let entry = this.#all.get(key);
    if (!entry) {
      if (this.#all.size >= MOST) return;
      entry = { kept: [], count: 0 };
      this.#all.set(key, entry);
    }
    entry.count++;
    if (entry.kept.length < EACH) entry.kept.push(change);
  }

  of(eventID: string, venID: string): { readonly kept: readonly Response[]; readonly count: number } {
    return this.#all.get(JSON.stringify([eventID, venID])) ?? { kept: [], count: 0 };
  }
}
