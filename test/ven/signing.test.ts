import { generateKeyPairSync } from 'node:crypto';
import test from 'ava';
import { SeededRandom } from '../../src/base/random.ts';
import { read } from '../../src/openadr/index.ts';
import { sign, type Verified, verify } from '../../src/openadr/signature/index.ts';
import { SimulatedVen, VenError } from '../../src/ven/index.ts';
import { FakeVtn, type Got } from '../helpers/fake-vtn.ts';
import { signedText, signingVen, VEN_SIDE } from '../helpers/signing-vtn.ts';
import { distribute, oadrEvent, VEN_ID } from '../helpers/vtn-messages.ts';
import { ECC, RSA } from '../openadr-signature/helpers/keys.ts';

function verified({ body }: Pick<Got, 'body'>, key = ECC.publicKey): Verified {
  const outcome = verify(Buffer.from(body), { trust: key });
  if (!outcome.ok) throw new Error(`the message does not verify: ${outcome.refusal.reason}`);
  return outcome;
}

test('every message is signed at its time, from the query on, and the wire log has the same bytes', async (t) => {
  const { ven, vtn, clock, polls, problems, wire } = await signingVen(t);
  ven.start();
  await polls(1);
  await ven.idle();
  const first = vtn.got.length;
  clock.advance(10_000);
  await polls(2);
  await ven.idle();
  t.true(first >= 5);
  const seen = vtn.got.map((got) => verified(got));
  t.deepEqual(
    seen.map(({ timestamp }) => timestamp),
    vtn.got.map((_, index) => (index < first ? clock.now() - 10_000 : clock.now())),
  );
  t.is(new Set(seen.map(({ nonce }) => nonce)).size, vtn.got.length);
  t.true(seen.every(({ replayCovered, certificate }) => replayCovered && certificate?.raw.equals(ECC.certificate.raw)));
  t.deepEqual(
    vtn.got.flatMap(({ body }) => read(body).findings),
    [],
  );
  t.deepEqual(
    wire.flatMap((message) => (message.dir === 'out' ? [message.body] : [])),
    vtn.got.map(({ body }) => body),
  );
  t.like(wire[0], { signature: { verdict: 'made', method: 'ecdsa-sha256', timestamp: seen[0]?.timestamp } });
  t.is(wire.filter(({ dir, signature }) => dir === 'in' && signature?.verdict === 'holds').length, vtn.got.length);
  t.true(ven.state.registered);
  t.is(problems().length, 1);
});

test('the registration says so, and only where the VEN signs', async (t) => {
  const { ven, vtn, polls } = await signingVen(t);
  ven.start();
  await polls(1);
  const [create] = vtn.of('oadrCreatePartyRegistration');
  t.like(create?.message?.body, { oadrXmlSignature: true });
});

test('the bytes of a signed oadrPoll', async (t) => {
  const { ven, vtn, polls } = await signingVen(t, { sign: RSA });
  ven.start();
  await polls(1);
  const [poll] = vtn.of('oadrPoll');
  if (!poll) throw new Error('no poll');
  const { timestamp, nonce } = verified(poll, RSA.publicKey);
  const unsigned =
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<oadr:oadrPayload xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07" ' +
    'xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"><oadr:oadrSignedObject>' +
    `<oadr:oadrPoll ei:schemaVersion="2.0b"><ei:venID>${VEN_ID}</ei:venID></oadr:oadrPoll>` +
    '</oadr:oadrSignedObject></oadr:oadrPayload>';
  // A signature by RSA leaves nothing to chance.
  t.is(poll.body, sign(unsigned, RSA.key, RSA.certificate, { timestamp, nonce }));
});

test('a message that is tried again is signed again', async (t) => {
  let failures = 2;
  const { ven, vtn, clock, ioClock, facts, polls } = await signingVen(t, {
    script: ({ name }) => (name === 'oadrQueryRegistration' && failures-- > 0 ? { status: 503 } : undefined),
  });
  ven.start();
  for (const tries of [1, 2]) {
    await vtn.until(() => facts.filter(({ fact }) => fact === 'backoff').length === tries);
    clock.advance(2_500);
    ioClock.advance(2_500);
  }
  await polls(1);
  const queries = vtn.of('oadrQueryRegistration').map((got) => verified(got));
  t.is(queries.length, 3);
  t.is(new Set(queries.map(({ nonce }) => nonce)).size, 3);
  t.deepEqual(
    queries.map(({ timestamp }) => timestamp - clock.now() + 5_000),
    [0, 2_500, 5_000],
  );
  t.is(new Set(queries.map(({ canonical }) => canonical)).size, 1);
});

test('what is sent once more since the kept connection was closed is signed again too, and logged', async (t) => {
  let resets = 1;
  const { ven, vtn, wire, polls } = await signingVen(t, {
    script: ({ name }) => (name === 'oadrRegisterReport' && resets-- > 0 ? 'reset' : undefined),
  });
  ven.start();
  await polls(1);
  await ven.idle();
  const reports = vtn.of('oadrRegisterReport');
  t.is(reports.length, 2);
  t.is(new Set(reports.map((got) => verified(got).nonce)).size, 2);
  t.deepEqual(
    wire.flatMap((message) => (message.dir === 'out' ? [message.body] : [])),
    vtn.got.map(({ body }) => body),
  );
});

test('two sessions of one seed do not share their nonces, and the VEN does the same whether it signs or not', async (t) => {
  const sessions = [];
  for (const later of [0, 1]) {
    const { ven, vtn, clock, polls } = await signingVen(t);
    clock.advance(later);
    ven.start();
    await polls(1);
    await ven.stop();
    sessions.push(vtn.got.map((got) => verified(got)));
  }
  const nonces = sessions.flat().map(({ nonce }) => nonce);
  t.is(new Set(nonces).size, nonces.length);
  const plain = await FakeVtn.start(t);
  const { clock, ioClock, ven: other } = await signingVen(t);
  await other.stop();
  const random = new SeededRandom('signing');
  const ven = new SimulatedVen({ url: plain.url, venName: 'sim', clock, ioClock, random });
  t.teardown(() => ven.stop());
  ven.start();
  await plain.until(() => plain.of('oadrPoll').length > 0);
  const requestIDs = plain.got.map(({ body }) => /requestID>([^<]*)</.exec(body)?.[1]);
  t.deepEqual(
    requestIDs,
    sessions[0]?.map(({ canonical }) => /requestID>([^<]*)</.exec(canonical)?.[1]),
  );
});

test('the same list signed anew is the same list: the drain ends', async (t) => {
  const { ven, vtn, clock, polls } = await signingVen(t, {
    script: ({ name }, clock) =>
      name === 'oadrPoll'
        ? signedText(distribute([oadrEvent({ start: clock.now() + 60_000 })], 'd'), undefined, {
            timestamp: clock.now(),
          })
        : undefined,
  });
  ven.start();
  await polls(2);
  await ven.idle();
  t.is(vtn.of('oadrPoll').length, 2);
  clock.advance(10_000);
  await polls(3);
});

test('an answer of more than 64 KiB is verified and read whole', async (t) => {
  let given = false;
  const { ven, vtn } = await signingVen(t, {
    script: ({ name }, clock) => {
      if (name !== 'oadrPoll' || given) return undefined;
      given = true;
      const start = clock.now() + 60_000;
      const events = Array.from({ length: 100 }, (_, index) => oadrEvent({ eventID: `e${index}`, start }));
      const text = signedText(distribute(events), undefined, { timestamp: clock.now() });
      t.true(text.length > 64 * 1024);
      return text;
    },
  });
  ven.start();
  await vtn.until(() => vtn.of('oadrCreatedEvent').length === 1);
  t.is(verified(vtn.of('oadrCreatedEvent')[0] ?? { body: '' }).canonical.match(/<ei:eventID>/g)?.length, 100);
});

test('a 403 is told with the words of the VTN', async (t) => {
  const said = '403: the digest of #oadrSignedObject is not that of its canonical text.\ntry: canonicalise it first\n';
  const { ven, vtn, problems } = await signingVen(t, {
    script: ({ name }) =>
      name === 'oadrCreatePartyRegistration'
        ? { status: 403, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, text: said }
        : undefined,
  });
  ven.start();
  await vtn.until(() => problems().some(({ payload }) => payload === 'oadrCreatePartyRegistration'));
  t.like(problems().at(-1), {
    problem:
      'the VTN answered oadrCreatePartyRegistration with HTTP 403: the digest of #oadrSignedObject is not that of its canonical text',
    remedy: 'canonicalise it first',
  });
});

test('what cannot sign is said before anything starts', (t) => {
  const { privateKey: ed25519 } = generateKeyPairSync('ed25519');
  const make = (options: object) => () =>
    new SimulatedVen({
      ...{ url: 'http://127.0.0.1:1/OpenADR2/Simple/2.0b', venName: 'sim', clock: never, ioClock: never, random: id },
      ...options,
    });
  const cases = [
    [{ personality: 'bad-digest' }, /errs with signatures, and signs nothing/, /--sign/],
    [{ sign: { ...VEN_SIDE, key: ed25519 } }, /cannot sign with a key of type ed25519/, /RSA or ECC/],
    [{ sign: { ...VEN_SIDE, key: ECC.publicKey } }, /cannot sign with a key of type public/, /private/],
    [{ sign: { ...VEN_SIDE, key: RSA.key } }, /a key that is not that of its certificate/, /same issue/],
  ] as const;
  for (const [options, message, remedy] of cases) {
    const error = t.throws(make(options), { instanceOf: VenError, message });
    t.regex(error?.remedy ?? '', remedy);
  }
});

const never = { now: () => 0, at: () => ({ cancel: () => {} }) };
const id = { next: () => 0, id: () => 'seed' };
