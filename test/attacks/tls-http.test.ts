import test from 'ava';
import type { ConnectionRecord } from '../../src/journal/record.ts';
import { chainPem } from '../../src/pki/files.ts';
import { keyPem } from '../../src/pki/key.ts';
import type { TransportFact } from '../../src/transport/types.ts';
import type { TestBench } from '../helpers/bench.ts';
import { TlsLab } from '../helpers/tls-lab.ts';
import type { AttackName } from './helpers/attacker.ts';
import { type AttackOptions, underAttack } from './helpers/under-attack.ts';

const LAB = await TlsLab.make('attacks-http');

/** The attacker has no certificate and needs none; the VEN beside has one. */
async function open(profile: 'openadr' | 'modern'): Promise<Pick<AttackOptions, 'tls' | 'client' | 'secure'>> {
  const identities = await Promise.all([LAB.leaf('vtn', 'rsa'), LAB.leaf('vtn', 'ecc')]);
  const { chain, key } = await LAB.leaf('ven', 'ecc');
  return {
    tls: { identities, trust: LAB.trust, profile },
    client: { cert: chainPem(chain), key: keyPem(key) },
    secure: true,
  };
}

for (const [attack, what, expected] of [
  ['largeHeaders', 'headers of 64 KiB', 'HPE_HEADER_OVERFLOW'],
  ['truncated', 'bodies that end before their Content-Length', 'HPE_INVALID_EOF_STATE'],
  ['chunks', 'bodies in chunks of one byte, without end', 413],
] as const satisfies readonly (readonly [AttackName, string, string | number])[]) {
  test.serial(`over TLS, ${what}: refused with ${expected}, and the VEN beside misses nothing`, async (t) => {
    const { bench } = await underAttack(t, attack, {
      ...(await open('openadr')),
      enough: (bench) => refusals(bench).filter((one) => one === expected).length >= 8,
    });
    t.true(refusals(bench).includes(expected));
  });
}

for (const [attack, what] of [
  ['slowHeaders', 'headers that never end'],
  ['slowBodies', 'bodies byte by byte'],
] as const) {
  test.serial(`over TLS, ${what}: closed when their time is up`, async (t) => {
    const { attacker } = await underAttack(t, attack, {
      ...(await open('modern')),
      limits: { headersMs: 500, requestMs: 1_000 },
      enough: (bench) => refusals(bench).filter((one) => one === 'ERR_HTTP_REQUEST_TIMEOUT').length >= 50,
      closes: 50,
    });
    t.true((attacker.closed ?? 0) >= 50);
  });
}

test.serial(
  'over TLS, pipelined requests whose answers nobody reads: the connection is closed, and told',
  async (t) => {
    const why = 'more than 32 requests at once over one connection';
    const closed = (bench: TestBench) =>
      facts(bench).flatMap((fact) => (fact.fact === 'closed' && fact.error ? [fact.error] : []));
    const options = { ...(await open('openadr')), enough: (bench: TestBench) => closed(bench).includes(why) };
    const { bench } = await underAttack(t, 'pipelined', options);
    t.true(closed(bench).includes(why));
  },
);

test.serial('a flood of KeyUpdates, each asking for one back: ends with the time for a request', async (t) => {
  const idle = ({ records }: TestBench): number =>
    records.filter((one) => one.kind === 'connection' && one.fact.fact === 'tlsRefused' && one.fact.cause === 'idle')
      .length;
  const { bench, attacker } = await underAttack(t, 'keyUpdates', {
    ...(await open('modern')),
    limits: { headersMs: 1_000 },
    enough: (bench) => idle(bench) === 4,
  });
  t.is(idle(bench), 4);
  t.true((attacker.asked ?? 0) > 100);
});

function refusals(bench: TestBench): (string | number)[] {
  return facts(bench).flatMap((fact): (string | number)[] => {
    if (fact.fact === 'answered') return [fact.status];
    return fact.fact === 'clientError' ? [fact.code] : [];
  });
}

function facts(bench: TestBench): TransportFact[] {
  return bench.records.filter((one): one is ConnectionRecord => one.kind === 'connection').map(({ fact }) => fact);
}
