import { readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import type { Adapter } from 'lowdb';
import type { VenSnapshot } from '../vtn/snapshot.ts';
import { parseState, STATE_VERSION, type State } from './state-file.ts';

/**
 * lowdb's adapter for the state: keeps the JSON text of each VEN and renews only those that changed, writes a file beside
 * the real one and renames it over it, so that the file is whole at any moment (architecture, decision 8).
 */
export class VenFile implements Adapter<State> {
  readonly #path?: string;
  readonly #texts = new WeakMap<VenSnapshot, string>();
  #unreadable: readonly string[] = [];

  /** @param path absent: nothing is written, only the texts are kept */
  constructor(path?: string) {
    this.#path = path;
  }

  /** VENs of the file that could not be read, by name or place; the next write leaves them out. */
  get unreadable(): readonly string[] {
    return this.#unreadable;
  }

  /** @throws DamagedState, StoreError (newer), and what the operating system says */
  async read(): Promise<State | null> {
    if (this.#path === undefined) return null;
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
    const { state, unreadable } = parseState(text, this.#path);
    this.#unreadable = unreadable;
    return state;
  }

  /** The texts are made before this returns; only the writing is waited for. */
  async write({ vtnID, vens }: State): Promise<void> {
    const texts: string[] = [];
    for (const ven of vens.values()) texts.push(this.#textOf(ven));
    if (this.#path === undefined) return;
    const head = `{"version":${STATE_VERSION},${vtnID === undefined ? '' : `"vtnID":${JSON.stringify(vtnID)},`}"vens":[`;
    const text = texts.length === 0 ? `${head}]}\n` : `${head}\n${texts.join(',\n')}\n]}\n`;
    const beside = `${this.#path}.tmp`;
    try {
      // `wx` after removal: a link that somebody put there is not followed. Registration IDs are for the owner alone.
      await removed(beside);
      await writeFile(beside, text, { flag: 'wx', mode: 0o600 });
      await rename(beside, this.#path);
    } catch (error) {
      await rm(beside, { force: true }).catch(() => {});
      throw error;
    }
  }

  /** A VEN as a reader of the file would get it: a copy, in no part shared with who saved it. */
  copyOf(ven: VenSnapshot): VenSnapshot {
    const copy: VenSnapshot = JSON.parse(this.#textOf(ven));
    return copy;
  }

  #textOf(ven: VenSnapshot): string {
    let text = this.#texts.get(ven);
    if (text === undefined) {
      text = JSON.stringify(ven);
      this.#texts.set(ven, text);
    }
    return text;
  }
}

/** Removes a file, if it is there. @throws what the operating system says */
async function removed(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
