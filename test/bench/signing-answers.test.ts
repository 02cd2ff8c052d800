import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import test from 'ava';
import { verify } from '../../src/openadr/signature/index.ts';
import { chainPem } from '../../src/pki/files.ts';
import { folderOf } from '../helpers/bench.ts';
import { SigningBench } from '../helpers/signing-bench.ts';
import { xmlsecAbsent } from '../openadr-signature/helpers/tools.ts';

const payload = { name: 'oadrRequestReregistration' as const, body: {} };

test('a patched answer is signed as it was patched', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  const patch = [{ path: 'oadrRequestReregistration.venID', value: 'ven-another' }];
  await bench.test.bench.execute(
    {
      do: 'send',
      vens: [device.venID],
      payload: { name: payload.name, body: { schemaVersion: '2.0b', venID: device.venID } },
      patch,
      allowInvalid: true,
    },
    'library',
  );
  const { text } = await device.poll();
  t.true(text.includes('ven-another'));
  const [vtn] = (await bench.leaf('vtn')).chain;
  t.true(verify(Buffer.from(text), { trust: vtn.x509.publicKey }).ok);
});

test('a raw answer goes out as it stands', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  await bench.test.bench.execute(
    { do: 'send', vens: [device.venID], raw: '<nonsense/>', allowInvalid: true },
    'library',
  );
  t.is((await device.poll()).text, '<nonsense/>');
  t.is(bench.test.messages(undefined, 'out').at(-1)?.signature, undefined);
});

test('an answer that nobody can sign goes out unsigned, with a finding', async (t) => {
  const bench = await SigningBench.open(t, { identities: [] });
  const device = bench.device(t);
  t.false((await device.register()).signed);
  const record = bench.last('oadrCreatedPartyRegistration', 'out');
  t.is(record.signature?.verdict, 'missing');
  t.is(record.findings[0]?.message, 'the answer went out unsigned: this VTN has no certificate to sign with');
});

(xmlsecAbsent ? test.skip : test)('xmlsec1 finds nothing wrong with a signed oadrResponse', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  const folder = await folderOf(t);
  await writeFile(`${folder}/vtn.pem`, chainPem((await bench.leaf('vtn')).chain));
  await writeFile(`${folder}/message.xml`, (await device.poll()).text);
  const { status, stderr } = spawnSync('xmlsec1', [
    '--verify',
    ...['--id-attr:Id', 'http://openadr.org/oadr-2.0b/2012/07:oadrSignedObject'],
    ...['--id-attr:Id', 'http://www.w3.org/2000/09/xmldsig#:SignatureProperty'],
    ...['--pubkey-cert-pem', `${folder}/vtn.pem`, `${folder}/message.xml`],
  ]);
  t.is(status, 0, stderr.toString());
  t.true(stderr.toString().includes('References (ok/all): 2/2'));
});
