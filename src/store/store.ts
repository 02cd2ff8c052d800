import { constants, existsSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { Low } from 'lowdb';
import type { VenSnapshot, VtnSnapshot } from '../vtn/snapshot.ts';
import { Lock } from './lock.ts';
import { DamagedState, type State } from './state-file.ts';
import { storeError } from './store-error.ts';
import { VenFile } from './ven-file.ts';

/** Something that people should know about the state, though the VTN runs on. */
export interface StoreWarning {
  readonly message: string;
  readonly file: string;
  /** Where the damaged file is kept. */
  readonly movedTo: string;
}

/** Makes the snapshot of a VEN when it is about to be written; undefined: the VEN is gone. */
export type SnapshotOf = (venID: string) => VenSnapshot | undefined;

/**
 * What must survive a restart of the VTN. One write is in flight and one is waiting; whoever comes meanwhile shares the
 * waiting one, and snapshots are made when it starts (architecture, decision 8).
 */
export class Store {
  readonly warnings: readonly StoreWarning[];
  readonly #file?: string;
  readonly #lock?: Lock;
  readonly #adapter: VenFile;
  readonly #db: Low<State>;
  readonly #changed = new Map<string, SnapshotOf>();
  #used: boolean;
  #inFlight: Promise<void> = Promise.resolve();
  #waiting?: Promise<void>;

  private constructor(parts: {
    file?: string;
    lock?: Lock;
    adapter: VenFile;
    db: Low<State>;
    used: boolean;
    warnings: readonly StoreWarning[];
  }) {
    this.#file = parts.file;
    this.#lock = parts.lock;
    this.#adapter = parts.adapter;
    this.#db = parts.db;
    this.#used = parts.used;
    this.warnings = parts.warnings;
  }

  /**
   * Opens and locks a state file, or (without one) a store that ends with the process. A damaged file is set aside as
   * `<file>.damaged-<time>` with a warning; of one in which some VENs cannot be read, the others are kept.
   * @param now ms since the epoch, for that name
   * @throws StoreError in use, unreadable, written by a newer version
   */
  static async open(file?: string, now: () => number = Date.now): Promise<Store> {
    const adapter = new VenFile(file);
    const db = new Low<State>(adapter, { vens: new Map() });
    if (file === undefined) return new Store({ adapter, db, used: false, warnings: [] });
    const lock = Lock.acquire(file);
    try {
      const { used, warnings } = await load(db, adapter, file, now);
      return new Store({ file, lock, adapter, db, used, warnings });
    } catch (error) {
      lock.release();
      throw storeError('unreadable', error, file);
    }
  }

  /** The VTN's own ID, as it was kept. */
  get vtnID(): string | undefined {
    return this.#db.data.vtnID;
  }

  /** Keeps the VTN's own ID. @throws StoreError it cannot be written */
  keepVtnID(vtnID: string): Promise<void> {
    if (this.#db.data.vtnID === vtnID) return Promise.resolve();
    this.#db.data.vtnID = vtnID;
    return this.#write();
  }

  /** All that is kept, for a VTN to be built from; undefined if nothing ever was. Shares nothing with who saved it. */
  snapshot(): VtnSnapshot | undefined {
    this.#absorb();
    if (!this.#used) return undefined;
    return { version: 1, vens: [...this.#db.data.vens.values()].map((ven) => this.#adapter.copyOf(ven)) };
  }

  /**
   * Resolves when these VENs, as they are at the start of the write, are with the operating system.
   * @throws StoreError they cannot be written; they are written with the next save
   */
  save(venIDs: readonly string[], snapshotOf: SnapshotOf): Promise<void> {
    for (const venID of venIDs) this.#changed.set(venID, snapshotOf);
    return this.#write();
  }

  /** Forgets all VENs, as a VTN that lost its state. @throws StoreError */
  clear(): Promise<void> {
    this.#changed.clear();
    this.#db.data.vens.clear();
    this.#used = false;
    return this.#write();
  }

  /** Waits for what is being written and gives the file free. */
  async close(): Promise<void> {
    await this.#waiting?.catch(() => {});
    await this.#inFlight.catch(() => {});
    this.#lock?.release();
  }

  #write(): Promise<void> {
    this.#waiting ??= this.#inFlight.then(
      () => this.#start(),
      () => this.#start(),
    );
    return this.#waiting;
  }

  #start(): Promise<void> {
    this.#waiting = undefined;
    this.#inFlight = this.#writeNow();
    return this.#inFlight;
  }

  async #writeNow(): Promise<void> {
    try {
      this.#absorb();
      await this.#db.write();
    } catch (error) {
      throw storeError('unwritable', error, this.#file ?? '(none)');
    }
  }

  /** Takes what changed into the data; a VEN whose snapshot fails stays among the changed. */
  #absorb(): void {
    const { vens } = this.#db.data;
    for (const [venID, snapshotOf] of this.#changed) {
      const snapshot = snapshotOf(venID);
      this.#changed.delete(venID);
      this.#used = true;
      if (snapshot) vens.set(venID, snapshot);
      else vens.delete(venID);
    }
  }
}

async function load(
  db: Low<State>,
  adapter: VenFile,
  file: string,
  now: () => number,
): Promise<{ used: boolean; warnings: readonly StoreWarning[] }> {
  const before = db.data;
  try {
    await db.read();
    const warnings = adapter.unreadable.length === 0 ? [] : [await keptAside(adapter.unreadable, file, now())];
    // At once, or the next start would set the same aside again.
    if (warnings.length > 0) await db.write();
    return { used: db.data !== before, warnings };
  } catch (error) {
    if (!(error instanceof DamagedState)) throw error;
    const movedTo = await setAside(file, now());
    const message = `the state file ${file} is damaged (${error.message}): it is kept as ${movedTo}, and the VTN starts without a state`;
    return { used: false, warnings: [{ message, file, movedTo }] };
  }
}

/** Keeps a copy of a file in which some VENs cannot be read; the file itself stays until it is written anew. */
async function keptAside(unreadable: readonly string[], file: string, now: number): Promise<StoreWarning> {
  const movedTo = freeName(file, now);
  await copyFile(file, movedTo, constants.COPYFILE_EXCL);
  const who = unreadable.slice(0, 10).join(', ') + (unreadable.length > 10 ? ', …' : '');
  const message = `the state file ${file} is damaged (${who} cannot be read): it is kept as ${movedTo}, and the VTN starts with the other VENs`;
  return { message, file, movedTo };
}

/** Moves a file out of the way, over no other. */
async function setAside(file: string, now: number): Promise<string> {
  const free = freeName(file, now);
  await rename(file, free);
  return free;
}

function freeName(file: string, now: number): string {
  const wanted = `${file}.damaged-${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  let free = wanted;
  for (let count = 2; existsSync(free); count++) free = `${wanted}-${count}`;
  return free;
}
