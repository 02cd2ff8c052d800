import test, { type ExecutionContext } from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { Chains } from '../../src/bench/signing/chains.ts';
import { SignerKeys } from '../../src/bench/signing/signer-key.ts';
import { read } from '../../src/openadr/index.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import * as m from '../helpers/messages.ts';
import { labOf, SigningBench } from '../helpers/signing-bench.ts';

/** A signed poll on plain HTTP, and whoever chooses its key; the lookup answers when it is told to. */
async function asking(t: ExecutionContext, lookupTimeout?: number) {
  const lab = await labOf();
  const bench = await SigningBench.open(t);
  const clock = new ManualClock(Date.now());
  let answer = (_: string | undefined): void => {};
  const keys = new SignerKeys({
    chains: new Chains(lab.trust),
    ioClock: clock,
    boundTo: () => undefined,
    lookup: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    ...(lookupTimeout !== undefined && { lookupTimeout }),
  });
  const { message } = read(bench.device(t).text(m.oadrPoll('ven-1')));
  if (!message) throw new Error('no message');
  const remote = { connection: 'c1', address: '127.0.0.2', port: 1 };
  const chosen = keys.choose({ remote, message, named: 'ven-1', claim: { venID: 'ven-1', signs: true } });
  let settled = false;
  void Promise.resolve(chosen).then(() => {
    settled = true;
  });
  const pending = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return !settled;
  };
  return { keys, clock, chosen, pending, answer: (found?: string) => answer(found), own: bench.ven };
}

test('a lookup that never answers is given up after 5 s, or what was said', async (t) => {
  for (const ms of [undefined, 60_000]) {
    const { keys, clock, chosen, pending, answer, own } = await asking(t, ms);
    clock.advance((ms ?? 5_000) - 1);
    t.true(await pending());
    t.is(keys.open, 1);
    clock.advance(1);
    t.like(await chosen, {
      refused: {
        message: 'the fingerprint of ven-1 could not be looked up',
        actual: `no answer within ${ms ?? 5_000} ms`,
        hint: 'correct what looks fingerprints up',
      },
    });
    t.is(keys.open, 0);
    // Too late: it changes nothing.
    answer(fingerprint(own.chain[0].der));
    t.true('refused' in (await chosen));
  }
});

test('one that answers in time is not given up later', async (t) => {
  const { keys, clock, chosen, pending, answer, own } = await asking(t);
  t.true(await pending());
  answer(fingerprint(own.chain[0].der));
  t.like(await chosen, { fingerprint: fingerprint(own.chain[0].der) });
  t.is(keys.open, 0);
  clock.advance(10_000);
  t.false('refused' in (await chosen));
});

test('a stop gives it up as the fault of the VTN, and nothing is looked up any more', async (t) => {
  const { keys, chosen, pending } = await asking(t);
  t.true(await pending());
  keys.stop();
  t.like(await chosen, { status: 503, refused: { actual: 'the VTN stops' } });
  t.is(keys.open, 0);
});
