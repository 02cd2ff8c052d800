import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { ClientTls } from '../transport/client-tls.ts';
import type { Decide } from './decide.ts';
import type { VenFact } from './facts.ts';
import { isPersonalityName, PERSONALITIES, personalityNames } from './personalities.ts';
import type { Personality } from './personality.ts';
import { checkSigning, type VenSigning } from './signing.ts';
import type { VenConfig, VenState } from './state.ts';
import { VenError } from './ven-error.ts';
import type { OnMessage } from './wire.ts';

/** Request time-out, ms: default and least (9.1.6). */
const TIMEOUT = { usual: 10_000, least: 5_000 };
/** Bounds of the longest back-off, which follows the poll interval (9.1.7), ms. */
const LONGEST_BACKOFF = { least: 4_000, most: 60_000 };
const POLL_INTERVAL = 10_000;

/** What lasts through a power cut: IDs, given up where the VTN does not know them any more, and what it rules over. */
export type Kept = Partial<Pick<VenState, 'venID' | 'registrationID' | 'vtnID' | 'devices'>>;

/** What a simulated VEN is made of. Only the first part is needed. */
export interface SimulatedVenOptions
  extends Partial<Omit<VenConfig, 'venName' | 'personality' | 'longestRetry' | 'xmlSignature'>>,
    Pick<VenConfig, 'venName'> {
  /** The VTN's address as a VEN is given it: `http://host:port/prefix/OpenADR2/Simple/2.0b`, or https. */
  readonly url: string;
  /** What it presents and whom it believes where the address is https; default: no certificate, the CAs of Node. */
  readonly tls?: ClientTls;
  /** It signs what it posts, and verifies what it gets; default: neither. */
  readonly sign?: VenSigning;
  /** Bench time: polls, events, all that is written. */
  readonly clock: Clock;
  /** I/O time, never scaled: time-outs and back-off. */
  readonly ioClock: Clock;
  /** Only one draw is taken from it, the seed of this VEN. */
  readonly random: Random;
  /** Name or data; default cooperative. */
  readonly personality?: string | Personality;
  /** What it has from the time before its power was cut; default nothing. */
  readonly kept?: Kept;
  /** ms of bench time from `start()` to the first message, default 0. */
  readonly startDelay?: number;
  /** Request time-out, ms of I/O time; default 10 s, at least 5 s (9.1.6). */
  readonly timeoutMs?: number;
  /** Longest back-off, ms; default the poll interval, but 4 to 60 s. */
  readonly longestBackoff?: number;
  /** Decides about events in place of the personality. */
  readonly decide?: Decide;
  /** Everything that happens to it, in order. */
  readonly onFact?: (fact: VenFact) => void;
  /** Every message that it posts, and every answer. */
  readonly onMessage?: OnMessage;
}

/**
 * The machine's part of the options, with all defaults.
 * @throws VenError if there is no personality of that name, or it is one that needs signatures, or the VEN cannot sign so
 */
export function configOf(options: SimulatedVenOptions): VenConfig {
  const { venName, venID, registrationID, vtnID, marketContexts, groups, assets, deviceClasses, signals } = options;
  const personality = personalityOf(venName, options.personality ?? 'cooperative');
  checkSigning(venName, personality, options.sign);
  return {
    ...{ venName, venID, registrationID, vtnID, marketContexts, groups, assets, deviceClasses, signals, personality },
    ...(options.sign && { xmlSignature: true }),
    ...(options.points && { points: options.points }),
    ...(options.seed !== undefined && { seed: options.seed }),
    resources: options.resources ?? [`${venName}-load`],
    pollInterval: options.pollInterval ?? POLL_INTERVAL,
    pollJitter: options.pollJitter ?? 0,
    longestRetry: options.longestBackoff ?? LONGEST_BACKOFF.most,
  };
}

function personalityOf(venName: string, personality: string | Personality): Personality {
  if (typeof personality !== 'string') return personality;
  if (isPersonalityName(personality)) return PERSONALITIES[personality];
  const remedy = personalityNames.join(', ');
  throw new VenError(`there is no personality ${personality}`, { venName, remedy });
}

/** Request time-out, ms of I/O time. */
export function timeoutOf({ timeoutMs = TIMEOUT.usual }: SimulatedVenOptions): number {
  return Math.max(TIMEOUT.least, timeoutMs);
}

/** Longest back-off of a VEN that polls so often, ms of I/O time. */
export function longestBackoffOf({ longestBackoff }: SimulatedVenOptions, pollInterval: number): number {
  const { least, most } = LONGEST_BACKOFF;
  return longestBackoff ?? Math.min(most, Math.max(least, pollInterval));
}
