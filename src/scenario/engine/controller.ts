/** What a person at the UI, or a signal, does to a run. */
export interface ScenarioController {
  /** Stops before the next step; deadlines stand still from there on. */
  hold(): void;
  resume(): void;
  /** While held: plays one step more. */
  next(): void;
  /** Answers a prompt by its id (its step number if it has none). False: no such prompt is open, or no such answer. */
  answer(id: string, text: string, note?: string): boolean;
  /** Ends the run with the verdict `interrupted`, or the teardown if that is going on. */
  interrupt(): void;
  /** Ends the run because the bench cannot go on: verdict `error`, with that reason. */
  abort(reason: string): void;
  /** Leaves out what is left of the teardown. */
  skipTeardown(): void;
}

/**
 * A controller that can be handed out before its run begins; what is asked of it without a run is lost, but for `hold`
 * and `interrupt`, which the next run obeys at its start.
 */
export class Controller implements ScenarioController {
  #run: ScenarioController | undefined;
  #hold = false;
  #interrupted = false;

  /** The run begins to listen. @internal */
  attach(run: ScenarioController): void {
    this.#run = run;
    if (this.#hold) run.hold();
    if (this.#interrupted) run.interrupt();
  }

  /** The run is over. @internal */
  detach(): void {
    this.#run = undefined;
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  hold(): void {
    this.#hold = true;
    this.#run?.hold();
  }

  resume(): void {
    this.#hold = false;
    this.#run?.resume();
  }

  next(): void {
    this.#run?.next();
  }

  answer(id: string, text: string, note?: string): boolean {
    return this.#run?.answer(id, text, note) ?? false;
  }

  interrupt(): void {
    this.#interrupted = true;
    this.#run?.interrupt();
  }

  abort(reason: string): void {
    this.#interrupted = true;
    this.#run?.abort(reason);
  }

  skipTeardown(): void {
    this.#run?.skipTeardown();
  }
}
