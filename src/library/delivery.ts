import type { Change } from '../vtn/change.ts';
import { OpenADRError } from './error.ts';
import { Pending } from './promise.ts';

/** Follows what was queued until it is delivered or dropped. */
export class DeliveryFollower {
  /** By queue item. */
  readonly #waiting = new Map<string, Pending<void>>();

  /** @param item queue item */
  follow(item: string): Promise<void> {
    const pending = this.#waiting.get(item) ?? new Pending<void>();
    this.#waiting.set(item, pending);
    return pending.promise;
  }

  heard(change: Change): void {
    if (change.what !== 'delivery' || change.item === undefined) return;
    if (change.state !== 'delivered' && change.state !== 'dropped') return;
    const pending = this.#waiting.get(change.item);
    if (!pending) return;
    this.#waiting.delete(change.item);
    if (change.state === 'delivered') pending.resolve();
    else
      pending.reject(new OpenADRError('DROPPED', `${change.payload} was not delivered: ${change.reason ?? 'dropped'}`));
  }

  stop(): void {
    for (const pending of this.#waiting.values())
      pending.reject(new OpenADRError('STOPPED', 'the server was stopped before it was delivered'));
    this.#waiting.clear();
  }
}
