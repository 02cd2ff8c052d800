import test, { type ExecutionContext } from 'ava';
import type { Certificate } from '../../src/pki/certificate.ts';
import { chainPem } from '../../src/pki/files.ts';
import { keyPem } from '../../src/pki/key.ts';
import type { TlsOptions } from '../../src/transport/tls/options.ts';
import { rawPost } from '../helpers/raw-socket.ts';
import { sClient, secureClient, TlsLab } from '../helpers/tls-lab.ts';

const lab = await TlsLab.make('chain');

/** What a request over TLS is told with, where a client sends this. */
async function told(
  t: ExecutionContext,
  tls: Partial<TlsOptions>,
  kind: 'rsa' | 'ecc',
  choose: (leaf: Certificate, ca: Certificate, root: Certificate) => readonly Certificate[],
): Promise<{ version: string | undefined; messages: readonly string[]; path: number }> {
  const listener = await lab.listener(t, tls);
  const { chain, key } = await lab.leaf('ven', kind);
  const { ca, root } = lab.lab[kind];
  const cert = chainPem(choose(chain[0], ca.certificate, root.certificate));
  const socket = await secureClient(t, listener.port, { cert, key: keyPem(key) });
  socket.write(rawPost());
  await listener.until(() => listener.sent.length === 1);
  const [secured] = listener.of('secured');
  t.deepEqual(secured?.findings, listener.requests[0]?.findings);
  t.truthy(listener.requests[0]?.remote.fingerprint);
  return {
    version: secured?.agreed.version,
    messages: secured?.findings.map(({ message }) => message) ?? [],
    path: secured?.certificates.length ?? 0,
  };
}

for (const rejectWith of ['403', 'handshake'] as const) {
  for (const [profile, version] of [
    ['openadr', 'TLSv1.2'],
    ['modern', 'TLSv1.3'],
  ] as const) {
    for (const kind of ['rsa', 'ecc'] as const) {
      const where = `${version}, ${kind}, --reject-with ${rejectWith}`;
      const intermediate = lab.lab[kind].ca.certificate.subject;

      test(`an intermediate that the trust folder has and the client did not send is told: ${where}`, async (t) => {
        t.deepEqual(await told(t, { rejectWith, profile }, kind, (leaf) => [leaf]), {
          version,
          messages: [`the intermediate ${intermediate} was not sent; it was at hand here`],
          path: 3,
        });
      });

      test(`one that was sent is not told, with its root or without: ${where}`, async (t) => {
        const whole = { version, messages: [], path: 3 };
        t.deepEqual(await told(t, { rejectWith, profile }, kind, (leaf, ca) => [leaf, ca]), whole);
        t.deepEqual(await told(t, { rejectWith, profile }, kind, (leaf, ca, root) => [leaf, ca, root]), whole);
      });
    }
  }
}

test('where the Certificate message was seen, its order is told too', async (t) => {
  const { messages } = await told(t, { rejectWith: 'handshake' }, 'ecc', (leaf, ca, root) => [leaf, root, ca]);
  t.deepEqual(messages, ['the chain was not sent in order: each certificate must stand before its issuer']);
});

test('with an intermediate missing and only the root trusted the cause is that', async (t) => {
  const { rsa, ecc } = lab.lab;
  const trust = { certificates: [rsa.root.certificate, ecc.root.certificate] };
  const listener = await lab.listener(t, { trust });
  const { chain, key } = await lab.leaf('ven', 'rsa');
  const socket = await secureClient(t, listener.port, { cert: chainPem([chain[0]]), key: keyPem(key) });
  socket.write(rawPost());
  await listener.until(() => listener.of('tlsRefused').length === 1);
  t.like(listener.of('tlsRefused')[0], { cause: 'intermediateMissing', answer: '403' });
});

test('clients are still asked for certificates of the CAs that are trusted, by name', async (t) => {
  const listener = await lab.listener(t);
  const { output } = await sClient(listener.port, ['-tls1_2', '-nameopt', 'RFC2253']);
  const [, names = ''] =
    /Acceptable client certificate CA names\n([\s\S]*?)\nClient Certificate Types/.exec(output) ?? [];
  t.deepEqual(
    names.split('\n').sort(),
    lab.trust.certificates.map(({ subject }) => subject.split(', ').reverse().join(',')).sort(),
  );
});

test('a VTN presents what is in its file, and adds no intermediate of the trust folder', async (t) => {
  for (const kind of ['rsa', 'ecc'] as const) {
    const { chain, ...rest } = await lab.leaf('vtn', kind);
    for (const presented of [[chain[0]], chain] as const) {
      const listener = await lab.listener(t, {
        identities: [{ ...rest, chain: [presented[0], ...presented.slice(1)] }],
      });
      const { output } = await sClient(listener.port, ['-tls1_2', '-showcerts']);
      t.is(output.match(/-----BEGIN CERTIFICATE-----/g)?.length, presented.length);
    }
  }
});
