// The way from a peer's certificate up to a root. What the peer sent and what this side trusts are searched by name and by
// signature, never by order, so that a chain sent in disorder is found too.
import { type Certificate, issuedBy } from './certificate.ts';
import type { Trust } from './trust.ts';

/** How the way up ended. */
export type ChainEnd =
  | { readonly end: 'root' }
  /** A self-signed certificate that nobody here trusts. */
  | { readonly end: 'strangeRoot' }
  /** A trusted CA that is no root, and whose issuer nobody trusts. */
  | { readonly end: 'rootless' }
  /** Nobody has the issuer's certificate. */
  | { readonly end: 'noIssuer' }
  /** Somebody has that name, but another key. */
  | { readonly end: 'sameName'; readonly namesake: Certificate };

/** From the peer's own certificate on, each issued by the next. */
export interface Chain {
  readonly path: readonly Certificate[];
  readonly end: ChainEnd;
  /** Certificates of the path that this side had to add, the root aside. */
  readonly added: readonly Certificate[];
  /** Those that were sent do not stand each before its issuer. */
  readonly disordered: boolean;
}

/** Longer chains do not occur; the limit ends a ring of cross-signed CAs. */
const LONGEST = 10;

/**
 * @param sent at least one, the peer's own first
 */
export function buildChain(sent: readonly [Certificate, ...Certificate[]], trust: Trust): Chain {
  const has = (all: readonly Certificate[], one: Certificate): boolean => all.some(({ der }) => der.equals(one.der));
  const path: Certificate[] = [sent[0]];
  let end: ChainEnd | undefined;
  while (!end) {
    const top = path.at(-1) ?? sent[0];
    if (has(trust.certificates, top) && top.selfSigned) end = { end: 'root' };
    else if (top.selfSigned) end = { end: has(path.slice(0, -1), top) ? 'noIssuer' : 'strangeRoot' };
    else {
      // A trusted issuer goes first: a peer may send another certificate of the same CA key.
      const candidates = [...trust.certificates, ...sent].filter(({ subject }) => subject === top.issuer);
      const issuer = candidates.find((one) => issuedBy(top, one) && !has(path, one));
      const namesake = candidates[0];
      if (issuer && path.length < LONGEST) path.push(issuer);
      else if (has(trust.certificates, top)) end = { end: 'rootless' };
      else if (namesake && !issuer) end = { end: 'sameName', namesake };
      else end = { end: 'noIssuer' };
    }
  }
  const top = path.at(-1);
  // A root that was sent but is not trusted, above a CA that is: this side's folder lacks it.
  const trusted = path.some((one) => has(trust.certificates, one));
  if (end.end === 'strangeRoot' && path.length > 1 && trusted) end = { end: 'rootless' };
  const places = path.flatMap((one) => {
    const at = sent.findIndex(({ der }) => der.equals(one.der));
    return at < 0 ? [] : [at];
  });
  return {
    path,
    end,
    added: path.filter((one) => !has(sent, one) && !(one === top && one.selfSigned)),
    disordered: places.some((at, index) => at !== index),
  };
}
