import { type KeyObject, X509Certificate } from 'node:crypto';
import { after, type Clock } from '../../base/clock.ts';
import type { Finding } from '../../openadr/finding.ts';
import type { Message } from '../../openadr/index.ts';
import { type OfferedKey, offeredKey, refusalFinding } from '../../openadr/signature/index.ts';
import { fingerprint, sameFingerprint } from '../../pki/fingerprint.ts';
import type { Remote } from '../../transport/types.ts';
import type { Claim } from '../../vtn/claimed.ts';
import { waysToRepin } from '../../vtn/repin-words.ts';
import type { CertificateNames } from '../../vtn/types.ts';
import type { Chains } from './chains.ts';
import { then } from './later.ts';
import type { SigningOptions } from './options.ts';
import { signatureFinding } from './words.ts';
import { JobGivenUp } from './workers.ts';

/** How long the program may take to look a fingerprint up, ms of I/O time. */
const LOOKUP_MS = 5_000;

/** The key that a message must be signed with. */
export interface SignerKey {
  readonly key: KeyObject;
  /** Of the signer's certificate. */
  readonly fingerprint: string;
  /** That certificate, DER. */
  readonly certificate: Buffer;
  readonly names?: CertificateNames;
}

/** Or why there is none; `key` is the one that KeyInfo offers, where it does. */
export interface NoSignerKey {
  readonly refused: Finding;
  /** The VTN's fault, not the sender's. */
  readonly status?: 503;
  readonly key?: KeyObject;
  readonly fingerprint?: string;
  readonly names?: CertificateNames;
  /** It is a good certificate, though not the one that this VEN is bound to; the command `repin` can accept it. */
  readonly another?: { readonly venID: string; readonly signer: SignerKey };
}

/** Which certificate a message must be signed with, and who says so. */
interface Expected {
  readonly fingerprint: string;
  readonly by: 'lookup' | 'registration';
}

/** What the choice is made of. */
export interface KeyQuestion {
  readonly remote: Remote;
  readonly message: Message;
  /** The venID that the message names. */
  readonly named?: string;
  readonly claim: Claim;
}

/** What the choice needs around it. */
export interface SignerKeysDeps extends Pick<SigningOptions, 'lookup' | 'lookupTimeout'> {
  readonly chains: Chains;
  readonly ioClock: Clock;
  /** venID of the VEN that is bound to a certificate. */
  readonly boundTo: (fingerprint: string) => string | undefined;
}

/**
 * Chooses the key: the TLS peer's; else that of the certificate in KeyInfo, if its fingerprint is the one that was looked
 * up for the VEN or that it is bound to. Of a VEN that nothing is known of, one whose chain holds: it is bound to it when it
 * registers. KeyInfo gives no trust by itself.
 */
export class SignerKeys {
  readonly #deps: SignerKeysDeps;
  /** By the DER that a connection keeps. */
  readonly #peers = new WeakMap<Buffer, X509Certificate>();
  /** Of what is being looked up. */
  readonly #waiting = new Set<(error: Error) => void>();
  #stopped = false;

  constructor(deps: SignerKeysDeps) {
    this.#deps = deps;
  }

  /** What is being looked up. */
  get open(): number {
    return this.#waiting.size;
  }

  /** Gives up what is being looked up, and looks nothing up any more. */
  stop(): void {
    this.#stopped = true;
    for (const giveUp of this.#waiting) giveUp(new JobGivenUp('the VTN stops'));
  }

  choose(question: KeyQuestion): SignerKey | NoSignerKey | Promise<SignerKey | NoSignerKey> {
    const { fingerprint: own, certificate } = question.remote;
    if (own !== undefined && certificate) return this.peer(own, certificate);
    const offered = offeredKey(question.message.signature?.xml ?? '');
    if (!offered.ok) return { refused: refusalFinding(offered.refusal) };
    const { key, certificate: shown } = offered.offered;
    if (!key) return { refused: refusalFinding({ reason: 'keyMissing' }) };
    if (!shown) return { key, refused: unknownKey() };
    const { lookup } = this.#deps;
    const { named, claim } = question;
    const venID = named ?? claim.venID;
    const bound: Expected | undefined =
      claim.fingerprint === undefined ? undefined : { fingerprint: claim.fingerprint, by: 'registration' };
    if (!lookup || venID === undefined) return this.#known(question, offered.offered, key, shown, bound);
    return then(this.#lookup(lookup, venID), (found) => {
      if (typeof found === 'object') return { key, ...found };
      const expected = found === undefined ? bound : { fingerprint: found, by: 'lookup' as const };
      return this.#known(question, offered.offered, key, shown, expected);
    });
  }

  /** The key of a TLS peer. @param certificate its own, DER */
  peer(own: string, certificate: Buffer): SignerKey {
    let x509 = this.#peers.get(certificate);
    if (!x509) {
      x509 = new X509Certificate(certificate);
      this.#peers.set(certificate, x509);
    }
    const { names } = this.#deps.chains.judge([certificate], this.#deps.ioClock.now());
    return { key: x509.publicKey, fingerprint: own, certificate, ...(names && { names }) };
  }

  #known(
    { message, named, claim }: KeyQuestion,
    { certificates }: OfferedKey,
    key: KeyObject,
    shown: X509Certificate,
    expected: Expected | undefined,
  ): SignerKey | NoSignerKey {
    const actual = fingerprint(shown.raw);
    const chain = [shown.raw, ...certificates.filter((one) => one !== shown).map(({ raw }) => raw)];
    const verdict = this.#deps.chains.judge(chain, this.#deps.ioClock.now());
    const { names } = verdict;
    const offered = { key, fingerprint: actual, ...(names && { names }) };
    const venID = named ?? claim.venID;
    // Who names no VEN is the one that its certificate is bound to, whoever else spoke on that connection.
    const bound = named === undefined && this.#deps.boundTo(actual) !== undefined;
    if (!bound && expected !== undefined && !sameFingerprint(expected.fingerprint, actual)) {
      const refused = anotherKey(venID, expected, actual, verdict.ok);
      // Not where connection or address alone tell whose message it is: behind one address there may be many.
      if (!verdict.ok || expected.by !== 'registration' || named === undefined || named !== claim.venID)
        return { ...offered, refused };
      return { ...offered, refused, another: { venID: named, signer: { ...offered, certificate: shown.raw } } };
    }
    if (!bound && expected === undefined && claim.venID !== undefined && !registers(message))
      return { ...offered, refused: noKeyOf(claim.venID) };
    if (verdict.ok) return { ...offered, certificate: shown.raw };
    return { ...offered, refused: badCertificate(verdict) };
  }

  async #lookup(
    lookup: NonNullable<SigningOptions['lookup']>,
    venID: string,
  ): Promise<string | undefined | Pick<NoSignerKey, 'refused' | 'status'>> {
    const { lookupTimeout: ms = LOOKUP_MS } = this.#deps;
    let done = (): void => {};
    const late = new Promise<never>((_, reject) => {
      const timer = after(this.#deps.ioClock, ms, () => reject(new Error(`no answer within ${ms} ms`)));
      this.#waiting.add(reject);
      done = () => {
        timer.cancel();
        this.#waiting.delete(reject);
      };
    });
    try {
      if (this.#stopped) throw new JobGivenUp('the VTN stops');
      return await Promise.race([Promise.resolve(venID).then(lookup), late]);
    } catch (error) {
      const actual = error instanceof Error ? error.message : String(error);
      const stops = error instanceof JobGivenUp;
      const hint = stops ? 'send it again when the VTN is back' : 'correct what looks fingerprints up';
      const refused = signatureFinding('error', `the fingerprint of ${venID} could not be looked up`, { actual, hint });
      return { refused, ...(stops && { status: 503 }) };
    } finally {
      done();
    }
  }
}

/** A certificate of a signer that is not good. */
export function badCertificate({ message, remedy }: { readonly message: string; readonly remedy: string }): Finding {
  return signatureFinding('error', `the signer's certificate is refused: ${message}`, { hint: remedy });
}

function registers({ name }: Message): boolean {
  return name === 'oadrCreatePartyRegistration' || name === 'oadrQueryRegistration';
}

function unknownKey(): Finding {
  return signatureFinding('error', 'KeyInfo holds a key alone, and whose it is cannot be told', {
    expected: 'X509Data with X509Certificate',
    actual: 'KeyValue',
    hint: 'have the device send its certificate in KeyInfo, or use TLS with a client certificate',
  });
}

function anotherKey(venID: string | undefined, expected: Expected, actual: string, good: boolean): Finding {
  return signatureFinding(
    'error',
    `the message is signed with another certificate than that of ${venID ?? 'its VEN'}`,
    {
      expected: `certificate ${expected.fingerprint}`,
      actual: `certificate ${actual}`,
      hint: `sign with the certificate ${advice()}`,
    },
  );

  function advice(): string {
    if (expected.by === 'lookup')
      return 'whose fingerprint was looked up; if the device got a new one, enter it there: the lookup decides, repin does not';
    if (!good || venID === undefined) return 'that the VEN registered with';
    const accept = `repin ${venID} with fingerprint ${actual} (${waysToRepin(venID, actual)})`;
    return `that the VEN registered with; if the device got a new one, ${accept} accepts it`;
  }
}

function noKeyOf(venID: string): Finding {
  return signatureFinding('error', `no certificate is known that ${venID} would sign with`, {
    expected: 'a signed registration, or a fingerprint that was entered',
    hint: `have the device register with a signed message, or provision ${venID} with its fingerprint`,
  });
}
