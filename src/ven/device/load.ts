import { SeededRandom } from '../../base/random.ts';

/** A part of the load's variation: a sine. */
interface Wave {
  /** Part of the nominal power. */
  readonly amplitude: number;
  /** Angular frequency, rad/s. */
  readonly omega: number;
  /** rad. */
  readonly phase: number;
}

/** The undisturbed load of one resource, known at every moment, past and future. */
export interface Load {
  readonly resource: string;
  /** Its mean power, W. */
  readonly nominal: number;
  readonly waves: readonly Wave[];
}

/**
 * Slow drift and quick flicker, as [part of the nominal power, period in s]. Together below 1 %, and the slow one weak
 * enough that a mean over half a minute holds for the minutes after it.
 */
const WAVES = [
  [0.004, 613],
  [0.002, 47],
  [0.002, 11.3],
  [0.001, 3.1],
] as const;

/** The load of a resource: 4.5 to 5.5 kW, varying in its own way by the seed. */
export function loadOf(resource: string, seed: string): Load {
  const random = new SeededRandom(`${seed} ${resource}`);
  return {
    resource,
    nominal: 4_500 + 100 * Math.floor(random.next() * 11),
    waves: WAVES.map(([amplitude, period]) => ({
      amplitude,
      omega: (2 * Math.PI) / period,
      phase: 2 * Math.PI * random.next(),
    })),
  };
}

/** Power at `time` (ms since the epoch) as long as nobody asks for less, W. */
export function undisturbed({ nominal, waves }: Load, time: number): number {
  const seconds = time / 1000;
  return nominal * (1 + sum(waves, ({ amplitude, omega, phase }) => amplitude * Math.sin(omega * seconds + phase)));
}

/**
 * Energy from `start` to `end` (ms since the epoch) of a load that runs at a factor which changes evenly from
 * `from` to `to`, Wh. Exact, not sampled.
 */
export function energyOf({ nominal, waves }: Load, start: number, end: number, from: number, to: number): number {
  const length = (end - start) / 1000;
  if (length <= 0) return 0;
  const slope = (to - from) / length;
  const steady = length * ((from + to) / 2);
  const varying = sum(waves, ({ amplitude, omega, phase }) => {
    const [first, last] = [omega * (start / 1000) + phase, omega * (end / 1000) + phase];
    const constant = from * Math.cos(first) - to * Math.cos(last);
    return (amplitude * (constant + (slope * (Math.sin(last) - Math.sin(first))) / omega)) / omega;
  });
  return (nominal * (steady + varying)) / 3600;
}

function sum(waves: readonly Wave[], term: (wave: Wave) => number): number {
  return waves.reduce((total, wave) => total + term(wave), 0);
}
