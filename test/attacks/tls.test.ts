import test from 'ava';
import type { JournalRecord } from '../../src/journal/record.ts';
import { chainPem } from '../../src/pki/files.ts';
import { keyPem } from '../../src/pki/key.ts';
import type { TlsCause } from '../../src/transport/tls/types.ts';
import { TlsLab } from '../helpers/tls-lab.ts';
import { type AttackOptions, underAttack } from './helpers/under-attack.ts';

const LAB = await TlsLab.make('attacks');

/** A bench that wants certificates, and a VEN that has one. */
async function mutual(): Promise<Pick<AttackOptions, 'tls' | 'client'>> {
  const identities = await Promise.all([LAB.leaf('vtn', 'rsa'), LAB.leaf('vtn', 'ecc')]);
  const { chain, key } = await LAB.leaf('ven', 'ecc');
  return {
    tls: { identities, trust: LAB.trust, requireClientCert: true },
    client: { cert: chainPem(chain), key: keyPem(key) },
  };
}

const timedOut = (records: readonly JournalRecord[]): number =>
  records.filter((one) => one.kind === 'connection' && one.fact.fact === 'tlsRefused' && one.fact.cause === 'timedOut')
    .length;

function causes(records: readonly JournalRecord[]): TlsCause[] {
  const all = records.flatMap((one) =>
    one.kind === 'connection' && one.fact.fact === 'tlsRefused' ? [one.fact.cause] : [],
  );
  return [...new Set(all)];
}

for (const [title, attack] of [
  ['half a ClientHello, and then a byte at a time', 'halfHandshakes'],
  ['handshakes that are begun and left there', 'unfinished'],
] as const) {
  test.serial(title, async (t) => {
    const { bench, attacker } = await underAttack(t, attack, {
      ...(await mutual()),
      limits: { handshakeMs: 1_000 },
      enough: ({ records }) => timedOut(records) >= 100,
      closes: 100,
    });
    t.true((attacker.closed ?? 0) >= 100);
    // At the end the attacker goes away.
    t.deepEqual(
      causes(bench.records).filter((cause) => cause !== 'closedInHandshake'),
      ['timedOut'],
    );
  });
}

test.serial('a flood of ClientHellos', async (t) => {
  const { bench } = await underAttack(t, 'hellos', await mutual());
  const told = bench.records.filter(({ kind }) => kind === 'connection').length;
  t.log(`${told} records`);
});

test.serial('renegotiation is refused, every time', async (t) => {
  const { attacker } = await underAttack(t, 'renegotiation', await mutual());
  t.true((attacker.tried ?? 0) > 0);
  t.is(attacker.refused, attacker.tried);
});
