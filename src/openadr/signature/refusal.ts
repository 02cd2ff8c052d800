import type { X509Certificate } from 'node:crypto';
import type { Place } from './document.ts';

/**
 * What is wrong with the frame of a signed message:
 * - `root`: the root is no oadrPayload.
 * - `order`: the Signature stands behind oadrSignedObject; it is to be the first child.
 * - `signatures`, `signedObjects`, `replayProtects`: more than one in the message, wherever (`found`: how many).
 * - `content`: oadrPayload holds anything but Signature and oadrSignedObject, or Signature stands elsewhere.
 * - `shape`: something stands in the Signature that its schema or rule 514 has no place for (`found`: what).
 * - `missing`: an element of the Signature is missing (`found`: which).
 * - `base64`: a value is no base64, or holds markup.
 * - `duplicateId`: two elements bear one Id, whatever the namespace of the attribute.
 * - `uri`: a Reference names no element of this message by `#Id`.
 * - `target`: a Reference names something else than oadrSignedObject and the Signature's own properties.
 * - `uncovered`: no Reference names oadrSignedObject.
 */
export type FrameFault =
  | 'root'
  | 'order'
  | 'signatures'
  | 'signedObjects'
  | 'replayProtects'
  | 'content'
  | 'shape'
  | 'missing'
  | 'base64'
  | 'duplicateId'
  | 'uri'
  | 'target'
  | 'uncovered';

/** Which of the algorithms of a Signature. */
export type AlgorithmRole = 'canonicalization' | 'signature' | 'digest' | 'transform';

/**
 * Why there is no key to verify with:
 * - `malformed`: KeyInfo holds a certificate or key that cannot be read (`detail`: what).
 * - `contradictory`: KeyInfo's certificate and KeyValue are not of one key.
 * - `unexpected`: KeyInfo's key is not the expected one.
 * - `type`: the key is not of the type that the SignatureMethod needs (`detail`: both).
 * - `refused`: whoever judges the key refused it (`detail`: why).
 */
export type KeyFault = 'malformed' | 'contradictory' | 'unexpected' | 'type' | 'refused';

/**
 * A text that the sender may have made the digest of:
 * - `canonical`: the canonical text, as it should be; then `hash` or `hex` is what is wrong.
 * - `received`: as it came, not canonicalised.
 * - `exclusive`: by exclusive C14N.
 * - `alone`: canonical, without the namespaces and `xml:` attributes of the elements around it.
 * - `comments`: canonical, comments kept (a same-document reference leaves them out, XMLDSig 4.4.3.3).
 * - `compact`: without the white space between elements.
 * - `crlf`: with CR LF at the ends of lines.
 * - `content`: only what stands within the element.
 * - `document`: the whole document, without the Signature.
 */
export type Reading =
  | 'canonical'
  | 'received'
  | 'exclusive'
  | 'alone'
  | 'comments'
  | 'compact'
  | 'crlf'
  | 'content'
  | 'document';

/** The reading of what a Reference names that the DigestValue fits: how its sender made the digest. */
export interface OtherReading {
  readonly reading: Reading;
  /** The hash that it was made by, where that is not the one of the DigestMethod. */
  readonly hash?: HashName;
  /** The DigestValue is the hexadecimal digits of the digest, not the base64 of its bytes. */
  readonly hex?: true;
  readonly text: string;
  /** Index of the first character in which it and the canonical text part; absent where it is the canonical text. */
  readonly parts?: number;
}

export type HashName = 'sha1' | 'sha256';

/** A place in the received message. */
type At = Place & { readonly path?: string };

/** Why a message does not count as signed: the closed list. Data alone; `refusalFinding` has the words. */
export type Refusal =
  | ({ readonly reason: 'unreadable'; readonly why: 'limit' | 'doctype' | 'malformed'; readonly message: string } & At)
  | ({ readonly reason: 'unsigned' } & At)
  | ({ readonly reason: 'frame'; readonly fault: FrameFault; readonly found?: string } & At)
  | ({
      readonly reason: 'algorithm';
      readonly role: AlgorithmRole;
      readonly found: string;
      readonly allowed: readonly string[];
    } & At)
  | {
      readonly reason: 'key';
      readonly fault: KeyFault;
      readonly detail?: string;
      /** KeyInfo's certificate, where it has one that can be read. */
      readonly certificate?: X509Certificate;
    }
  /** No certificate or key in KeyInfo, and none is expected. */
  | { readonly reason: 'keyMissing' }
  /** The SignatureValue of ECDSA is DER instead of r‖s (XMLDSig 6.4.3). */
  | ({ readonly reason: 'derValue' } & At)
  /** The SignatureValue is not that of this key over SignedInfo. */
  | ({ readonly reason: 'value'; readonly method: string; readonly signedInfo: string } & At)
  | ({
      readonly reason: 'digest';
      readonly uri: string;
      readonly method: string;
      /** DigestValue, base64. */
      readonly expected: string;
      /** What was computed, base64. */
      readonly actual: string;
      readonly canonical: string;
      /** Absent where the digest fits none. */
      readonly other?: OtherReading;
    } & At)
  | { readonly reason: 'replayProtect'; readonly fault: 'missing' | 'timestamp' | 'nonce'; readonly found?: string }
  /** What the reader makes of the canonical text is not what stood in the message. */
  | { readonly reason: 'trees'; readonly path: string; readonly received: string; readonly canonical: string };

/** Thrown within `verify` to end it. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/** Ends a verification. */
export function refuse(refusal: Refusal): never {
  throw new Refused(refusal);
}

/** A message whose signature does not hold, or which is not signed. */
export interface NotVerified {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** What a step gives, or the refusal that it ended with. */
export function orRefusal<T>(step: () => T): T | NotVerified {
  try {
    return step();
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
