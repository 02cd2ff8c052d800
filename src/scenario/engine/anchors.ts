import type { Anchor, AnchorStep } from '../format/index.ts';
import type { EventFacts, Events } from './events.ts';
import type { Instance } from './instances.ts';
import { type Border, later, type Moment, type Stamp, scenarioMoment } from './moment.ts';

/** Where an anchor is: at a border, not known yet, or lost for good. */
export type Resolution = { readonly border: Border } | 'pending' | { readonly never: string };

/** What anchors are resolved by. */
export interface AnchorWorld {
  t0(): Moment;
  /** The last step is done. */
  end(): Stamp | undefined;
  /** The step with this id as seen from a step: of the same round, else outside of it. */
  find(id: string, from: Instance): Instance | undefined;
  /** The wire ID of an event step. */
  eventID(of: Instance): string | undefined;
  readonly events: Events;
}

/** An event's status that a step waited for and that is over, with the bench time of its end. */
export interface LeftStatus {
  readonly status: string;
  readonly at: number;
}

export class Anchors {
  readonly #world: AnchorWorld;

  constructor(world: AnchorWorld) {
    this.#world = world;
  }

  /** Where an anchor of a step is, as far as is known now; `now` needs the step's begin. */
  resolve(anchor: Anchor, step: Instance): Resolution {
    const base = this.#base(anchor.base, step);
    if (base === 'pending' || 'never' in base) return base;
    if (anchor.offset === 0) return base;
    return { border: { moment: later(base.border.moment, anchor.offset) } };
  }

  /**
   * The status that a `.near`, `.active` or `[n]` anchor names, if it is over at `bench`: such a step would come too late.
   */
  left(anchor: Anchor, step: Instance, bench: number): LeftStatus | undefined {
    if (typeof anchor.base === 'string') return undefined;
    const event = this.#event(anchor.base, step);
    const { part } = anchor.base;
    if (!event || part === undefined || part === 'done' || part === 'end') return undefined;
    const { schedule } = event;
    const interval = typeof part === 'object' ? schedule.intervals.find(({ uid }) => uid === part.interval) : undefined;
    const over = part === 'near' ? schedule.start : part === 'active' ? schedule.end : interval?.end;
    const at = Math.min(over ?? Number.POSITIVE_INFINITY, callOff(event)?.bench ?? Number.POSITIVE_INFINITY);
    return at <= bench ? { status: nameOf(part), at } : undefined;
  }

  #base(base: Anchor['base'], step: Instance): Resolution {
    if (base === 'start') return { border: { moment: step.round?.begin ?? this.#world.t0() } };
    if (base === 'end') return moment(this.#world.end());
    if (base === 'now') return moment(step.begin);
    const target = this.#world.find(base.id, step);
    if (!target) return { never: `there is no step "${base.id}"` };
    if (base.part === undefined) return moment(target.begin);
    if (base.part === 'done') return moment(target.done);
    return this.#eventPart(base, base.part, step);
  }

  #eventPart(
    base: AnchorStep,
    part: 'near' | 'active' | 'end' | { readonly interval: number },
    step: Instance,
  ): Resolution {
    const event = this.#event(base, step);
    if (!event) return 'pending';
    const off = callOff(event);
    if (part === 'end')
      return off && !(event.schedule.end !== undefined && event.schedule.end <= off.bench)
        ? told(event)
        : at(event.schedule.end);
    const time = timeOf(event, part);
    if (time === undefined) return { never: `${base.id} has no ${nameOf(part)}` };
    if (off && time > off.bench) return { never: `${base.id} was ${howEnded(event)} before it was ${nameOf(part)}` };
    return at(time);
  }

  #event({ id }: AnchorStep, step: Instance): EventFacts | undefined {
    const target = this.#world.find(id, step);
    const eventID = target && this.#world.eventID(target);
    return eventID === undefined ? undefined : this.#world.events.get(eventID);
  }
}

function moment(stamp: Stamp | undefined): Resolution {
  return stamp ? { border: { moment: scenarioMoment(stamp), seq: stamp.seq } } : 'pending';
}

function at(bench: number | undefined): Resolution {
  return bench === undefined ? 'pending' : { border: { moment: { clock: 'bench', time: bench } } };
}

function timeOf({ schedule }: EventFacts, part: 'near' | 'active' | { readonly interval: number }): number | undefined {
  if (part === 'near') return schedule.near;
  if (part === 'active') return schedule.start;
  return schedule.intervals.find(({ uid }) => uid === part.interval)?.start;
}

function nameOf(part: 'near' | 'active' | 'end' | { readonly interval: number }): string {
  return typeof part === 'object' ? `interval ${part.interval}` : part;
}

/** When all copies of an event were called off. */
function callOff(event: EventFacts): Stamp | undefined {
  return latest([...event.copies.values()].map(({ ended }) => ended?.at));
}

function howEnded(event: EventFacts): string {
  const [copy] = event.copies.values();
  const how = copy?.ended?.how;
  return how === 'removed' ? 'lost with the registration' : how === 'omitted' ? 'left out' : 'cancelled';
}

/** A cancelled event ends with the delivery of its cancel, for several VENs with the last one. */
function told(event: EventFacts): Resolution {
  const endings = [...event.copies.values()].map(({ ended }) => ended);
  if (endings.every((ended) => ended?.how === 'removed')) return { never: 'the event was lost with the registration' };
  return moment(latest(endings.filter((ended) => ended?.how !== 'removed').map((ended) => ended?.told)));
}

/** The last of all stamps; `undefined` if one is missing. */
function latest(stamps: readonly (Stamp | undefined)[]): Stamp | undefined {
  let last: Stamp | undefined;
  for (const stamp of stamps) {
    if (!stamp) return undefined;
    if (!last || stamp.seq > last.seq) last = stamp;
  }
  return last;
}
