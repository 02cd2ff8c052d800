import type { KeyObject, X509Certificate } from 'node:crypto';
import type { ExecutionContext } from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { type Message, write } from '../../src/openadr/index.ts';
import { sign } from '../../src/openadr/signature/index.ts';
import { SimulatedVen, type SimulatedVenOptions, type VenFact, type VenMessage } from '../../src/ven/index.ts';
import type { VenSigning } from '../../src/ven/signing.ts';
import { ECC, RSA } from '../openadr-signature/helpers/keys.ts';
import { FakeVtn, type Got, type Reply } from './fake-vtn.ts';
import { created, distribute, ok, queried, registered } from './vtn-messages.ts';

/** Key and certificate of one side. */
export interface SigningSide {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

/** The VEN signs with the ECC key of the tests, the VTN with the RSA key. */
export const VEN_SIDE: SigningSide = ECC;
export const VTN_SIDE: SigningSide = RSA;

let nonces = 0;

/** A signed answer; nonce and time can be given. */
export function signedText(
  message: Message | string,
  { key, certificate }: SigningSide = VTN_SIDE,
  protect: { readonly timestamp?: number; readonly nonce?: string } = {},
): string {
  const { timestamp = 0, nonce = `vtn-${nonces++}` } = protect;
  return sign(typeof message === 'string' ? message : write(message), key, certificate, { timestamp, nonce });
}

/** What a VTN says that has nothing to say. */
export function usual({ name }: Got): Message {
  if (name === 'oadrQueryRegistration') return queried();
  if (name === 'oadrCreatePartyRegistration') return created();
  if (name === 'oadrRegisterReport') return registered();
  if (name === 'oadrRequestEvent') return distribute([]);
  return ok();
}

/** A signing VEN on standing clocks against a fake VTN; the script makes exact bytes, by default all is signed. */
export async function signingVen(
  t: ExecutionContext,
  {
    sign: own = VEN_SIDE,
    script,
    tls,
    ...options
  }: Partial<Omit<SimulatedVenOptions, 'sign' | 'tls'>> & {
    readonly sign?: VenSigning;
    /** Undefined: signed by VTN_SIDE, at the bench's time. */
    readonly script?: (got: Got, clock: ManualClock, nth: number) => Reply | undefined;
    readonly tls?: {
      readonly server: Parameters<typeof FakeVtn.start>[2];
      readonly client: SimulatedVenOptions['tls'];
    };
  } = {},
) {
  const clock = new ManualClock();
  const ioClock = new ManualClock(Date.now());
  const facts: VenFact[] = [];
  const wire: VenMessage[] = [];
  const vtn = await FakeVtn.start(
    t,
    (got, nth) => script?.(got, clock, nth) ?? signedText(usual(got), VTN_SIDE, { timestamp: clock.now() }),
    tls?.server,
  );
  const ven = new SimulatedVen({
    url: vtn.url,
    venName: 'sim',
    clock,
    ioClock,
    random: new SeededRandom('signing'),
    sign: own,
    ...(tls?.client && { tls: tls.client }),
    onFact: (fact) => {
      facts.push(fact);
      vtn.look();
    },
    onMessage: (message) => void wire.push(message),
    ...options,
  });
  t.teardown(() => ven.stop());
  const problems = () => facts.flatMap((fact) => (fact.fact === 'problem' ? [fact] : []));
  const polls = (count: number) => vtn.until(() => vtn.of('oadrPoll').length >= count);
  return { ven, vtn, clock, ioClock, facts, wire, problems, polls };
}
