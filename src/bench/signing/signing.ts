import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import type { ReadResult } from '../../openadr/index.ts';
import type { HttpPlan, HttpRequest, Remote } from '../../transport/types.ts';
import type { CertificateNames, Outgoing, Peer } from '../../vtn/types.ts';
import type { Vtn } from '../../vtn/vtn.ts';
import { type Accepted, type Checked, LARGE, SignatureCheck } from './check.ts';
import type { SigningOptions } from './options.ts';
import { ReplySigner, type SignedPlan } from './reply-signer.ts';
import { Workers } from './workers.ts';

/** What a VTN's signatures need around them. */
export interface SigningDeps {
  readonly clock: Clock;
  readonly ioClock: Clock;
  readonly random: Random;
  readonly vtn: Pick<Vtn, 'claimed' | 'boundTo' | 'signs'>;
}

/** Nothing is signed, and nobody is known: what comes signed is reported without trust. */
const NOTHING_SIGNED: SigningOptions = { mode: 'off', identities: [], trust: { certificates: [] } };

/** A Signature begins within so many bytes of its message. */
const OPENING = 4096;

/** XML signatures of one VTN, both ways; lives as long as its core, and so does its memory against replays. */
export class Signing {
  readonly #options: SigningOptions;
  readonly #vtn: SigningDeps['vtn'];
  readonly #workers: Workers;
  readonly #check: SignatureCheck;
  readonly #signer: ReplySigner;
  readonly #names = new WeakMap<Buffer, CertificateNames>();

  constructor(options: SigningOptions = NOTHING_SIGNED, deps: SigningDeps) {
    this.#options = options;
    this.#vtn = deps.vtn;
    this.#workers = new Workers(deps.ioClock, options.jobTimeout);
    this.#check = new SignatureCheck(options, { ...deps, workers: this.#workers });
    this.#signer = new ReplySigner(options, { ...deps, workers: this.#workers });
  }

  /** Signatures that are verified or made right now, and what that waits for. */
  get open(): number {
    return this.#workers.open + this.#check.open;
  }

  /** A body has come that is worth a thread, if it is signed: it begins while the body is read. */
  prepare(request: HttpRequest): void {
    const { body } = request;
    if (body.length <= LARGE || !body.subarray(0, OPENING).includes('Signature')) return;
    this.#workers.prepare();
    this.#check.begin(request);
  }

  /** Who is on the other side, as far as the connection tells. */
  peerOf({ connection, address, fingerprint, certificate, tls }: Remote): Peer {
    return { connection, address, fingerprint, certificate: certificate && this.#namesOf(certificate), tls };
  }

  /** See `SignatureCheck.incoming`. */
  check(request: HttpRequest, read: ReadResult, peer: Peer, arrivedAt: number): Checked | Promise<Checked> | undefined {
    return this.#check.incoming(request, read, peer, arrivedAt);
  }

  /**
   * Signs an answer where it is due: always in `require`; in `on` to a VEN with oadrXmlSignature, and to who signed its
   * query or registration. Texts for people and what is to go out as it stands are never signed.
   * @param ven venID that the core took the request as from
   */
  answer(
    outgoing: Outgoing,
    plan: HttpPlan,
    { remote, ven, checked }: { readonly remote: Remote; readonly ven?: string; readonly checked?: Accepted },
  ): SignedPlan | Promise<SignedPlan> | undefined {
    const { mode } = this.#options;
    if (mode === 'off' || !outgoing.payload || outgoing.raw !== undefined) return undefined;
    const due = mode === 'require' || checked?.signAnswer === true || (ven !== undefined && this.#vtn.signs(ven));
    return due ? this.#signer.sign(plan, remote.presented, checked?.keyType) : undefined;
  }

  /** Gives up what is being verified or made. */
  stop(): void {
    this.#check.stop();
    this.#workers.stop();
  }

  #namesOf(certificate: Buffer): CertificateNames | undefined {
    const known = this.#names.get(certificate);
    if (known) return known;
    const names = this.#check.namesOf(certificate);
    if (names) this.#names.set(certificate, names);
    return names;
  }
}
