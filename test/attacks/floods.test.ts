import test from 'ava';
import type { ConnectionRecord } from '../../src/journal/record.ts';
import type { TransportFact } from '../../src/transport/types.ts';
import type { TestBench } from '../helpers/bench.ts';
import type { AttackName } from './helpers/attacker.ts';
import { underAttack } from './helpers/under-attack.ts';

/** What the VTN says to each attack: a status that it answered, or the code of what Node refused. */
const REFUSED: readonly (readonly [AttackName, string, string | number])[] = [
  ['largeHeaders', 'headers of 64 KiB', 'HPE_HEADER_OVERFLOW'],
  ['manyHeaders', '20,000 headers', 'HPE_HEADER_OVERFLOW'],
  ['truncated', 'bodies that end before their Content-Length', 'HPE_INVALID_EOF_STATE'],
  ['tooLong', 'bodies that go on after their Content-Length', 'HPE_INVALID_METHOD'],
  ['absurdLength', 'a Content-Length that is no number of bytes', 'HPE_INVALID_CONTENT_LENGTH'],
  ['twoLengths', 'two lengths', 'HPE_UNEXPECTED_CONTENT_LENGTH'],
  ['chunks', 'bodies in chunks of one byte, without end', 413],
  ['chunkExtensions', 'chunk extensions without end', 'HPE_CHUNK_EXTENSIONS_OVERFLOW'],
  ['bombs', '64 MiB of blanks in 64 KiB of gzip', 413],
];

for (const [attack, what, expected] of REFUSED) {
  test.serial(`${what}: refused with ${expected}, and the VEN beside misses nothing`, async (t) => {
    const { bench } = await underAttack(t, attack, { enough: (bench) => refusals(bench).includes(expected) });
    // An attacker that goes away leaves half a request behind.
    const others = refusals(bench).filter((one) => one !== expected && one !== 'HPE_INVALID_EOF_STATE');
    t.deepEqual(others, []);
    await bench.close();
    // A hundred a second from one address, however many came.
    const told = facts(bench).filter(({ fact }) => fact === 'opened' || fact === 'answered').length;
    t.log(`${told} told, ${facts(bench).length} facts`);
  });
}

test.serial('pipelined requests whose answers nobody reads: the connection is closed, and told', async (t) => {
  const why = 'more than 32 requests at once over one connection';
  const closed = (bench: TestBench) =>
    facts(bench).flatMap((fact) => (fact.fact === 'closed' && fact.error ? [fact.error] : []));
  const { bench } = await underAttack(t, 'pipelined', { enough: (bench) => closed(bench).includes(why) });
  t.deepEqual([...new Set(closed(bench))], [why]);
});

/** Statuses of answers, and codes of what Node refused. */
function refusals(bench: TestBench): (string | number)[] {
  const resets = ['ECONNRESET', 'EPIPE'];
  return facts(bench).flatMap((fact): (string | number)[] => {
    if (fact.fact === 'answered') return [fact.status];
    return fact.fact === 'clientError' && !resets.includes(fact.code) ? [fact.code] : [];
  });
}

function facts(bench: TestBench): TransportFact[] {
  return bench.records.filter((one): one is ConnectionRecord => one.kind === 'connection').map(({ fact }) => fact);
}
