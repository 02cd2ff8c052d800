import { after, type Clock, type Timer } from '../base/clock.ts';
import type { Crowded } from './crowd.ts';
import { explainLimit } from './limit-texts.ts';
import type { LimitKind, TransportFact } from './types.ts';

/** What telling needs. */
export interface TellingOptions {
  readonly ioClock: Clock;
  readonly fact: (fact: TransportFact) => void;
  /** `Limits.toldPerSecond`. */
  readonly perSecond: number;
}

const SECOND = 1_000;

/** Facts that are kept of a connection that may never be told of. */
const MOST_HELD = 8;

/** What a limit did since it was told last. */
interface Count {
  count: number;
  address: string;
  crowded?: Crowded;
}

/**
 * Passes the facts of a listener on so that a flood does not flood the record. From each address some connections a second
 * are told at once; what is to be told of a further one waits until it brings a whole request, and is dropped where it never
 * does. What was dropped, and what limits did, is told as counts, at most once a second a kind.
 */
export class Telling {
  readonly #options: TellingOptions;
  /** By connections that are told of. */
  readonly #addresses = new Map<string, string>();
  /** Of connections that may never be told of. */
  readonly #held = new Map<string, TransportFact[]>();
  /** Told in this second, by address. */
  readonly #spent = new Map<string, number>();
  #second = 0;
  readonly #counts = new Map<LimitKind, Count>();
  #timer?: Timer;

  constructor(options: TellingOptions) {
    this.#options = options;
  }

  readonly tell = (fact: TransportFact): void => {
    const { connection } = fact;
    if (fact.fact === 'opened') {
      if (this.#spend(fact.address)) this.#addresses.set(connection, fact.address);
      else {
        this.#held.set(connection, [fact]);
        return;
      }
    }
    const held = this.#held.get(connection);
    if (held) this.#hold(fact, held);
    else this.#pass(fact);
  };

  /** A connection brought a whole request: all of it is told. */
  vouch(connection: string): void {
    const held = this.#held.get(connection);
    if (!held) return;
    this.#held.delete(connection);
    for (const fact of held) {
      if (fact.fact === 'opened') this.#addresses.set(connection, fact.address);
      this.#options.fact(fact);
    }
  }

  /** A limit did its work. */
  limited(limit: LimitKind, address: string, crowded?: Crowded): void {
    const known = this.#counts.get(limit);
    this.#counts.set(limit, { count: (known?.count ?? 0) + 1, address, ...(crowded && { crowded }) });
    if (!this.#timer) this.#flush();
  }

  /** Tells what has only been counted yet. */
  stop(): void {
    this.#timer?.cancel();
    this.#counted();
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #hold(fact: TransportFact, held: TransportFact[]): void {
    const [opened] = held;
    const address = opened?.fact === 'opened' ? opened.address : '';
    if (fact.fact === 'closed') {
      this.#held.delete(fact.connection);
      this.limited('unrecorded', address);
    } else if (held.length < MOST_HELD) held.push(fact);
  }

  #pass(fact: TransportFact): void {
    const address = this.#addresses.get(fact.connection);
    if (fact.fact === 'answered' && address !== undefined && !this.#spend(address)) {
      this.limited('unrecorded', address);
      return;
    }
    if (fact.fact === 'closed') this.#addresses.delete(fact.connection);
    this.#options.fact(fact);
  }

  /** Whether one more may be told of this address in this second. */
  #spend(address: string): boolean {
    const { ioClock, perSecond } = this.#options;
    const second = Math.floor(ioClock.now() / SECOND);
    if (second !== this.#second) {
      this.#second = second;
      this.#spent.clear();
    }
    const spent = this.#spent.get(address) ?? 0;
    this.#spent.set(address, spent + 1);
    return spent < perSecond;
  }

  /** Tells what was counted, and waits a second before the next. */
  #flush(): void {
    this.#timer = undefined;
    if (!this.#counted()) return;
    this.#timer = after(this.#options.ioClock, SECOND, () => this.#flush());
  }

  #counted(): boolean {
    const counts = [...this.#counts];
    this.#counts.clear();
    for (const [limit, { count, address, crowded }] of counts) {
      const { perSecond, fact } = this.#options;
      const texts = explainLimit(limit, { count, address, crowded, perSecond });
      fact({ fact: 'limited', connection: '', limit, count, address, ...texts });
    }
    return counts.length > 0;
  }
}
