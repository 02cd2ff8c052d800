import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import test from 'ava';
import { chainPem } from '../../src/pki/files.ts';
import { keyPem } from '../../src/pki/key.ts';
import { certifyLeaf } from '../../src/pki/lab.ts';
import { secureClient, TlsLab } from '../helpers/tls-lab.ts';
import { groups, type Outcome, type Row, rowsFor } from '../helpers/tls-rows.ts';
import { type Client, TlsTable } from '../helpers/tls-table.ts';

/** What Node says of a server's certificate that it refuses. */
const VERIFICATION = /^(?:CERT_|UNABLE_TO_|INVALID_PURPOSE|ERR_TLS_CERT_ALTNAME_INVALID|SELF_SIGNED)/;

/** Node's own HTTPS client, as any program uses it. */
function connect({ port, row, own, roots }: Client): Promise<Outcome['client']> {
  const { version, suite } = row;
  // OpenSSL wants a suite of TLS 1.2 before it reads the level.
  const ciphers = `${suite}${version === 'TLSv1.3' ? ':ALL' : ''}:@SECLEVEL=0`;
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ host: '127.0.0.1', port, path: '/OpenADR2/Simple/2.0b/OadrPoll', method: 'POST', agent: false },
      ...{ minVersion: version, maxVersion: version, ciphers, ca: readFileSync(roots) },
      ...(own && { cert: readFileSync(own.cert), key: readFileSync(own.key) }),
    });
    asked.once('response', (response) => {
      response.resume();
      const { statusCode } = response;
      if (statusCode === 200 || statusCode === 403) resolve(`${statusCode}`);
      else reject(new Error(`HTTP ${statusCode}`));
    });
    asked.once('error', ({ code = '', message }: NodeJS.ErrnoException) => {
      const alert = /SSL alert number (\d+)/.exec(message)?.[1];
      if (alert !== undefined) resolve(`alert ${Number(alert)}`);
      else if (VERIFICATION.test(code)) resolve('refused');
      else if (code === 'ECONNRESET' || code === 'EPIPE') resolve('closed');
      else reject(new Error(`${code}: ${message}`));
    });
    asked.setHeader('Content-Type', 'application/xml');
    asked.end('<oadrPoll/>');
  });
}

const table = await TlsTable.make('node', connect);
test.after.always(() => table.remove());

for (const [name, rows] of groups(rowsFor('node'))) {
  test(`${name}: ${rows.length} clients of Node`, (t) => table.check(t, rows));
}

test('each version, suite, kind, certificate, profile and way to reject stands in the table, and no pair that cannot be', (t) => {
  for (const program of ['node', 'openssl'] as const) {
    const rows = rowsFor(program);
    const all = <K extends keyof Row>(key: K): number => new Set(rows.map((row) => row[key])).size;
    t.deepEqual(
      [all('version'), all('suite'), all('kind'), all('certificate'), all('whose'), all('profile'), all('rejectWith')],
      [4, 5, 3, 9, 2, 2, 2],
    );
    t.deepEqual([...new Set(rows.map(({ version, suite }) => `${version} ${suite}`))].sort(), [
      'TLSv1 AES256-SHA',
      'TLSv1.1 AES256-SHA',
      'TLSv1.2 AES128-SHA256',
      'TLSv1.2 AES256-SHA',
      'TLSv1.2 ECDHE-ECDSA-AES128-SHA256',
      'TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256',
      'TLSv1.3 TLS_AES_128_GCM_SHA256',
    ]);
  }
});

test('a client key of P-224 never comes through: OpenSSL ends the handshake', async (t) => {
  const lab = await TlsLab.make('p224');
  const listener = await lab.listener(t);
  const request = { commonName: 'ven', name: 'ven', kind: 'ecc', hosts: [], days: 30, now: Date.now() } as const;
  const { chain, key } = certifyLeaf(generateKeyPairSync('ec', { namedCurve: 'secp224r1' }), request, lab.lab.ecc.ca);
  const credentials = { cert: chainPem(chain), key: keyPem(key), maxVersion: 'TLSv1.2' } as const;
  const socket = await secureClient(t, listener.port, credentials).catch(() => undefined);
  socket?.destroy();
  await listener.until(() => listener.of('closed').length === 1);
  t.like(listener.of('tlsRefused')[0], { cause: 'weakKey', answer: 'alert', code: 'ERR_SSL_WRONG_CURVE' });
  t.is(listener.of('secured').length, 0);
});
