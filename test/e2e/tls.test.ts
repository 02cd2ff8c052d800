import test, { type ExecutionContext } from 'ava';
import { SystemClock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { Mint } from '../../src/bench/mint.ts';
import { SimulatedVens } from '../../src/bench/simulated.ts';
import { readBundle } from '../../src/pki/bundle.ts';
import { labFiles, writeFiles } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { makeLab, makeLeaf } from '../../src/pki/lab.ts';
import { ALGORITHMS, type Algorithm } from '../../src/pki/material.ts';
import type { FaultName } from '../../src/pki/spoil.ts';
import { readTrust } from '../../src/pki/trust.ts';
import type { ClientTls } from '../../src/transport/client-tls.ts';
import { folderOf, TestBench, type TestBenchOptions } from '../helpers/bench.ts';
import { planOf, play, simulated } from './helpers/scenario.ts';

const NOW = Date.now();
const LAB = await makeLab('e2e', NOW);

/** A lab's folder, and what a bench of it is made with; its VTN has keys of these kinds. */
async function lab(t: ExecutionContext, kinds: readonly Algorithm[], venKind: Algorithm = 'ecc') {
  const folder = await folderOf(t);
  await writeFiles(folder, labFiles(LAB, {}), false);
  const mint = await Mint.open({ folder, kind: venKind, now: Date.now });
  const request = { commonName: 'vtn', hosts: ['127.0.0.1'], days: 90, now: NOW };
  const identities = await Promise.all(
    kinds.map((kind) => makeLeaf({ ...request, kind, name: `vtn-${kind}` }, LAB[kind].ca)),
  );
  const tls = { identities, trust: await readTrust([folder]), requireClientCert: true };
  const options: TestBenchOptions = { tls, venTls: (name) => mint.of(name) };
  return { mint, options };
}

function printOf({ cert = '' }: ClientTls): string {
  const [own] = readBundle(Buffer.from(cert), 'the certificate').certificates;
  return own ? fingerprint(own.der) : '';
}

for (const kind of ALGORITHMS) {
  test(`a whole scenario over mutual TLS: ${kind}`, async (t) => {
    const { mint, options } = await lab(t, [kind], kind);
    const plan = simulated(await planOf('scenarios/peak.json'), 'cooperative');
    const { result, bench } = await play(t, plan, 10, undefined, options);
    t.is(result.verdict, 'passed', result.reason);
    const registered = bench.changes('ven').filter(({ cause }) => cause === 'new');
    t.deepEqual(
      registered.map((ven) => ven.fingerprint),
      [printOf(mint.of('dut-cooperative'))],
    );
    t.deepEqual(bench.logs('warning'), []);
  });
}

test('each simulated VEN has a certificate of its own', async (t) => {
  const { mint, options } = await lab(t, ALGORITHMS);
  const bench = await TestBench.open(t, options);
  t.regex(bench.bench.url, /^https:/);
  for (const venName of ['a', 'b', 'c']) bench.bench.simulate({ venName });
  await bench.until(() => bench.changes('ven').filter(({ cause }) => cause === 'new').length === 3);
  const prints = bench.changes('ven').map((ven) => ven.fingerprint);
  t.deepEqual(new Set(prints), new Set(['a', 'b', 'c'].map((name) => printOf(mint.of(name)))));
  t.is(new Set(prints).size, 3);
});

const REFUSED: readonly (readonly [FaultName | 'none', RegExp])[] = [
  ['expired', /with HTTP 403: .*CN=bad expired on .*; try: \S/],
  ['not-yet-valid', /with HTTP 403: .*CN=bad is not valid before .*; try: \S/],
  ['wrong-ca', /with HTTP 403: .*unknown CA: .*; try: \S/],
  ['self-signed', /with HTTP 403: .*CN=bad is self-signed.*; try: \S/],
  ['wrong-usage', /with HTTP 403: .*CN=bad is not for a client.*; try: \S/],
  ['weak-key', /with HTTP 403: .*too weak a key: RSA 1024.*; try: \S/],
  ['none', /with HTTP 403: .*no certificate.*; try: \S/],
];

test('a certificate that does not hold is refused, and its VEN says what the VTN said', async (t) => {
  const { mint, options } = await lab(t, ['ecc'], 'rsa');
  const bench = await TestBench.open(t, options);
  for (const [kind, message] of REFUSED) {
    const tls = await mint.bad('bad', kind);
    const clock = new SystemClock();
    const heard = bench.records.length;
    const vens = new SimulatedVens({
      ...{ clock, ioClock: clock, random: new SeededRandom(kind), journal: bench.journal },
      tls: () => tls,
    });
    const told = (): string[] =>
      bench.records
        .slice(heard)
        .flatMap((record) => (record.kind === 'log' && record.source === 'ven' ? [record.message] : []));
    vens.add(bench.bench.url, { venName: 'bad' });
    await bench.until(() => told().length > 0);
    await vens.stop();
    t.regex(told()[0] ?? '', message, kind);
  }
  t.deepEqual(bench.messages(), []);
  t.deepEqual(bench.changes('ven'), []);
});

test('a curve that OpenSSL does not take ends in an alert, which is told as what it means', async (t) => {
  const { mint, options } = await lab(t, ['ecc']);
  const bench = await TestBench.open(t, options);
  const tls = await mint.bad('bad', 'weak-key');
  const clock = new SystemClock();
  const vens = new SimulatedVens({
    ...{ clock, ioClock: clock, random: new SeededRandom('curve'), journal: bench.journal },
    tls: () => tls,
  });
  vens.add(bench.bench.url, { venName: 'bad' });
  await bench.until(() => bench.logs('warning').some((message) => message.startsWith('bad tries')));
  await vens.stop();
  const told = bench.logs('warning').find((message) => message.startsWith('bad tries')) ?? '';
  t.regex(
    told,
    /refused the certificate of this VEN, .*CN=bad: the VTN does not take its key or curve \(alert 47, .*; try: /,
  );
});
