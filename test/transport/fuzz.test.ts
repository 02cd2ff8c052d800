import test from 'ava';
import { SeededRandom } from '../../src/base/random.ts';
import { recordingListener } from '../helpers/listener.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 400);
const SEED = process.env.FUZZ_SEED ?? 'raw-bytes';

/** Requests with bytes changed, dropped, doubled, cut off, or none but noise. */
function mutate(random: SeededRandom): Buffer {
  const pick = (below: number): number => Math.floor(random.next() * below);
  if (random.next() < 0.1) return Buffer.from(Array.from({ length: 1 + pick(300) }, () => pick(256)));
  const headers = random.next() < 0.3 ? { 'Content-Length': String(pick(40)), Expect: '100-continue' } : {};
  let bytes = Buffer.concat(Array.from({ length: 1 + pick(3) }, () => rawPost({ headers })));
  for (let count = pick(6); count > 0; count--) {
    const at = pick(bytes.length);
    const length = 1 + pick(8);
    const before = bytes.subarray(0, at);
    const after = bytes.subarray(Math.min(bytes.length, at + length));
    const noise = Buffer.from(Array.from({ length }, () => pick(256)));
    const middle = [
      noise,
      Buffer.alloc(0),
      Buffer.concat([bytes.subarray(at, at + length), bytes.subarray(at, at + length)]),
    ];
    bytes = Buffer.concat([before, middle[pick(3)] ?? noise, after]);
  }
  return random.next() < 0.2 ? bytes.subarray(0, pick(bytes.length)) : bytes;
}

test(`any bytes are answered well-formed or closed, never left hanging (seed ${SEED}, ${ROUNDS} rounds)`, async (t) => {
  const random = new SeededRandom(SEED);
  // All are to be counted.
  const listener = await recordingListener(t, { limits: { toldPerSecond: Number.POSITIVE_INFINITY } });
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutate(random);
    const socket = await RawSocket.open(listener.port);
    await socket.send(bytes);
    socket.endOurHalf();
    // Closes in any case, since no more can come from us; what came before it must be whole answers.
    const rest = await socket.closed();
    const shown = bytes.toString('latin1');
    for (let left = rest; left.length > 0; ) {
      const head = /^HTTP\/1\.1 [1-5]\d\d [ -~]+\r\n((?:[!-~]+: [^\r\n]*\r\n)*)\r\n/.exec(left.toString('latin1'));
      if (!head) {
        t.fail(`no answer in ${JSON.stringify(left.toString('latin1'))} to ${JSON.stringify(shown)}`);
        break;
      }
      const length = Number(/^content-length: (\d+)\r$/im.exec(head[1] ?? '')?.[1] ?? 0);
      t.true(left.length >= head[0].length + length, shown);
      left = left.subarray(head[0].length + length);
    }
  }
  await listener.until(() => listener.of('closed').length === ROUNDS);
  t.is(listener.of('opened').length, ROUNDS);
  for (const { exchange, delivered } of listener.sent) {
    t.true(listener.requests.some((request) => request.exchange === exchange));
    t.is(typeof delivered, 'boolean');
  }
  t.is(listener.sent.length, listener.requests.length);
});
