import type { Clock, Timer } from '../../base/clock.ts';

interface Waiter {
  /** Looks; `true` once it is answered and gone. */
  look(): boolean;
  fail(error: Error): void;
}

/**
 * The run's heartbeat. Whoever waits gives a question, asked again at each beat (a record came, a step moved on) and at
 * the time it names; so nothing waits on a promise that a hold or an ending could not reach.
 */
export class Pulse {
  readonly #clock: Clock;
  readonly #waiters = new Set<Waiter>();
  #ended: Error | undefined;

  /** @param clock bench time */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * Resolves to the first answer of `question` that is not `undefined`.
   * @param wake bench time at which to ask again at the latest
   * @throws what the run was ended with
   */
  wait<T>(question: () => T | undefined, wake: () => number | undefined = () => undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      let timer: Timer | undefined;
      let set: number | undefined;
      const waiter: Waiter = {
        look: () => {
          let answer: T | undefined;
          try {
            answer = question();
          } catch (error) {
            waiter.fail(error instanceof Error ? error : new Error(String(error)));
            return true;
          }
          if (answer !== undefined) {
            timer?.cancel();
            this.#waiters.delete(waiter);
            resolve(answer);
            return true;
          }
          // The question itself may have made a beat that answered it, or the run's end.
          if (!this.#waiters.has(waiter)) return true;
          const time = wake();
          if (time !== set) {
            timer?.cancel();
            timer = time === undefined ? undefined : this.#clock.at(time, () => fire());
            set = time;
          }
          return false;
        },
        fail: (error) => {
          timer?.cancel();
          this.#waiters.delete(waiter);
          reject(error);
        },
      };
      const fire = (): void => {
        set = undefined;
        waiter.look();
      };
      this.#waiters.add(waiter);
      waiter.look();
    });
  }

  /** The outcome of work that cannot be broken off, or the run's end if that comes first. */
  guard<T>(work: Promise<T>): Promise<T> {
    let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
    work.then(
      (value) => {
        outcome = { value };
        this.beat();
      },
      (error: unknown) => {
        outcome = { error };
        this.beat();
      },
    );
    return this.wait(() => outcome).then((out) => {
      if ('error' in out) throw out.error;
      return out.value;
    });
  }

  /** Something happened: everybody looks again. */
  beat(): void {
    for (const waiter of [...this.#waiters]) if (this.#waiters.has(waiter)) waiter.look();
  }

  /** The run is over: everybody who waits, now or later, gets this. The first end counts. */
  end(error: Error): void {
    if (this.#ended) return;
    this.#ended = error;
    for (const waiter of [...this.#waiters]) waiter.fail(error);
  }
}
