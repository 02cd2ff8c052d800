import { createHash, type KeyObject } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Finding } from '../../openadr/finding.ts';
import type { Message, ReadResult } from '../../openadr/index.ts';
import {
  judgeReplay,
  REPLAY_WINDOW_MS,
  type ReplayState,
  replayFinding,
  replayState,
  type SignatureFacts,
  uncoveredFinding,
} from '../../openadr/signature/index.ts';
import type { HttpRequest } from '../../transport/types.ts';
import type { Claim } from '../../vtn/claimed.ts';
import type { CertificateNames, Peer } from '../../vtn/types.ts';
import type { Vtn } from '../../vtn/vtn.ts';
import { Ahead } from './ahead.ts';
import { Chains } from './chains.ts';
import { dutyOf, hasSignature } from './duty.ts';
import { misplaced } from './frame-glance.ts';
import { carryOut, type Done } from './jobs.ts';
import { then } from './later.ts';
import type { SigningOptions, SignMode } from './options.ts';
import { badCertificate, type NoSignerKey, type SignerKey, SignerKeys } from './signer-key.ts';
import { verifiedReading } from './verified-reading.ts';
import { missingFinding, refusalText, signatureFinding, unreadableFinding } from './words.ts';
import { JobGivenUp, type Workers } from './workers.ts';

/** From here on a signature is verified and made in a thread of its own, bytes. */
export const LARGE = 64 * 1024;

/** A message that may go on. */
export interface Accepted {
  readonly ok: true;
  /** What is to be processed. */
  readonly read: ReadResult;
  /** About the signature. */
  readonly findings: readonly Finding[];
  readonly signature?: SignatureFacts;
  /** Whose certificate it was verified with. */
  readonly signer?: { readonly fingerprint: string; readonly certificate?: CertificateNames };
  /** ReplayProtect's timestamp, ms since the epoch. */
  readonly sentAt?: number;
  /** Of the key that it was signed with. */
  readonly keyType?: 'rsa' | 'ec';
  /** The answer is to be signed, whoever it turns out to be from. */
  readonly signAnswer: boolean;
}

/** A message that ends here; the core does not hear of it. */
export interface NotAccepted {
  readonly ok: false;
  readonly status: 403 | 503;
  /** For people, plain text. */
  readonly reason: string;
  readonly findings: readonly Finding[];
  readonly signature: SignatureFacts;
  /** All holds, but by a certificate that this VEN is not bound to. */
  readonly another?: AnotherSigner;
}

/** Whose certificate came instead of the one that a VEN is bound to. */
export interface AnotherSigner {
  readonly venID: string;
  readonly fingerprint: string;
  readonly certificate?: CertificateNames;
}

export type Checked = Accepted | NotAccepted;

export interface CheckDeps {
  /** Bench time: ReplayProtect. */
  readonly clock: Clock;
  /** Dates of certificates. */
  readonly ioClock: Clock;
  readonly vtn: Pick<Vtn, 'claimed' | 'boundTo'>;
  readonly workers: Workers;
}

/** A message under way. */
interface Subject {
  readonly request: HttpRequest;
  readonly read: ReadResult;
  readonly message: Message;
  readonly claim: Claim;
  /** Bench time when it was whole: how long it takes to verify makes no message older. */
  readonly arrivedAt: number;
}

/** Judges the signatures of what comes in: who must sign, whether it holds, whether it was seen before (rule 514). */
export class SignatureCheck {
  readonly #options: SigningOptions;
  readonly #deps: CheckDeps;
  readonly #chains: Chains;
  readonly #keys: SignerKeys;
  readonly #ahead = new Ahead();
  #replay: ReplayState;

  constructor(options: SigningOptions, deps: CheckDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#chains = new Chains(options.trust);
    const { lookup, lookupTimeout } = options;
    this.#keys = new SignerKeys({
      chains: this.#chains,
      ioClock: deps.ioClock,
      boundTo: (fingerprint) => deps.vtn.boundTo(fingerprint),
      ...(lookup && { lookup, lookupTimeout }),
    });
    this.#replay = replayState(deps.clock.now());
  }

  /** Fingerprints that are being looked up. */
  get open(): number {
    return this.#keys.open;
  }

  /** Gives those up. */
  stop(): void {
    this.#keys.stop();
  }

  /** Names of the certificate of a TLS peer. @param certificate DER */
  namesOf(certificate: Buffer): CertificateNames | undefined {
    return this.#chains.judge([certificate], this.#deps.ioClock.now()).names;
  }

  /** A large body that looks signed is still to be read: the key of a TLS peer is known before, so its thread begins. */
  begin(request: HttpRequest): void {
    const { fingerprint, certificate } = request.remote;
    if (fingerprint === undefined || !certificate) return;
    const { key } = this.#keys.peer(fingerprint, certificate);
    this.#ahead.begin(fingerprint, request, key, () => this.#inThread(request, key));
  }

  /**
   * At once and undefined where nothing of a signature is there, and nothing due.
   * @param arrivedAt bench time, ms since the epoch
   */
  incoming(
    request: HttpRequest,
    read: ReadResult,
    peer: Peer,
    arrivedAt: number,
  ): Checked | Promise<Checked> | undefined {
    const { message } = read;
    const { mode } = this.#options;
    if (!message) return mode === 'off' ? undefined : this.#unreadable(mode, read, peer);
    const signed = hasSignature(read);
    if (!signed && mode === 'off') return this.#unsigned(message, read);
    const claim = this.#deps.vtn.claimed({ peer, message, ids: read.ids });
    if (signed) return this.#verify({ request, read, message, claim, arrivedAt });
    const duty = dutyOf(mode, message, claim, peer);
    if (!duty) return this.#unsigned(message, read);
    return refused(403, missingFinding(duty), { verdict: 'missing' });
  }

  /** Bytes of which no payload comes: nobody signed what can be read of them, and the core answers even those. */
  #unreadable(mode: SignMode, read: ReadResult, peer: Peer): NotAccepted | undefined {
    const duty = dutyOf(mode, undefined, this.#deps.vtn.claimed({ peer, ids: read.ids }), peer);
    return duty && refused(403, unreadableFinding(duty), { verdict: 'missing' });
  }

  #unsigned(message: Message, read: ReadResult): Accepted | undefined {
    if (message.name !== 'oadrCreatePartyRegistration' || message.body.oadrXmlSignature !== true) return undefined;
    const finding =
      this.#options.mode === 'off'
        ? signatureFinding('warning', 'it registers with oadrXmlSignature, and this VTN signs nothing', {
            hint: 'start the VTN with --sign on, or register without oadrXmlSignature',
          })
        : signatureFinding('warning', 'it registers with oadrXmlSignature by a message that is not signed', {
            expected: 'ds:Signature as the first child of oadrPayload',
            hint: 'sign the registration too: without TLS the VTN learns the certificate from it',
          });
    return { ok: true, read, findings: [finding], signAnswer: false };
  }

  #verify(subject: Subject): Checked | Promise<Checked> {
    const { request, read, message, claim } = subject;
    if ((message.signature?.xml.length ?? 0) > LARGE) return this.#refuse(subject, tooLarge(), { verdict: 'refused' });
    const { venID: named } = read.ids;
    const question = { remote: request.remote, message, claim, ...(named !== undefined && { named }) };
    return then(this.#keys.choose(question), (signer) => this.#verifyWith(subject, signer));
  }

  #verifyWith(subject: Subject, signer: SignerKey | NoSignerKey): Checked | Promise<Checked> {
    const { request, read } = subject;
    const large = request.body.length > LARGE;
    const facts: SignatureFacts = {
      verdict: 'refused',
      ...(signer.fingerprint !== undefined && { fingerprint: signer.fingerprint }),
      ...(signer.names && { subject: signer.names.subject }),
      ...(large && { worker: true }),
    };
    const odd = large && read.tree ? misplaced(read.tree) : undefined;
    if (odd) return this.#refuse(subject, odd, facts);
    if (!('refused' in signer)) {
      return then(this.#done(subject, signer.key, large), (done) => this.#judge(subject, signer, done, facts));
    }
    const { key, refused: why, status, another } = signer;
    if (this.#options.mode !== 'off' && another) {
      // Only what its signer did sign, now, is told: else anybody could show the certificates of others.
      const { signer: other, venID } = another;
      return then(this.#done(subject, other.key, large), (done) =>
        then(this.#judge(subject, other, done, facts), (judged) => (judged.ok ? instead(judged, why, venID) : judged)),
      );
    }
    if (this.#options.mode !== 'off' || !key) return this.#refuse(subject, why, facts, status);
    return then(this.#done(subject, key, large), (done) => this.#ofNobody(subject, why, done, facts));
  }

  #done({ request }: Subject, key: KeyObject, large: boolean): Done | Finding | Promise<Done | Finding> {
    if (!large) return carryOut({ do: 'verify', body: request.body, key });
    return this.#ahead.take(request, key) ?? this.#inThread(request, key);
  }

  #inThread({ body }: HttpRequest, key: KeyObject): Promise<Done | Finding> {
    return this.#deps.workers.run({ do: 'verify', body, key }).catch((error: unknown) => {
      const actual = error instanceof Error ? error.message : String(error);
      const hint = error instanceof JobGivenUp ? 'send less in one message, or send it again later' : 'send it again';
      return signatureFinding('error', 'the signature could not be verified', { actual, hint });
    });
  }

  /** `off`, and whose key it is cannot be told: only whether it holds. */
  #ofNobody(subject: Subject, why: Finding, done: Done | Finding, facts: SignatureFacts): Checked {
    if (!('did' in done)) return this.#refuse(subject, done, facts);
    if (done.did === 'refused') return this.#refuse(subject, done.finding, facts);
    const finding: Finding = { ...why, severity: 'info', message: `the signature holds, but ${why.message}` };
    return this.#refuse(subject, finding, facts);
  }

  #judge(
    subject: Subject,
    signer: SignerKey,
    done: Done | Finding,
    before: SignatureFacts,
  ): Checked | Promise<Checked> {
    if (!('did' in done)) return this.#refuse(subject, done, before, 503);
    if (done.did === 'refused') return this.#refuse(subject, done.finding, before);
    if (done.did !== 'verified') return this.#refuse(subject, signatureFinding('error', 'not verified'), before);
    const { mode, replayWindow = REPLAY_WINDOW_MS } = this.#options;
    const { timestamp, nonce, method } = done;
    const { arrivedAt: now } = subject;
    const facts: SignatureFacts = { ...before, method, timestamp, offset: timestamp - now };
    const { certificate: shown } = done;
    if (shown && !signer.certificate.equals(shown)) {
      const verdict = this.#chains.judge([shown], this.#deps.ioClock.now());
      if (!verdict.ok) return this.#refuse(subject, badCertificate(verdict), facts);
    }
    const findings: Finding[] = [];
    if (!done.replayCovered) {
      const finding = uncoveredFinding(mode === 'require' ? 'error' : 'warning');
      if (mode === 'require') return this.#refuse(subject, finding, facts);
      findings.push(finding);
    }
    // By the key, not by the certificate in KeyInfo, which nobody signed: another one must not make a nonce new.
    const judged = judgeReplay(this.#replay, { signer: idOf(signer.key), timestamp, nonce }, now, replayWindow);
    this.#replay = judged.state;
    const replayed = replayFinding(judged, done, {
      severity: mode === 'off' ? 'warning' : 'error',
      side: 'VTN',
      window: replayWindow,
      clocks: 'set the clock of the device (NTP), or that of this computer, or widen --replay-window',
    });
    if (replayed) return this.#refuse(subject, replayed, facts);
    const signature: SignatureFacts = { ...facts, verdict: 'holds' };
    return this.#accept(subject, signer, { done, findings, signature });
  }

  #accept(
    { request, read, message, claim }: Subject,
    signer: SignerKey,
    {
      done,
      ...what
    }: { done: Extract<Done, { did: 'verified' }>; findings: readonly Finding[]; signature: SignatureFacts },
  ): Accepted | Promise<Accepted> {
    const { asymmetricKeyType: keyType } = signer.key;
    if (this.#options.mode === 'off') return { ok: true, read, ...what, signAnswer: false };
    const accepted = {
      ok: true as const,
      ...what,
      signer: { fingerprint: signer.fingerprint, ...(signer.names && { certificate: signer.names }) },
      sentAt: done.timestamp,
      ...((keyType === 'rsa' || keyType === 'ec') && { keyType }),
      // A VEN that is told to register anew must be able to believe it.
      signAnswer: claim.signs || claim.venID === undefined || isRegistration(message),
    };
    const reading = verifiedReading(done.canonical, read, request.body.length > LARGE);
    return then(reading, (verified) => ({ ...accepted, read: verified }));
  }

  /** `off` takes what does not hold as it came, and tells. */
  #refuse(
    { read }: Subject,
    finding: Finding,
    signature: SignatureFacts,
    status: NotAccepted['status'] = 403,
  ): Checked {
    if (this.#options.mode !== 'off') return refused(status, finding, signature);
    return { ok: true, read, findings: [finding], signature, signAnswer: false };
  }
}

function refused(status: NotAccepted['status'], finding: Finding, signature: SignatureFacts): NotAccepted {
  return { ok: false, status, reason: refusalText(status, finding), findings: [finding], signature };
}

/** All holds, but it is not the certificate of its VEN. */
function instead({ signer, signature, findings }: Accepted, why: Finding, venID: string): NotAccepted {
  const refusal = refused(403, why, { ...signature, verdict: 'refused' });
  return { ...refusal, findings: [...findings, why], ...(signer && { another: { venID, ...signer } }) };
}

function isRegistration({ name }: Message): boolean {
  return name === 'oadrQueryRegistration' || name === 'oadrCreatePartyRegistration';
}

/** Eight certificates take a quarter of that; it is read at once, before any key is known. */
function tooLarge(): Finding {
  return signatureFinding('error', 'the Signature is too large', {
    expected: `at most ${LARGE} characters`,
    hint: "send the signer's certificate in KeyInfo, and nothing that is not needed",
  });
}

/** Of the keys of TLS peers, which last as long as their connections: OpenSSL takes its time to write a key out. */
const ids = new WeakMap<KeyObject, string>();

function idOf(key: KeyObject): string {
  const known = ids.get(key);
  if (known !== undefined) return known;
  const spki = key.export({ type: 'spki', format: 'der' });
  const id = createHash('sha256').update(spki).digest('base64');
  ids.set(key, id);
  return id;
}
