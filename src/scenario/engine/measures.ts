import type { Instance } from './instances.ts';
import type { Slot } from './slots.ts';

/** What the measures of a run came to, by step (in a `repeat` the round's own) and VEN. */
export class Measures {
  readonly #values = new Map<Instance, Map<Slot, number>>();

  set(step: Instance, slot: Slot, value: number): void {
    const values = this.#values.get(step) ?? new Map<Slot, number>();
    this.#values.set(step, values.set(slot, value));
  }

  /** `undefined`: not measured yet. */
  of(step: Instance | undefined, slot: Slot): number | undefined {
    return step && this.#values.get(step)?.get(slot);
  }
}
