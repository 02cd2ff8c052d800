import { after, type Clock, type Timer } from '../base/clock.ts';
import type { JournalPort } from '../journal/port.ts';
import type { Store } from '../store/store.ts';
import type { VenSnapshot } from '../vtn/snapshot.ts';

/** Deliveries within this time share a write of the state, ms of I/O time. */
const SAVE_MS = 100;

/** What writing the state needs. */
export interface SavingDeps {
  readonly ioClock: Clock;
  readonly journal: JournalPort;
  readonly store: Store;
  /** The durable part of a VEN; undefined: it is forgotten. */
  readonly snapshotOf: (venID: string) => VenSnapshot | undefined;
}

/** Writes what of the VTN's state must survive a restart (decision 8). */
export class Saving {
  readonly #deps: SavingDeps;
  /** venIDs of which something was delivered since the state was written. */
  readonly #unsaved = new Set<string>();
  #timer: Timer | undefined;

  constructor(deps: SavingDeps) {
    this.#deps = deps;
  }

  /** Resolves when these VENs are stored. @throws StoreError */
  async save(dirty: readonly string[]): Promise<void> {
    if (dirty.length > 0) await this.#deps.store.save(dirty, this.#deps.snapshotOf);
  }

  /** The same; a failure is told in the record. @returns whether they are stored */
  async stored(dirty: readonly string[]): Promise<boolean> {
    try {
      await this.save(dirty);
      return true;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#deps.journal.append({ kind: 'log', level: 'error', source: 'store', message });
      return false;
    }
  }

  /**
   * Taking from the queue is durable once delivered, and may be written later: nobody waits for it, and what is lost by
   * a crash is sent again. Many deliveries share a write, which is one of the whole state.
   */
  later(dirty: readonly string[]): void {
    for (const venID of dirty) this.#unsaved.add(venID);
    if (this.#unsaved.size > 0) this.#timer ??= after(this.#deps.ioClock, SAVE_MS, () => this.now());
  }

  /** Writes what was put off. */
  async now(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const dirty = [...this.#unsaved];
    this.#unsaved.clear();
    await this.stored(dirty);
  }
}
