import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { connect } from 'node:tls';
import test from 'ava';
import type { ChainCause } from '../../src/pki/cause-name.ts';
import { HANDSHAKE_CAUSES } from '../../src/transport/tls/causes.ts';
import { detailOf } from '../../src/transport/tls/diagnose.ts';
import { RawSocket } from '../helpers/raw-socket.ts';
import { TlsLab } from '../helpers/tls-lab.ts';

const lab = await TlsLab.make('cause-list');

/** The compiler keeps it complete. */
const CHAIN_CAUSES: Readonly<Record<ChainCause, true>> = {
  noCertificate: true,
  unreadable: true,
  selfSigned: true,
  unknownCa: true,
  intermediateMissing: true,
  trustLacksRoot: true,
  expired: true,
  notYetValid: true,
  wrongUsage: true,
  weakKey: true,
  wrongHost: true,
};

test('docs/certificates.md says what each cause means', async (t) => {
  const text = await readFile(new URL('../../docs/certificates.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  const told = rows.map((row) => row.split('|')[1] ?? '');
  const causes = [...Object.keys(CHAIN_CAUSES), ...HANDSHAKE_CAUSES];
  t.is(causes.length, 25);
  for (const cause of causes)
    t.true(
      told.some((cell) => cell.includes(`\`${cause}\``)),
      cause,
    );
});

/** What a client of TLS 1.2 sends first. */
function clientHello(): Promise<Buffer> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.once('data', (bytes) => {
        resolve(bytes);
        socket.destroy();
        server.close();
      });
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return;
      connect({ port: address.port, host: '127.0.0.1', maxVersion: 'TLSv1.2' }).on('error', () => {});
    });
  });
}

/** A Certificate message that lists this as the client's own. */
function certificateMessage(der: string): string {
  const length = (bytes: number): string => bytes.toString(16).padStart(6, '0');
  const bytes = der.length / 2;
  return `0b${length(bytes + 6)}${length(bytes + 3)}${length(bytes)}${der}`;
}

for (const [what, message, rejectWith, cause, expected] of [
  ['DER that is no certificate', certificateMessage('3000'), '403', 'unreadable', /^what the device sent as its cert/],
  ['no DER at all', certificateMessage('ffff'), '403', 'unreadable', /^what the device sent as its certificate, or/],
  [
    'no DER at all',
    certificateMessage('ffff'),
    'handshake',
    'unreadable',
    /^certificate 1 of what was sent is no X\.509/,
  ],
  [
    'an unknown message',
    'ff000000',
    '403',
    'handshakeFailed',
    /^the handshake failed: ERR_SSL_\w+: unexpected message$/,
  ],
  ['a list that is too short', '0b000005000009' + '0000', '403', 'handshakeFailed', /: length mismatch$/],
] as const) {
  test(`${what} where the client's certificate belongs: ${cause}, --reject-with ${rejectWith}`, async (t) => {
    const listener = await lab.listener(t, { rejectWith });
    const socket = await RawSocket.open(listener.port);
    await socket.send(await clientHello());
    // ServerHelloDone is what the VTN's first words end with.
    await socket.until((received) => received.includes(Buffer.from('0e000000', 'hex')));
    const bytes = Buffer.from(message, 'hex');
    await socket.send(Buffer.concat([Buffer.of(22, 3, 3, 0, bytes.length), bytes]));
    await socket.closed();
    await listener.until(() => listener.of('tlsRefused').length === 1);
    const [refusal] = listener.of('tlsRefused');
    t.like(refusal, { cause, answer: 'alert' });
    t.regex(refusal?.message ?? '', expected);
    t.true((refusal?.remedy ?? '').length > 0);
  });
}

test("OpenSSL's reason is told without numbers and places", (t) => {
  const message = '806C24:error:0A0000F4:SSL routines:ossl_x:unexpected message:../deps/statem_srvr.c:312:\n';
  t.is(detailOf('ERR_SSL_X', message), 'ERR_SSL_X: unexpected message');
  t.is(detailOf('ERR_X', 'read failed\n'), 'ERR_X: read failed');
});
