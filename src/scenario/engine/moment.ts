/**
 * A moment on one of two clocks. *bench*: protocol time, to which events hold fast. *scenario*: bench time less holds,
 * by which the deadlines of steps move (architecture, decision 6).
 */
export interface Moment {
  readonly clock: 'bench' | 'scenario';
  /** ms since the epoch of that clock. */
  readonly time: number;
}

/** When something happened, on both clocks and in the journal's order. */
export interface Stamp {
  /** seq of the newest record at that moment. */
  readonly seq: number;
  /** Bench time, ms since the epoch. */
  readonly bench: number;
  /** Scenario time, ms since the epoch. */
  readonly scenario: number;
  /** ms since the run began, never scaled. */
  readonly mono: number;
  /** Of a fact: seq of the incoming message of its exchange. */
  readonly message?: number;
}

/**
 * The edge of a window. With `seq` only what was recorded after that record is inside, however close in time: a step
 * that begins in the same millisecond as a message came after or before it, not both.
 */
export interface Border {
  readonly moment: Moment;
  readonly seq?: number;
}

/** Sums of fractions of scaled time do not come out even. */
const GRAIN = 0.01;

/** ms from `moment` to `stamp`, on the moment's clock; negative before it. */
export function elapsed(stamp: Stamp, moment: Moment): number {
  return stamp[moment.clock] - moment.time;
}

/** Whether a stamp lies at or after the opening edge of a window. */
export function isInside(stamp: Stamp, opening: Border): boolean {
  if (opening.seq !== undefined) return stamp.seq > opening.seq;
  return elapsed(stamp, opening.moment) >= -GRAIN;
}

/** Whether a stamp lies at or before the closing edge of a window, which may be `slack` ms later. */
export function isWithin(stamp: Stamp, closing: Border, slack = 0): boolean {
  if (closing.seq !== undefined && slack === 0) return stamp.seq <= closing.seq;
  return elapsed(stamp, closing.moment) <= slack + GRAIN;
}

/** The moment `ms` later, on the same clock. */
export function later(moment: Moment, ms: number): Moment {
  return { clock: moment.clock, time: moment.time + ms };
}

/** The moment of a stamp on the scenario's clock. */
export function scenarioMoment(stamp: Stamp): Moment {
  return { clock: 'scenario', time: stamp.scenario };
}
