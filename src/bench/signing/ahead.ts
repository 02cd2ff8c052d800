import type { KeyObject } from 'node:crypto';
import type { Finding } from '../../openadr/finding.ts';
import type { HttpRequest } from '../../transport/types.ts';
import type { Done } from './jobs.ts';

interface Begun {
  readonly key: KeyObject;
  readonly done: Promise<Done | Finding>;
}

/** Verifications that began before the message was read; one a peer at a time, as in its lane. */
export class Ahead {
  readonly #begun = new WeakMap<HttpRequest, Begun>();
  readonly #busy = new Set<string>();

  /** @param peer whose key it is @param run does not reject */
  begin(peer: string, request: HttpRequest, key: KeyObject, run: () => Promise<Done | Finding>): void {
    if (this.#busy.has(peer)) return;
    this.#busy.add(peer);
    const done = run().finally(() => this.#busy.delete(peer));
    this.#begun.set(request, { key, done });
  }

  /** What was begun with that key. */
  take(request: HttpRequest, key: KeyObject): Promise<Done | Finding> | undefined {
    const begun = this.#begun.get(request);
    return begun?.key.equals(key) ? begun.done : undefined;
  }
}
