import { SimulatedVen } from './driver.ts';
import type { VenFact } from './facts.ts';
import type { SimulatedVenOptions } from './options.ts';

/** Many simulated VENs of one kind. */
export interface FleetOptions
  extends Omit<SimulatedVenOptions, 'venName' | 'venID' | 'startDelay' | 'onFact' | 'onMessage'> {
  readonly count: number;
  /** venNames are this, a hyphen and a number from 1; default `sim`. */
  readonly namePrefix?: string;
  /** ms of bench time over which their starts are spread evenly: one poll interval, default 10 s. */
  readonly spread?: number;
  readonly onFact?: (ven: SimulatedVen, fact: VenFact) => void;
}

/** Simulated VENs that live and end together. */
export interface Fleet {
  readonly vens: readonly SimulatedVen[];
  /** Ends all of them; resolves when the last socket is closed. */
  stop(): Promise<void>;
}

/** Starts `sim-1` … `sim-N`, spread over a poll interval so that they do not poll all in one tick ever after. */
export function startFleet({ count, namePrefix = 'sim', spread = 10_000, onFact, ...options }: FleetOptions): Fleet {
  const vens = Array.from({ length: count }, (_, i) => {
    const ven: SimulatedVen = new SimulatedVen({
      ...options,
      venName: `${namePrefix}-${i + 1}`,
      startDelay: (i * spread) / count,
      ...(onFact && { onFact: (fact) => onFact(ven, fact) }),
    });
    return ven;
  });
  for (const ven of vens) ven.start();
  return {
    vens,
    stop: async () => {
      await Promise.all(vens.map((ven) => ven.stop()));
    },
  };
}
