import type { Random } from '../base/random.ts';
import type { DeliveryChange } from './change.ts';
import type { Directory } from './directory.ts';
import type { PiggyCancel, PiggyRequest, QueueItem, Ven } from './state.ts';
import type { VtnConfig } from './types.ts';
import type { Wakes } from './wakes.ts';

/** A reply on its way: what becomes of the state when its last byte has gone, or has not. */
export interface Flight {
  readonly ven: Ven;
  /** The queue item that it carries, if it came from the queue. */
  readonly item?: QueueItem;
  readonly payload: DeliveryChange['payload'];
  readonly requestID?: string;
  readonly events?: NonNullable<DeliveryChange['events']>;
  readonly reportRequestIDs?: readonly string[];
  /** Report requests and cancels that an oadrRegisteredReport or oadrUpdatedReport carries along. */
  readonly riders?: readonly PiggyRequest[];
  readonly cancels?: readonly PiggyCancel[];
  /** An event list that replyLimit has cut short: no proof that the VEN knows all of it. */
  readonly cut?: boolean;
}

/** What all services share. */
export interface Core {
  /** The VTN's own copy; commands change it. */
  config: VtnConfig;
  readonly random: Random;
  readonly directory: Directory;
  /** By exchange. */
  readonly flights: Map<string, Flight>;
  readonly wakes: Wakes;
  /** Who was last heard on a connection, for messages that do not say who sends them. */
  readonly connections: Map<string, Ven>;
  /** Peers (fingerprint, else address) that have queried before registering. */
  readonly queried: Set<string>;
}

/** Keeps the newest `limit` keys of a map or set in order of insertion. */
export function trim(keys: Map<unknown, unknown> | Set<unknown>, limit: number): void {
  for (const key of keys.keys()) {
    if (keys.size <= limit) return;
    keys.delete(key);
  }
}
