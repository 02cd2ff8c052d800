import type { Filter } from '../journal/filter.ts';
import { type MessageRow, type View, venLabel } from '../journal/view.ts';

/**
 * The messages that a filter lets through, kept up to date by looking at new messages only. Rows are in the order of
 * their seq.
 */
export class FilteredRows {
  #view: View | undefined;
  #filter: Filter | undefined;
  #seen = 0;
  #rows: MessageRow[] = [];
  /** Rows at the beginning that are no longer kept by the view. */
  #gone = 0;

  /** Takes what is new in the view; another view or filter begins anew. */
  update(view: View, filter: Filter | undefined): void {
    const ring = view.messages;
    if (this.#view !== view || this.#filter !== filter) {
      this.#view = view;
      this.#filter = filter;
      this.#seen = ring.dropped;
      this.#rows = [];
      this.#gone = 0;
    }
    for (let at = Math.max(this.#seen, ring.dropped); at < ring.added; at++) {
      const row = ring.at(at - ring.dropped);
      if (row && (!filter || matches(view, row, filter))) this.#rows.push(row);
    }
    this.#seen = ring.added;
    this.#forget(ring.at(0)?.seq ?? Number.POSITIVE_INFINITY);
  }

  get length(): number {
    return this.#rows.length - this.#gone;
  }

  at(index: number): MessageRow | undefined {
    return index < 0 ? undefined : this.#rows[this.#gone + index];
  }

  /** Place of the row with that seq, else of the first one after it, else of the last. */
  indexOf(seq: number): number {
    let low = this.#gone;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle]?.seq ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return Math.min(low - this.#gone, this.length - 1);
  }

  #forget(oldest: number): void {
    while (this.#gone < this.#rows.length && (this.#rows[this.#gone]?.seq ?? 0) < oldest) this.#gone++;
    // Cut off in large pieces, so that each row is moved about once.
    if (this.#gone > 1_000 && this.#gone > this.#rows.length / 2) {
      this.#rows = this.#rows.slice(this.#gone);
      this.#gone = 0;
    }
  }
}

/** Whether a filter lets a row through. */
export function matches(view: Pick<View, 'vens'>, row: MessageRow, filter: Filter): boolean {
  return filter.matches({
    dir: row.dir,
    ven: row.ven,
    venName: venLabel(view, row.ven),
    name: row.name,
    service: row.service,
    findings: row.record.findings,
    body: row.source.body,
  });
}
