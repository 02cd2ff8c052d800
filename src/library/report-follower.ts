import type { Change, ReportRequestChange } from '../vtn/change.ts';
import { OpenADRError } from './error.ts';
import { Pending } from './promise.ts';

interface Followed {
  readonly accepted?: Pending<void>;
  readonly cancelled?: Pending<void>;
}

/** Follows report requests of the program through the record: confirmed or refused by the VEN, cancelled, or gone. */
export class ReportFollower {
  readonly #followed = new Map<string, Followed>();
  readonly #ended: (venID: string, reportRequestID: string) => void;

  /** @param ended told of each request after which no more values come */
  constructor(ended: (venID: string, reportRequestID: string) => void) {
    this.#ended = ended;
  }

  /** Resolves when the VEN has confirmed the request. */
  accepted(venID: string, reportRequestID: string): Promise<void> {
    const pending = new Pending<void>();
    this.#join(venID, reportRequestID, { accepted: pending });
    return pending.promise;
  }

  /** Resolves when the VEN has confirmed the end of it. */
  cancelled(venID: string, reportRequestID: string): Promise<void> {
    const pending = new Pending<void>();
    this.#join(venID, reportRequestID, { cancelled: pending });
    return pending.promise;
  }

  heard(change: Change): void {
    if (change.what !== 'reportRequest') return;
    const { venID, reportRequestID, state } = change;
    const key = keyOf(venID, reportRequestID);
    const followed = this.#followed.get(key);
    if (state === 'accepted') followed?.accepted?.resolve();
    else if (ENDS.has(state)) {
      this.#ended(venID, reportRequestID);
      if (!followed) return;
      this.#followed.delete(key);
      // What is done was accepted, whether the VEN said so or just sent it.
      if (state === 'done') followed.accepted?.resolve();
      if (state === 'cancelled' || state === 'done') followed.cancelled?.resolve();
      const error = errorOf(change);
      followed.accepted?.reject(error);
      followed.cancelled?.reject(error);
    }
  }

  stop(): void {
    const error = (): OpenADRError => new OpenADRError('STOPPED', 'the server was stopped before the VEN confirmed');
    for (const { accepted, cancelled } of this.#followed.values()) {
      accepted?.reject(error());
      cancelled?.reject(error());
    }
    this.#followed.clear();
  }

  #join(venID: string, reportRequestID: string, more: Followed): void {
    const key = keyOf(venID, reportRequestID);
    this.#followed.set(key, { ...this.#followed.get(key), ...more });
  }
}

const ENDS: ReadonlySet<ReportRequestChange['state']> = new Set([
  'refused',
  'done',
  'cancelled',
  'replaced',
  'dropped',
]);

function errorOf({ reportRequestID, state, reason }: ReportRequestChange): OpenADRError {
  const why = reason === undefined ? '' : `: ${reason}`;
  if (state === 'refused') return new OpenADRError('REFUSED', `the VEN refused report ${reportRequestID}${why}`);
  if (state === 'cancelled') return new OpenADRError('CANCELLED', `report ${reportRequestID} was cancelled${why}`);
  return new OpenADRError('DROPPED', `report ${reportRequestID} is ${state}${why}`);
}

function keyOf(venID: string, reportRequestID: string): string {
  return `${venID}\n${reportRequestID}`;
}
