import type { TLSSocket } from 'node:tls';
import test from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { read, write } from '../../src/openadr/index.ts';
import { chainPem } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { keyPem } from '../../src/pki/key.ts';
import { certifyLeaf } from '../../src/pki/lab.ts';
import type { Material } from '../../src/pki/material.ts';
import { TestBench } from '../helpers/bench.ts';
import * as m from '../helpers/messages.ts';
import { rawPost } from '../helpers/raw-socket.ts';
import { secureClient, TlsLab } from '../helpers/tls-lab.ts';

const lab = await TlsLab.make('kept');
const DAY = 86_400_000;

/** One answer over a connection that stays open. */
async function ask(socket: TLSSocket, request: Buffer | string): Promise<{ status: number; body: string }> {
  let came = '';
  const answer = new Promise<{ status: number; body: string }>((resolve) => {
    const look = (chunk: Buffer): void => {
      came += chunk.toString();
      const [head = '', body = ''] = came.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (!came.includes('\r\n\r\n') || Buffer.byteLength(body) < length) return;
      socket.off('data', look);
      resolve({ status: Number(head.split(' ')[1]), body });
    };
    socket.on('data', look);
  });
  socket.write(request);
  return answer;
}

for (const profile of ['openadr', 'modern'] as const) {
  test(`${profile}: a certificate that expires while its connection is kept gets 403, and both are recorded`, async (t) => {
    const ioClock = new ManualClock(Date.now());
    const listener = await lab.listener(t, { profile }, { ioClock });
    const socket = await secureClient(t, listener.port, await lab.credentials('ecc'));
    t.is((await ask(socket, rawPost())).status, 200);
    ioClock.advance(299 * DAY);
    t.is((await ask(socket, rawPost())).status, 200);
    ioClock.advance(2 * DAY);
    const { status, body } = await ask(socket, rawPost());
    t.is(status, 403);
    t.regex(body, /^403: .*expired on .*\ntry: /);
    t.is(listener.requests.length, 2);
    await listener.until(() => listener.of('answered').length === 1);
    t.like(listener.of('answered')[0], { status: 403 });
    t.deepEqual(
      listener.of('tlsRefused').map(({ cause, answer }) => [cause, answer]),
      [['expired', '403']],
    );
    t.is(listener.of('secured').length, 1);
  });
}

test('once another certificate is accepted for a venID, the connection kept with the old one is refused', async (t) => {
  const first = await lab.leaf('ven', 'ecc');
  const request = { commonName: 'ven', name: 'ven', kind: 'ecc', hosts: [], days: 300, now: Date.now() } as const;
  const keys = { privateKey: first.key, publicKey: first.chain[0].x509.publicKey };
  const second = certifyLeaf(keys, request, lab.lab.ecc.ca);
  const identities = await Promise.all([lab.leaf('vtn', 'rsa'), lab.leaf('vtn', 'ecc')]);
  const bench = await TestBench.open(t, { tls: { identities, trust: lab.trust } });
  const port = Number(new URL(bench.bench.url).port);
  const connect = ({ chain, key }: Material): Promise<TLSSocket> =>
    secureClient(t, port, { cert: chainPem(chain), key: keyPem(key) });
  const say = async (socket: TLSSocket, message: Parameters<typeof write>[0]) => {
    const { status, body } = await ask(socket, rawPost({ service: m.serviceOf(message.name), body: write(message) }));
    t.is(status, 200);
    return read(Buffer.from(body)).message;
  };
  const codeOf = async (socket: TLSSocket, venID: string) => {
    const answer = await say(socket, m.oadrPoll(venID));
    // A poll that is served brings what is queued, or the code 200.
    return answer?.name === 'oadrResponse' ? answer.body.eiResponse.responseCode : '200';
  };

  const old = await connect(first);
  const registered = await say(old, m.oadrCreatePartyRegistration());
  if (registered?.name !== 'oadrCreatedPartyRegistration') return t.fail(registered?.name);
  const { venID = '' } = registered.body;
  t.is(await codeOf(old, venID), '200');
  const renewed = await connect(second);
  t.is(await codeOf(renewed, venID), '463');
  t.is(await codeOf(old, venID), '200');
  await bench.bench.execute({ do: 'repin', vens: [venID], fingerprint: fingerprint(second.chain[0].der) }, 'library');
  t.is(await codeOf(old, venID), '463');
  t.is(await codeOf(renewed, venID), '200');
  t.is(bench.bench.vens[0]?.fingerprint, fingerprint(second.chain[0].der));
  t.is(bench.records.filter((one) => one.kind === 'connection' && one.fact.fact === 'secured').length, 2);
});

test('over TLS a receiver that takes its answer byte by byte is closed in the end, and told', async (t) => {
  const ioClock = new ManualClock(Date.now());
  const body = Buffer.alloc(64 * 1024 * 1024, 32);
  const listener = await lab.listener(t, {}, { ioClock, limits: { answerMs: 1000 } }, () => ({ status: 200, body }));
  const socket = await secureClient(t, listener.port);
  socket.pause();
  socket.write(rawPost());
  await listener.until(() => listener.requests.length === 1);
  ioClock.advance(1000);
  socket.read(1);
  t.is(listener.of('closed').length, 0);
  ioClock.advance(1000);
  await listener.until(() => listener.of('closed').length === 1);
  t.like(listener.of('closed')[0], { error: 'its answer was not taken within 1000 ms' });
  t.like(listener.sent[0], { delivered: false });
});
