import type { KeyObject } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { nameLine, type ReplayProtect, type SignatureFacts, sign } from '../openadr/signature/index.ts';
import { fingerprint } from '../pki/fingerprint.ts';
import { makeKeysNow } from '../pki/key.ts';
import type { SigningHabit } from './personality.ts';
import type { VenSigning } from './signing.ts';
import { SIGNING_WAYS, type SigningWay } from './signing-habit.ts';

/** A message as it goes out. */
export interface Sealed {
  readonly body: string;
  /** Absent where it is not signed. */
  readonly signature?: SignatureFacts;
}

/** Signs what a simulated VEN posts, at each sending, as its personality has it. Large messages too: it is a device alone. */
export class Signer {
  readonly #signing: VenSigning;
  readonly #way: SigningWay;
  readonly #key: KeyObject;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #fingerprint: string;
  #before: ReplayProtect | undefined;

  /**
   * @param clock bench time: of the timestamps
   * @param random makes the nonces
   */
  constructor(signing: VenSigning, habit: SigningHabit | undefined, clock: Clock, random: Random) {
    this.#signing = signing;
    this.#way = habit ? SIGNING_WAYS[habit] : {};
    this.#key = this.#way.strangeKey ? strangeKey(signing.key) : signing.key;
    this.#clock = clock;
    this.#random = random;
    this.#fingerprint = fingerprint(signing.certificate.raw);
  }

  /** The message as it goes out now; again means another ReplayProtect (rule 514). */
  seal(body: string): Sealed {
    if (this.#way.unsigned) return { body };
    const { certificate } = this.#signing;
    const own = this.#fresh();
    const protect = this.#way.protect?.(own, this.#before) ?? own;
    this.#before = protect;
    const signed = sign(body, this.#key, certificate, protect);
    return {
      body: this.#way.spoil?.(signed) ?? signed,
      signature: {
        verdict: 'made',
        fingerprint: this.#fingerprint,
        subject: nameLine(certificate.subject),
        method: this.#key.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256',
        timestamp: protect.timestamp,
      },
    };
  }

  /** The time stands in the nonce, since the same seed makes the same chance in the next session, which the VTN may still know. */
  #fresh(): ReplayProtect {
    const timestamp = Math.floor(this.#clock.now());
    return { timestamp, nonce: `${timestamp.toString(16)}${this.#random.id()}` };
  }
}

/** Another key of the same type. */
function strangeKey({ asymmetricKeyType }: KeyObject): KeyObject {
  const spec = asymmetricKeyType === 'rsa' ? ({ type: 'rsa', bits: 2048 } as const) : EC;
  return makeKeysNow(spec).privateKey;
}

const EC = { type: 'ec', curve: 'prime256v1' } as const;
