import test from 'ava';
import fc from 'fast-check';
import { judgeReplay, REPLAY_LIMITS, type ReplayState, replayState } from '../../src/openadr/signature/index.ts';

const START = Date.UTC(2026, 2, 1, 12);
const WINDOW = 300_000;

/** Judges one message after the other: [signer, seconds of the timestamp after START, nonce, seconds of now]. */
function judged(
  messages: [signer: string, timestamp: number, nonce: string, now: number][],
  state = replayState(START),
) {
  let last: ReplayState = state;
  const verdicts = messages.map(([signer, timestamp, nonce, now]) => {
    const judgement = judgeReplay(
      last,
      { signer, timestamp: START + timestamp * 1000, nonce },
      START + now * 1000,
      WINDOW,
    );
    last = judgement.state;
    return judgement.verdict;
  });
  return { verdicts, state: last };
}

test('within the window either way, both ends included', (t) => {
  const sequence = [
    ['V', 300, 'a', 600],
    ['V', 299, 'b', 600],
    ['V', 900, 'c', 600],
    ['V', 901, 'd', 600],
  ] as [string, number, string, number][];
  t.deepEqual(judged(sequence).verdicts, ['accepted', 'stale', 'accepted', 'ahead']);
});

test('what was stamped before the start is stale: the run before may have seen it', (t) => {
  const { verdicts } = judged([
    ['V', -0.001, 'a', 1],
    ['V', 0, 'b', 1],
  ]);
  t.deepEqual(verdicts, ['stale', 'accepted']);
  const message = { signer: 'V', timestamp: START - 1000, nonce: 'a' };
  t.like(judgeReplay(replayState(START), message, START + 2000, WINDOW), { earliest: START, offset: -3000 });
});

test('a nonce is used once a signer, with whatever timestamp', (t) => {
  const { verdicts } = judged([
    ['V', 1, 'a', 1],
    ['V', 1, 'a', 2],
    ['V', 2, 'a', 2],
    ['W', 1, 'a', 2],
    ['V', 2, 'b', 2],
  ]);
  t.deepEqual(verdicts, ['accepted', 'replayed', 'replayed', 'accepted', 'accepted']);
});

test('a message stamped ahead cannot be sent again as long as its timestamp is in the window', (t) => {
  const { verdicts } = judged([
    ['V', 300, 'a', 0],
    ['V', 310, 'b', 310],
    ['V', 300, 'a', 599],
    ['V', 600, 'x', 600],
    ['V', 300, 'a', 600],
    ['V', 600, 'c', 601],
    ['V', 300, 'a', 601],
  ]);
  t.deepEqual(verdicts, ['accepted', 'accepted', 'replayed', 'accepted', 'replayed', 'accepted', 'stale']);
});

test('time does not go back: what was forgotten stays stale', (t) => {
  const { verdicts } = judged([
    ['V', 1, 'a', 1],
    ['V', 1000, 'b', 1000],
    ['V', 1, 'a', 2],
  ]);
  t.deepEqual(verdicts, ['accepted', 'accepted', 'stale']);
});

test('of too many nonces the oldest goes, and what its signer stamped up to then is stale', (t) => {
  const { verdicts, state } = judged(
    [
      ['V', 1, 'a', 1],
      ['V', 3, 'b', 3],
      ['V', 2, 'c', 3],
      ['V', 1, 'a', 3],
      ['V', 1, 'z', 3],
      ['W', 1, 'z', 3],
      ['V', 2, 'c', 3],
      ['V', 2, 'd', 3],
      ['V', 2, 'd', 3],
      ['V', 3, 'b', 3],
    ],
    replayState(START, { nonces: 2, signers: 9 }),
  );
  t.deepEqual(verdicts, [
    ...['accepted', 'accepted', 'accepted', 'stale', 'stale', 'accepted', 'replayed', 'accepted', 'stale', 'replayed'],
  ]);
  t.deepEqual([...(state.signers.get('V')?.seen.keys() ?? [])], ['b', 'c']);
});

test('of too many signers the one silent longest goes, and all up to its last timestamp is stale', (t) => {
  const { verdicts, state } = judged(
    [
      ['V', 1, 'a', 1],
      ['W', 2, 'a', 2],
      ['X', 3, 'a', 3],
      ['V', 1, 'a', 3],
      ['V', 2, 'b', 3],
    ],
    replayState(START, { nonces: 9, signers: 2 }),
  );
  t.deepEqual(verdicts, ['accepted', 'accepted', 'accepted', 'stale', 'accepted']);
  t.is(state.signers.size, 2);
  const later = judged([['Y', 1000, 'a', 1000]], state).state;
  t.deepEqual([...later.signers.keys()], ['V', 'Y']);
  t.is(later.floor, state.floor);
});

test('any sequence: nothing is accepted twice or out of the window, and the memory stays bounded', (t) => {
  const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
  t.log(`seed ${seed}`);
  const most = { nonces: 4, signers: 2 };
  const message = fc.record({
    signer: fc.constantFrom('V', 'W', 'X'),
    timestamp: fc.integer({ min: -20, max: 60 }),
    nonce: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    step: fc.integer({ min: -2, max: 6 }),
  });
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(message, { maxLength: 60 }), (messages) => {
      let state = replayState(0, most);
      let now = 0;
      const seen = new Set<string>();
      for (const { signer, timestamp, nonce, step } of messages) {
        now += step;
        const before = structuredClone(state);
        const judgement = judgeReplay(state, { signer, timestamp, nonce }, now, 10);
        t.deepEqual(state, before, 'a state is never changed');
        state = judgement.state;
        if (state.signers.size > 2 || [...state.signers.values()].some((one) => one.seen.size > 4))
          throw new Error('grows');
        if (judgement.verdict !== 'accepted') continue;
        accepted += 1;
        const name = `${signer} ${nonce} ${timestamp}`;
        if (seen.has(name)) throw new Error(`twice: ${name}`);
        if (timestamp < 0 || timestamp > state.now + 10 || timestamp < state.now - 10)
          throw new Error(`outside: ${name}`);
        seen.add(name);
      }
    }),
    { numRuns: 300, seed, includeErrorInReport: true },
  );
  t.log(`${accepted} accepted`);
  t.true(accepted > 100);
  t.true(REPLAY_LIMITS.nonces >= 1200);
});
