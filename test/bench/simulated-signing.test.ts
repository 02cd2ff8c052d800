import { X509Certificate } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { SystemClock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { Mint } from '../../src/bench/mint.ts';
import { SimulatedVens } from '../../src/bench/simulated.ts';
import { needsSigning, signingWith } from '../../src/bench/ven-signing.ts';
import { Journal } from '../../src/journal/journal.ts';
import type { JournalRecord, MessageRecord } from '../../src/journal/record.ts';
import { verify } from '../../src/openadr/signature/index.ts';
import { labFiles, materialFiles, writeFiles } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { makeLab, makeLeaf } from '../../src/pki/lab.ts';
import { LEAF_KINDS, type LeafKind } from '../../src/pki/material.ts';
import { PkiError } from '../../src/pki/pki-error.ts';
import { personalityNames, VenError } from '../../src/ven/index.ts';
import { folderOf } from '../helpers/bench.ts';
import { FakeVtn, type Got } from '../helpers/fake-vtn.ts';
import { type SigningSide, signedText, usual } from '../helpers/signing-vtn.ts';

const NOW = Date.now();
const LAB = await makeLab('signing', NOW);
const VTN = {
  rsa: await vtnLeaf('rsa'),
  ecc: await vtnLeaf('ecc'),
};

function vtnLeaf(kind: 'rsa' | 'ecc') {
  const request = { commonName: 'vtn', name: `vtn-${kind}`, kind, hosts: ['127.0.0.1'], days: 90, now: NOW };
  return makeLeaf(request, LAB[kind].ca);
}

const side = (kind: 'rsa' | 'ecc'): SigningSide => ({ key: VTN[kind].key, certificate: VTN[kind].chain[0].x509 });

async function mintOf(t: ExecutionContext, kind: LeafKind): Promise<Mint> {
  const folder = await folderOf(t);
  const files = [labFiles(LAB, {}), materialFiles(VTN.rsa, {}), materialFiles(VTN.ecc, {})];
  await writeFiles(folder, files.flat(), false);
  return Mint.open({ folder, kind, now: Date.now });
}

/** Simulated VENs that record what they say, against a VTN that signs so. */
async function signing(t: ExecutionContext, sign: Mint, script: (got: Got) => string | undefined = () => undefined) {
  const clock = new SystemClock();
  const journal = new Journal({ clock });
  const records: JournalRecord[] = [];
  const vtn = await FakeVtn.start(
    t,
    (got) => script(got) ?? signedText(usual(got), side('ecc'), { timestamp: Date.now() }),
  );
  journal.subscribe((record) => {
    records.push(record);
    vtn.look();
  });
  const vens = new SimulatedVens({
    ...{ clock, ioClock: clock, random: new SeededRandom('s'), journal, messages: journal },
    sign: (venName) => sign.signing(venName),
  });
  t.teardown(() => vens.stop());
  const messages = (dir: MessageRecord['dir']) =>
    records.flatMap((record) => (record.kind === 'message' && record.dir === dir ? [record] : []));
  const warnings = () =>
    records.flatMap((record) => (record.kind === 'log' && record.level === 'warning' ? [record.message] : []));
  return { vtn, vens, journal, messages, warnings };
}

for (const kind of Object.keys(LEAF_KINDS).filter((key): key is LeafKind => key in LEAF_KINDS)) {
  test(`the mint gives each VEN the certificate of its TLS to sign with (${kind})`, async (t) => {
    const mint = await mintOf(t, kind);
    const { vtn, vens, messages, warnings } = await signing(t, mint);
    vens.add(vtn.url, { venName: 'dut' });
    await vtn.until(() => messages('in').some(({ name }) => name === 'oadrResponse'));
    const own = new X509Certificate(mint.of('dut').cert ?? '');
    for (const { body } of vtn.got) t.true(verify(Buffer.from(body), { trust: own.publicKey }).ok);
    t.deepEqual(warnings(), []);
    const method = kind === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256';
    for (const { signature } of messages('out'))
      t.like(signature, {
        verdict: 'made',
        method,
        fingerprint: fingerprint(own.raw),
        subject: 'O=oadr-sim lab signing, CN=dut',
      });
    for (const { signature } of messages('in'))
      t.like(signature, { verdict: 'holds', fingerprint: fingerprint(VTN.ecc.chain[0].der) });
    t.not(mint.signing('other').certificate.serialNumber, own.serialNumber);
  });
}

test('the record has the bytes that went out, and why an answer does not count; the log has the remedy', async (t) => {
  const { vtn, vens, journal, messages, warnings } = await signing(t, await mintOf(t, 'ecc'), (got) => {
    if (got.name === 'oadrRegisterReport') {
      return signedText(usual(got), side('ecc'), { timestamp: Date.now() }).replace('>200<', '>201<');
    }
    return undefined;
  });
  vens.add(vtn.url, { venName: 'dut' });
  await vtn.until(() => vtn.of('oadrPoll').length > 0 && warnings().length > 0);
  t.deepEqual(
    messages('out').map((record) => journal.bodyOf(record)),
    vtn.got.map(({ body }) => body),
  );
  const refused = messages('in').filter(({ signature }) => signature?.verdict === 'refused');
  t.is(refused.length, 1);
  t.like(refused[0]?.findings[0], { layer: 'rule', rule: 514, severity: 'error' });
  t.regex(
    warnings()[0] ?? '',
    /^dut the answer to oadrRegisterReport is not acted upon: the digest of #oadrSignedObject .*; try: /,
  );
});

test('the VTN of the lab may sign with either of its certificates, and nobody else', async (t) => {
  const mint = await mintOf(t, 'ecc');
  t.deepEqual(
    mint.signing('dut').vtnFingerprint,
    [VTN.rsa, VTN.ecc].map(({ chain }) => fingerprint(chain[0].der)),
  );
  const { vtn, vens, warnings } = await signing(t, mint, (got) =>
    signedText(usual(got), side(got.name === 'oadrPoll' ? 'rsa' : 'ecc'), { timestamp: Date.now() }),
  );
  vens.add(vtn.url, { venName: 'dut' });
  await vtn.until(() => vtn.of('oadrPoll').length > 0);
  t.deepEqual(warnings(), []);
});

test('a bad certificate signs as well', async (t) => {
  const mint = await mintOf(t, 'ecc');
  for (const fault of ['expired', 'self-signed', 'wrong-ca'] as const) {
    const tls = await mint.bad('bad', fault);
    const { certificate, key } = mint.signing('bad', tls);
    t.deepEqual(certificate.raw, new X509Certificate(tls.cert ?? '').raw, fault);
    t.true(certificate.checkPrivateKey(key));
  }
  const none = await mint.bad('bad', 'none');
  t.throws(() => mint.signing('bad', none), { instanceOf: PkiError, message: /no certificate and key to sign with/ });
  t.throws(() => signingWith({}), { instanceOf: PkiError });
});

test('a personality about signatures is refused where nothing is signed', async (t) => {
  const clock = new SystemClock();
  const journal = new Journal({ clock });
  const vens = new SimulatedVens({ clock, ioClock: clock, random: new SeededRandom('s'), journal });
  const add = () => vens.add('http://127.0.0.1:1/OpenADR2/Simple/2.0b', { venName: 'dut', personality: 'wrong-key' });
  const error = t.throws(add, { instanceOf: VenError, message: /errs with signatures, and signs nothing/ });
  t.regex(error?.remedy ?? '', /^--sign/);
  t.is(vens.count, 0);
  t.deepEqual(
    personalityNames.filter((name) => needsSigning(name)),
    ['bad-digest', 'wrong-key', 'no-signature', 'signature-last', 'stale-replay-protect', 'replayed-message'],
  );
});
