import test from 'ava';
import { write } from '../../src/openadr/index.ts';
import { chainPem } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { keyPem } from '../../src/pki/key.ts';
import { signedText, signingVen, usual, VEN_SIDE, VTN_SIDE } from '../helpers/signing-vtn.ts';
import { TlsLab } from '../helpers/tls-lab.ts';
import { distribute, oadrEvent } from '../helpers/vtn-messages.ts';
import { STRANGER } from '../openadr-signature/helpers/keys.ts';
import { METHODS, reference, signTemplate, template, x509 } from '../openadr-signature/helpers/template.ts';

const lab = await TlsLab.make('ven-signing');
const VTN_PRINT = fingerprint(VTN_SIDE.certificate.raw);
const MINUTES = 60_000;

/** The list with one event that a poll brings, and that is acted upon by whoever takes it. */
const list = (now: number) => write(distribute([oadrEvent({ start: now + 60_000 })]));

/** Of two References the one to ReplayProtect is missing. */
function uncovered(now: number): string {
  const [, root = '', content = ''] =
    /<oadr:oadrPayload ([^>]*)><oadr:oadrSignedObject>(.*)<\/oadr:oadrSignedObject>/s.exec(list(now)) ?? [];
  const method = `<ds:SignatureMethod Algorithm="${METHODS['rsa-sha256']}"/>`;
  const parts = { root, content, method, keyInfo: x509(VTN_SIDE), references: [reference('#oadrSignedObject')] };
  return signTemplate(template(parts), VTN_SIDE);
}

/** What a poll is answered with, how the VEN calls it, and what it advises. */
const BAD: Readonly<Record<string, readonly [(now: number) => string, problem: RegExp, remedy: RegExp]>> = {
  unsigned: [list, /the message is not signed$/, /^sign every message/],
  tampered: [
    (timestamp) => signedText(list(timestamp), VTN_SIDE, { timestamp }).replace('>e1<', '>e2<'),
    /the digest of #oadrSignedObject is not that of its canonical text/,
    /^change nothing after it was signed/,
  ],
  'of another key': [
    (timestamp) => signedText(list(timestamp), STRANGER, { timestamp }),
    /the signer's certificate is refused: its fingerprint is .*, that of the VTN /,
    /^sign with a certificate that the other side takes/,
  ],
  'stamped too long ago': [
    (now) => signedText(list(now), VTN_SIDE, { timestamp: now - 5 * MINUTES - 1 }),
    /its timestamp is 5m0.001s old: /,
    /clock/,
  ],
  'stamped too far ahead': [
    (now) => signedText(list(now), VTN_SIDE, { timestamp: now + 5 * MINUTES + 1 }),
    /its timestamp is 5m0.001s ahead of the clock of the VEN: /,
    /clock/,
  ],
  'of a signature behind the message': [
    (timestamp) =>
      signedText(list(timestamp), VTN_SIDE, { timestamp }).replace(
        /(<ds:Signature .*<\/ds:Signature>)(.*<\/oadr:oadrSignedObject>)/s,
        '$2$1',
      ),
    /the Signature stands behind oadrSignedObject/,
    /write Signature before oadrSignedObject/,
  ],
  'whose ReplayProtect is not signed': [
    uncovered,
    /the signature does not cover ReplayProtect$/,
    /let a second Reference name it/,
  ],
  'no XML': [() => 'good day', /the signature cannot be verified: /, /^send well-formed XML$/],
};

for (const [name, [answer, problem, remedy]] of Object.entries(BAD)) {
  test(`an answer ${name} is not acted upon, and the VEN goes on`, async (t) => {
    let bad: string | undefined;
    const { ven, vtn, clock, polls, problems, wire } = await signingVen(t, {
      sign: { ...VEN_SIDE, vtnFingerprint: VTN_PRINT },
      script: ({ name }, clock) => {
        if (name !== 'oadrPoll' || bad !== undefined) return undefined;
        bad = answer(clock.now());
        return bad;
      },
    });
    ven.start();
    await polls(1);
    await ven.idle();
    t.deepEqual(ven.state.events, []);
    t.is(problems().length, 1);
    t.regex(problems()[0]?.problem ?? '', /^the answer to oadrPoll is not acted upon: /);
    t.regex(problems()[0]?.problem ?? '', problem);
    t.regex(problems()[0]?.remedy ?? '', remedy);
    const last = wire.at(-1);
    t.is(last?.signature?.verdict, name === 'unsigned' ? 'missing' : 'refused');
    t.is(last?.dir === 'in' ? last.body.toString() : 'nothing', bad ?? 'no poll');
    // As after an unreadable answer: the next poll is that of the cadence.
    clock.advance(10_000);
    await polls(2);
    await ven.idle();
    t.deepEqual(vtn.of('oadrCreatedEvent'), []);
    t.true(ven.state.registered);
    t.is(problems().length, 1);
  });
}

test('an answer that comes again is not acted upon again', async (t) => {
  let text: string | undefined;
  const { ven, vtn, clock, polls, problems } = await signingVen(t, {
    sign: { ...VEN_SIDE, vtnFingerprint: VTN_PRINT },
    script: ({ name }, clock) => {
      if (name !== 'oadrPoll') return undefined;
      text ??= signedText(list(clock.now()), VTN_SIDE, { timestamp: clock.now() });
      return text;
    },
  });
  ven.start();
  await vtn.until(() => vtn.of('oadrCreatedEvent').length === 1);
  await polls(2);
  await ven.idle();
  t.is(vtn.of('oadrCreatedEvent').length, 1);
  t.regex(
    problems()[0]?.problem ?? '',
    /its nonce was used before: the message is replayed, or was resent unchanged: vtn-/,
  );
  clock.advance(10_000);
  await polls(3);
  await ven.idle();
  t.is(vtn.of('oadrCreatedEvent').length, 1);
});

test('what is not verified registers nobody', async (t) => {
  const { ven, vtn, facts, problems } = await signingVen(t, {
    script: (got) => (got.name === 'oadrCreatePartyRegistration' ? usual(got) : undefined),
  });
  ven.start();
  await vtn.until(() => facts.some((fact) => fact.fact === 'phase' && fact.phase === 'away'));
  t.false(ven.state.registered);
  t.is(ven.state.venID, undefined);
  t.regex(problems().at(-1)?.problem ?? '', /oadrCreatePartyRegistration is not acted upon: the message is not signed/);
});

test('a window of its own', async (t) => {
  const { ven, vtn, problems, facts } = await signingVen(t, {
    sign: { ...VEN_SIDE, vtnFingerprint: VTN_PRINT, replayWindow: 10_000 },
    script: (got, clock) => signedText(usual(got), VTN_SIDE, { timestamp: clock.now() - 10_001 }),
  });
  ven.start();
  await vtn.until(() => facts.some((fact) => fact.fact === 'phase' && fact.phase === 'away'));
  t.regex(problems()[0]?.problem ?? '', /its timestamp is 10.001s old/);
});

test('on plain HTTP without a fingerprint every key is believed, and one line says so', async (t) => {
  const { ven, clock, polls, problems } = await signingVen(t, {
    script: (got, clock, nth) => signedText(usual(got), nth % 2 ? STRANGER : VTN_SIDE, { timestamp: clock.now() }),
  });
  ven.start();
  await polls(1);
  clock.advance(10_000);
  await polls(2);
  t.true(ven.state.registered);
  t.is(problems().length, 1);
  t.like(problems()[0], {
    remedy: 'https; or give the VEN the fingerprint of the certificate that the VTN signs with',
  });
});

test('with the fingerprint only that certificate counts, however it is written, and nothing is said', async (t) => {
  for (const vtnFingerprint of [VTN_PRINT, VTN_PRINT.toLowerCase().replaceAll(':', ''), ['00:11', VTN_PRINT]]) {
    const { ven, polls, problems } = await signingVen(t, { sign: { ...VEN_SIDE, vtnFingerprint } });
    ven.start();
    await polls(1);
    t.true(ven.state.registered);
    t.deepEqual(problems(), []);
    await ven.stop();
  }
});

test('a certificate that has expired does not count, whatever its fingerprint', async (t) => {
  const { ven, vtn, ioClock, facts, problems } = await signingVen(t, {
    sign: { ...VEN_SIDE, vtnFingerprint: VTN_PRINT },
  });
  ioClock.advance(100 * 365 * 86_400_000);
  ven.start();
  await vtn.until(() => facts.some((fact) => fact.fact === 'phase' && fact.phase === 'away'));
  t.regex(problems()[0]?.problem ?? '', /the signer's certificate is refused: it expired on \d{4}-/);
});

test('a certificate that is too weak does not count, whatever its fingerprint', async (t) => {
  const { key, chain } = await lab.leaf('weak', 'rsa', 'weak-key');
  const [{ der, x509: certificate }] = chain;
  const { ven, vtn, facts, problems } = await signingVen(t, {
    sign: { ...VEN_SIDE, vtnFingerprint: fingerprint(der) },
    script: (got, clock) => signedText(usual(got), { key, certificate }, { timestamp: clock.now() }),
  });
  ven.start();
  await vtn.until(() => facts.some((fact) => fact.fact === 'phase' && fact.phase === 'away'));
  t.regex(problems()[0]?.problem ?? '', /the signer's certificate is refused: it is too weak: RSA 1024/);
});

for (const kind of ['rsa', 'ecc'] as const) {
  test(`over TLS the key of its certificate (${kind}) counts and no other, on a kept connection too`, async (t) => {
    const [own, other] = await Promise.all([lab.leaf('vtn', kind), lab.leaf('other', kind)]);
    const side = { key: own.key, certificate: own.chain[0].x509 };
    let strange = false;
    const { ven, vtn, clock, polls, problems, wire } = await signingVen(t, {
      tls: {
        server: { cert: chainPem(own.chain), key: keyPem(own.key) },
        client: { ca: chainPem(lab.trust.certificates) },
      },
      script: (got, clock) => {
        const signer = strange ? { key: other.key, certificate: other.chain[0].x509 } : side;
        const message = strange ? distribute([oadrEvent({ start: clock.now() + 60_000 })]) : usual(got);
        return signedText(message, signer, { timestamp: clock.now() });
      },
    });
    ven.start();
    await polls(1);
    await ven.idle();
    t.deepEqual(problems(), []);
    t.is(await vtn.connections(), 1);
    t.is(wire.at(-1)?.signature?.fingerprint, fingerprint(own.chain[0].der));
    strange = true;
    clock.advance(10_000);
    await polls(2);
    await ven.idle();
    t.deepEqual(ven.state.events, []);
    t.regex(problems()[0]?.problem ?? '', /signed with another key than this sender has shown: .*CN=other/);
    t.regex(problems()[0]?.remedy ?? '', /the certificate that is used for TLS/);
    t.is(await vtn.connections(), 1);
  });
}

test('over TLS a certificate whose fingerprint was given counts beside that of TLS', async (t) => {
  const [own, other] = await Promise.all([lab.leaf('vtn', 'ecc'), lab.leaf('other', 'ecc')]);
  const { ven, polls, problems } = await signingVen(t, {
    sign: { ...VEN_SIDE, vtnFingerprint: fingerprint(other.chain[0].der) },
    tls: {
      server: { cert: chainPem(own.chain), key: keyPem(own.key) },
      client: { ca: chainPem(lab.trust.certificates) },
    },
    script: (got, clock, nth) => {
      const { key, chain } = nth % 2 ? own : other;
      return signedText(usual(got), { key, certificate: chain[0].x509 }, { timestamp: clock.now() });
    },
  });
  ven.start();
  await polls(1);
  await ven.idle();
  t.true(ven.state.registered);
  t.deepEqual(problems(), []);
});
