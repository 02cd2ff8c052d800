import test, { type ExecutionContext } from 'ava';
import { Mint } from '../../src/bench/mint.ts';
import type { SignMode } from '../../src/bench/signing/options.ts';
import { labFiles, materialFiles, writeFiles } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { makeLab, makeLeaf } from '../../src/pki/lab.ts';
import { ALGORITHMS, type Algorithm } from '../../src/pki/material.ts';
import type { FaultName } from '../../src/pki/spoil.ts';
import { readTrust } from '../../src/pki/trust.ts';
import { PERSONALITIES, type PersonalityName, personalityNames } from '../../src/ven/index.ts';
import { folderOf, TestBench, type TestBenchOptions } from '../helpers/bench.ts';
import { planOf, play, simulated } from './helpers/scenario.ts';

const NOW = Date.now();
const LAB = await makeLab('e2e-signing', NOW);
const IDENTITIES = await Promise.all(
  ALGORITHMS.map((kind) =>
    makeLeaf({ commonName: 'vtn', hosts: ['127.0.0.1'], days: 90, now: NOW, kind, name: `vtn-${kind}` }, LAB[kind].ca),
  ),
);

interface Setting {
  readonly mode: SignMode;
  readonly over: 'http' | 'tls';
  /** Of the VEN. */
  readonly kind: Algorithm;
}

/** A lab's folder, and what a bench of it is made with. */
async function lab(t: ExecutionContext, { mode, over, kind }: Setting) {
  const folder = await folderOf(t);
  const files = [labFiles(LAB, {}), ...IDENTITIES.map((identity) => materialFiles(identity, {}))];
  await writeFiles(folder, files.flat(), false);
  const mint = await Mint.open({ folder, kind, now: Date.now });
  const trust = await readTrust([folder]);
  // With both, TLS would choose for the VEN.
  const identities = over === 'tls' ? IDENTITIES.filter(({ name }) => name === `vtn-${kind}`) : IDENTITIES;
  const options: TestBenchOptions = {
    sign: { mode, identities, trust },
    venSign: (venName) => mint.signing(venName),
    ...(over === 'tls' && {
      tls: { identities, trust, requireClientCert: true },
      venTls: (venName) => mint.of(venName),
    }),
  };
  return { mint, options };
}

const SETTINGS: readonly Setting[] = [
  { mode: 'on', over: 'http', kind: 'ecc' },
  { mode: 'require', over: 'http', kind: 'rsa' },
  { mode: 'require', over: 'tls', kind: 'ecc' },
  { mode: 'on', over: 'tls', kind: 'rsa' },
];

for (const setting of SETTINGS) {
  const { mode, over, kind } = setting;
  test(`a whole scenario, signed both ways: --sign ${mode}, ${over}, ${kind}`, async (t) => {
    const { mint, options } = await lab(t, setting);
    const plan = simulated(await planOf('scenarios/peak.json'), 'cooperative');
    const { result, bench } = await play(t, plan, 10, undefined, options);
    t.is(result.verdict, 'passed', result.reason);
    t.deepEqual(bench.logs('warning'), []);
    const own = fingerprint(mint.signing('dut-cooperative').certificate.raw);
    const method = kind === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256';
    const [came, went] = [bench.messages(undefined, 'in'), bench.messages(undefined, 'out')];
    t.true(came.some(({ name }) => name === 'oadrCreatedEvent'));
    for (const { name, signature } of came)
      t.like(signature, { verdict: 'holds', fingerprint: own, method }, `${name} that came`);
    for (const { name, signature } of went) t.like(signature, { verdict: 'made', method }, `${name} that went`);
    t.deepEqual(
      bench
        .changes('ven')
        .filter(({ cause }) => cause === 'new')
        .map((ven) => ven.fingerprint),
      [own],
    );
  });
}

/** What the VTN finds, and the VEN says after it. */
const REFUSED: Readonly<Partial<Record<PersonalityName, RegExp>>> = {
  'bad-digest': /the digest of #oadrSignedObject is not that of its canonical text/,
  'wrong-key': /the SignatureValue is not that of this key over SignedInfo/,
  'no-signature': /the message is not signed/,
  'signature-last': /the Signature stands behind oadrSignedObject/,
  'stale-replay-protect': /stamped|timestamp/,
  'replayed-message': /nonce was used before/,
};

test('all personalities that err with signatures are here', (t) => {
  t.deepEqual(
    personalityNames.filter((name) => PERSONALITIES[name].signing !== undefined),
    Object.keys(REFUSED),
  );
});

for (const [mode, over] of [
  ['require', 'http'],
  ['on', 'tls'],
  ['on', 'http'],
] as const) {
  test(`each signature that errs is refused with its finding, and the VEN says why: --sign ${mode}, ${over}`, async (t) => {
    const { options } = await lab(t, { mode, over, kind: 'ecc' });
    for (const [personality, found] of Object.entries(REFUSED)) {
      const bench = await TestBench.open(t, options);
      bench.bench.simulate({ venName: 'dut', personality });
      const said = (): string | undefined => bench.logs('warning').find((text) => text.includes(' with HTTP 403: '));
      await bench.until(() => said() !== undefined);
      await bench.close();
      t.regex(said() ?? '', found, personality);
      t.regex(said() ?? '', /; try: \S/, personality);
      const verdict = personality === 'no-signature' ? 'missing' : 'refused';
      const refused = bench.messages().filter(({ signature }) => signature?.verdict === verdict);
      t.true(refused.length > 0, personality);
      for (const { findings } of refused) {
        const errors = findings.filter(({ rule, severity }) => rule === 514 && severity === 'error');
        t.true(
          errors.some(({ message }) => found.test(message)),
          `${personality}: ${JSON.stringify(findings)}`,
        );
      }
      // In `on` who does not sign its registration is not known to have to sign it.
      const mayRegister = personality === 'no-signature' && mode === 'on';
      t.is(bench.changes('ven').length > 0, mayRegister, personality);
    }
  });
}

const BAD: readonly (readonly [FaultName, RegExp])[] = [
  ['expired', /the signer's certificate is refused: .*CN=dut expired on .*; try: \S/],
  ['not-yet-valid', /the signer's certificate is refused: .*CN=dut is not valid before .*; try: \S/],
  ['wrong-ca', /the signer's certificate is refused: .*unknown CA: .*; try: \S/],
  ['self-signed', /the signer's certificate is refused: .*CN=dut is self-signed.*; try: \S/],
  ['wrong-usage', /the signer's certificate is refused: .*CN=dut is not for a client.*; try: \S/],
];

test('a good signature with a bad certificate is refused, over plain HTTP too, and the VEN says why', async (t) => {
  const { mint, options } = await lab(t, { mode: 'on', over: 'http', kind: 'ecc' });
  for (const [fault, found] of BAD) {
    const tls = await mint.bad('dut', fault);
    const bench = await TestBench.open(t, { ...options, venSign: (venName) => mint.signing(venName, tls) });
    bench.bench.simulate({ venName: 'dut' });
    const said = (): string | undefined => bench.logs('warning').find((text) => text.includes(' with HTTP 403: '));
    await bench.until(() => said() !== undefined);
    await bench.close();
    t.regex(said() ?? '', found, fault);
    t.deepEqual(bench.changes('ven'), [], fault);
  }
});
