import type { PlanStep, RepeatStep } from '../format/index.ts';
import type { Moment, Stamp } from './moment.ts';

/** One time that a `repeat` goes through its steps. */
export interface Round {
  /** From 1. */
  readonly number: number;
  readonly outer?: Round;
  /** When it began: `start` in the anchors of its steps. */
  begin?: Moment;
}

/** A step as it is played: a step of a `repeat` once each round. */
export interface Instance<S extends PlanStep = PlanStep> {
  /** Place in the order of play, from 0. */
  readonly position: number;
  readonly step: S;
  /** `4`, `4.2#1` in round 1. */
  readonly place: string;
  /** The round's own: `rand-1`. */
  readonly id?: string;
  readonly round?: Round;
  /** A `repeat` is played twice: when it begins and when its last round is done. */
  readonly closes: boolean;
  begin?: Stamp;
  done?: Stamp;
}

/** All steps in the order of play, rounds written out. */
export function instancesOf(steps: readonly PlanStep[]): Instance[] {
  const all: Instance[] = [];
  lay(steps, undefined, all);
  return all;
}

/** The id of a step in a round, as it stands in records and on the wire: `rand-1`. */
export function roundId(id: string, round: Round | undefined): string {
  return [id, ...numbersOf(round)].join('-');
}

/** Round numbers, the outermost first. */
export function numbersOf(round: Round | undefined): number[] {
  return round ? [...numbersOf(round.outer), round.number] : [];
}

function lay(steps: readonly PlanStep[], round: Round | undefined, into: Instance[]): void {
  for (const step of steps) {
    into.push(instanceOf(step, round, into.length, false));
    if (step.do === 'repeat') layRounds(step, round, into);
  }
}

function layRounds(step: RepeatStep, outer: Round | undefined, into: Instance[]): void {
  for (let number = 1; number <= step.times; number++) {
    lay(step.steps, { number, ...(outer ? { outer } : {}) }, into);
  }
  into.push(instanceOf(step, outer, into.length, true));
}

function instanceOf(step: PlanStep, round: Round | undefined, position: number, closes: boolean): Instance {
  const numbers = numbersOf(round);
  return {
    position,
    step,
    place: numbers.length > 0 ? `${step.index}#${numbers.join('.')}` : step.index,
    ...(step.id === undefined ? {} : { id: roundId(step.id, round) }),
    ...(round ? { round } : {}),
    closes,
  };
}
