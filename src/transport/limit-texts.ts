import type { Crowded } from './crowd.ts';
import type { LimitKind } from './types.ts';

/** What happened, and what to do about it. */
export interface LimitTexts {
  readonly message: string;
  readonly remedy: string;
}

/** What the sentences need to know. */
export interface Circumstances {
  /** How often since it was told last. */
  readonly count: number;
  /** Where the newest came from. */
  readonly address: string;
  readonly crowded?: Crowded;
  readonly perSecond: number;
}

/** `a connection from …`, `7 connections, the last from …`. */
function many(what: string, { count, address }: Circumstances): string {
  return count === 1 ? `a ${what} from ${address}` : `${count} ${what}s, the last from ${address},`;
}

const were = ({ count }: Circumstances): string => (count === 1 ? 'was' : 'were');

function full({ crowded }: Circumstances): string {
  const from = crowded?.where === 'from one address' ? ' from there' : '';
  return `${crowded?.most ?? 0} connections${from} are open already`;
}

const often = ({ perSecond }: Circumstances): string => `more than ${perSecond} a second came from there`;

const TEXTS: Readonly<Record<LimitKind, (of: Circumstances) => LimitTexts>> = {
  refused: (of) => ({
    message: `${many('connection', of)} ${were(of)} refused: ${full(of)}, and each has brought a request`,
    remedy:
      of.crowded?.where === 'from one address'
        ? 'let the device keep one connection, and close those that it no longer uses'
        : 'look who holds them (ss -tn), and whether this process may have more files open (ulimit -n)',
  }),
  madeRoom: (of) => ({
    message: `${many('silent connection', of)} ${were(of)} closed to make room for others: ${full(of)}`,
    remedy: 'look what opens connections there and sends no whole request',
  }),
  unrecorded: (of) => ({
    message:
      of.count === 1
        ? `a connection without a request, or a refused request, from ${of.address} was only counted: ${often(of)}`
        : `${of.count} connections without a request, or refused requests, the last from ${of.address}, were only counted: ${often(of)}`,
    remedy: 'look what runs at that address; a firewall, or --host with one address, keeps it away',
  }),
};

/** What a limit did, in a sentence, with the remedy. */
export function explainLimit(limit: LimitKind, circumstances: Circumstances): LimitTexts {
  return TEXTS[limit](circumstances);
}
