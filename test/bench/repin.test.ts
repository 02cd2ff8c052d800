import test from 'ava';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { certifyLeaf } from '../../src/pki/lab.ts';
import { request } from '../helpers/pki.ts';
import { SigningBench } from '../helpers/signing-bench.ts';

test('a device with a renewed certificate is refused over TLS, repin accepts it, and its next message is taken', async (t) => {
  const bench = await SigningBench.open(t, {}, { tls: true });
  const { ca } = bench.lab.lab.ecc;
  const [first, second] = ['old', 'new'].map(() => {
    const keys = { privateKey: bench.ven.key, publicKey: bench.ven.chain[0].x509.publicKey };
    return certifyLeaf(keys, request({ kind: 'ecc' }), ca);
  });
  if (!first || !second) return t.fail();
  const device = bench.device(t, first);
  await device.register(undefined, { by: first });
  t.is((await device.poll({ by: first })).code, '200');
  const renewed = bench.device(t, second);
  renewed.venID = device.venID;
  t.is((await renewed.poll({ by: second })).code, '463');
  t.regex(bench.last('oadrPoll').findings.at(-1)?.message ?? '', /changed since registration/);
  await bench.test.bench.execute({ do: 'repin', vens: [device.venID] }, 'library');
  t.is((await renewed.poll({ by: second })).code, '200');
  t.is(bench.test.bench.vens[0]?.fingerprint, fingerprint(second.chain[0].der));
  t.deepEqual(
    bench.test.changes('certificate').map(({ presented, renewal }) => [presented !== undefined, renewal]),
    [
      [true, true],
      [false, false],
    ],
  );
});
