import type { VenSelector } from '../format/index.ts';
import type { VenDirectory, VenFacts } from './directory.ts';

/** One VEN that an alias stands for; free until one was heard that fits. */
export interface Slot {
  readonly alias: string;
  /** `dut`, with a `count` above 1 `dut#2`. */
  readonly label: string;
  readonly selector: VenSelector;
  /** The venName of the simulated VEN that was started for it. */
  simulated?: string;
  /** As it is now. */
  venID?: string;
  venName?: string;
  fingerprint?: string;
  /** Each venID that it had in this run. */
  readonly venIDs: Set<string>;
  /** A message came from it in this run. */
  heard: boolean;
}

/**
 * Who is who: an alias takes the first VEN that fits and is not taken, heard in this run, and keeps it by certificate,
 * else by venName, when its venID changes.
 */
export class Slots {
  readonly all: readonly Slot[];
  readonly #directory: VenDirectory;
  readonly #taken = new Map<string, Slot>();

  constructor(vens: Readonly<Record<string, VenSelector>>, directory: VenDirectory) {
    this.#directory = directory;
    this.all = Object.entries(vens).flatMap(([alias, selector]) =>
      Array.from({ length: selector.count }, (_, index) => ({
        alias,
        label: selector.count > 1 ? `${alias}#${index + 1}` : alias,
        selector,
        venIDs: new Set<string>(),
        heard: false,
      })),
    );
  }

  /** The slots of some aliases, in the order of the file. */
  of(aliases: readonly string[]): Slot[] {
    return this.all.filter(({ alias }) => aliases.includes(alias));
  }

  /** The slot that has, or had, this venID. */
  withVen(venID: string): Slot | undefined {
    return this.#taken.get(venID);
  }

  /**
   * The VEN was heard: its slot, one that it now takes, or `undefined` where it fits none. The VTN must know it, or it
   * could not be told from a stranger with an old venID.
   */
  heard(venID: string): Slot | undefined {
    const slot = this.tried(venID);
    if (slot) slot.heard = true;
    return slot;
  }

  /** The same of one whose message was refused before the VTN looked at it: nobody was heard. */
  tried(venID: string): Slot | undefined {
    const ven = this.#directory.get(venID);
    return this.#taken.get(venID) ?? (ven && ven.state !== 'cancelled' ? this.#take(ven) : undefined);
  }

  /** Whether the VTN knows it as a VEN that is none of the scenario's. */
  isStranger(venID: string): boolean {
    return this.#directory.get(venID) !== undefined && !this.#taken.has(venID);
  }

  /** The VTN said something new of a VEN: one that came back under another venID stays with its alias. */
  changed(venID: string): void {
    const ven = this.#directory.get(venID);
    if (!ven) return;
    const known = this.#taken.get(venID);
    if (known) {
      if (ven.state === 'registered') this.#assign(known, ven);
      return;
    }
    if (ven.state !== 'registered') return;
    // Another device of the same name is none that came back: the first one is still registered.
    const back = this.all.find((slot) => slot.venIDs.size > 0 && !this.#isStill(slot) && isSame(slot, ven));
    if (back) this.#assign(back, ven);
  }

  /** What the VTN knows of a slot's VEN. */
  facts(slot: Slot): VenFacts | undefined {
    return slot.venID === undefined ? undefined : this.#directory.get(slot.venID);
  }

  /** The unit of a data point as the VEN's metadata has it: `kW`; absent: it has none, or nothing is known of it. */
  unit(slot: Slot, rID: string): string | undefined {
    const points = this.facts(slot)?.offered?.flatMap(({ points }) => points) ?? [];
    const unit = points.find((point) => point.rID === rID)?.unit;
    return unit && `${unit.scale === 'none' ? '' : unit.scale}${unit.units}`;
  }

  isRegistered(slot: Slot): boolean {
    return slot.heard && this.facts(slot)?.state === 'registered';
  }

  #isStill(slot: Slot): boolean {
    return this.facts(slot)?.state === 'registered';
  }

  #take(ven: VenFacts): Slot | undefined {
    // Of several free ones that fit, the one that says most: `{}` leaves a named VEN to the alias that names it.
    const [best] = this.all
      .filter((slot) => slot.venID === undefined && this.#fits(slot, ven))
      .sort((a, b) => criteria(b) - criteria(a));
    if (best) this.#assign(best, ven);
    return best;
  }

  #fits(slot: Slot, ven: VenFacts): boolean {
    if (slot.simulated !== undefined) return ven.venName === slot.simulated;
    if (ven.venName !== undefined && this.#directory.simulated.has(ven.venName)) return false;
    return fits(slot.selector, ven);
  }

  #assign(slot: Slot, ven: VenFacts): void {
    slot.venID = ven.venID;
    slot.venIDs.add(ven.venID);
    if (ven.venName !== undefined) slot.venName = ven.venName;
    if (ven.fingerprint !== undefined) slot.fingerprint = ven.fingerprint;
    this.#taken.set(ven.venID, slot);
  }
}

/** Whether a VEN is one that a selector takes. */
export function fits(selector: VenSelector, ven: VenFacts): boolean {
  return (
    (selector.venName === undefined || selector.venName === ven.venName) &&
    (selector.venID === undefined || selector.venID === ven.venID) &&
    (selector.fingerprint === undefined || selector.fingerprint === ven.fingerprint)
  );
}

function criteria({ selector, simulated }: Slot): number {
  const given = [selector.venName, selector.venID, selector.fingerprint, simulated];
  return given.filter((value) => value !== undefined).length;
}

/** By certificate, else by venName. */
function isSame(slot: Slot, ven: VenFacts): boolean {
  if (slot.fingerprint !== undefined && ven.fingerprint !== undefined) return slot.fingerprint === ven.fingerprint;
  return slot.venName !== undefined && slot.venName === ven.venName;
}
