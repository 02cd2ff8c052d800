// Why a chain of certificates is refused: a closed list, as data. explain.ts has the sentences.

/** What a peer does with its certificate: a VEN is a client, a VTN a server (in push the other way round). */
export type Purpose = 'client' | 'server';

/** Which certificate a fault is about: the peer's own, or a CA of its chain, by its subject. */
interface About {
  readonly certificate: string;
  readonly own: boolean;
}

/** A reason to refuse. Times are ms since the epoch; `now` is this side's clock. */
export type ChainFault =
  | { readonly cause: 'noCertificate' }
  | { readonly cause: 'unreadable'; readonly position: number }
  | { readonly cause: 'selfSigned'; readonly certificate: string }
  | {
      readonly cause: 'unknownCa';
      readonly issuer: string;
      readonly sameName: boolean;
      readonly trusted: readonly string[];
    }
  | { readonly cause: 'intermediateMissing'; readonly issuer: string }
  | { readonly cause: 'trustLacksRoot'; readonly ca: string; readonly root: string }
  | (About & { readonly cause: 'expired'; readonly notAfter: number; readonly now: number })
  | (About & { readonly cause: 'notYetValid'; readonly notBefore: number; readonly now: number })
  | (About & { readonly cause: 'wrongUsage'; readonly purpose: Purpose; readonly lacks: UsageLack })
  | (About & { readonly cause: 'weakKey'; readonly what: string; readonly kind: 'key' | 'keyType' | 'digest' })
  | { readonly cause: 'wrongHost'; readonly host: string; readonly names: readonly string[] };

/** What a certificate's extensions do not permit. */
export type UsageLack =
  | { readonly of: 'extendedKeyUsage'; readonly has: readonly string[] }
  | { readonly of: 'keyUsage'; readonly has: readonly string[] }
  | { readonly of: 'ca' }
  | { readonly of: 'pathLength'; readonly allowed: number };

export type { ChainCause } from './cause-name.ts';

/** What is no reason to refuse, but will be trouble or is worth a word. */
export type ChainNote =
  | { readonly note: 'endsSoon'; readonly certificate: string; readonly notAfter: number; readonly now: number }
  | { readonly note: 'notSent'; readonly certificate: string }
  | { readonly note: 'disordered' }
  | { readonly note: 'shortCurve'; readonly certificate: string; readonly key: string }
  | { readonly note: 'sha1'; readonly certificate: string }
  | { readonly note: 'noKeyEncipherment'; readonly certificate: string };
