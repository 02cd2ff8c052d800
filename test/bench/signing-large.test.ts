import test, { type ExecutionContext } from 'ava';
import { SystemClock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { ReplySigner } from '../../src/bench/signing/reply-signer.ts';
import { JobGivenUp, Workers } from '../../src/bench/signing/workers.ts';
import { verify } from '../../src/openadr/signature/index.ts';
import * as m from '../helpers/messages.ts';
import { type Device, labOf, SigningBench } from '../helpers/signing-bench.ts';
import { event } from '../helpers/vtn-rig.ts';

/** A poll of more than 64 KiB: white space between elements belongs to what is signed. */
function largePoll(device: Device, kib = 100): string {
  return device
    .text(m.oadrPoll(device.venID), { by: 'nobody' })
    .replace('<oadr:oadrPoll', `${'\n'.repeat(kib * 1024)}<oadr:oadrPoll`);
}

async function registered(t: ExecutionContext, sign: Parameters<typeof SigningBench.open>[1] = {}) {
  const bench = await SigningBench.open(t, sign);
  const device = bench.device(t);
  await device.register();
  return { bench, device };
}

test('more than 64 KiB is verified in a thread, and what does not hold is refused there', async (t) => {
  const { bench, device } = await registered(t);
  const text = device.text(largePoll(device));
  t.is((await device.post('OadrPoll', text)).status, 200);
  t.like(bench.last('oadrPoll').signature, { verdict: 'holds', worker: true });
  t.is(bench.last('oadrPoll').body, text);
  t.is((await device.post('OadrPoll', text)).status, 403);
  const changed = device.text(largePoll(device)).replace('\n\n<oadr:oadrPoll', '\n<oadr:oadrPoll');
  t.is((await device.post('OadrPoll', changed)).status, 403);
  t.like(bench.last('oadrPoll').signature, { verdict: 'refused', worker: true });
  t.regex(bench.last('oadrPoll').findings.at(-1)?.message ?? '', /^the digest of #oadrSignedObject/);
});

test("over TLS it begins with the peer's key before it is read: what it finds is the same", async (t) => {
  const bench = await SigningBench.open(t, { mode: 'require' }, { tls: true });
  const device = bench.device(t, bench.ven);
  await device.register();
  const again = bench.device(t, bench.ven);
  again.venID = device.venID;
  const text = device.text(largePoll(device));
  const others = [again, device].map((one) => one.post('OadrPoll', one.text(largePoll(one))));
  const statuses = (await Promise.all([...others, device.post('OadrPoll', text)])).map(({ status }) => status);
  t.deepEqual(statuses, [200, 200, 200]);
  t.like(bench.last('oadrPoll').signature, { verdict: 'holds', worker: true });
  t.is((await device.post('OadrPoll', text)).status, 403, 'replayed');
  const foreign = device.text(largePoll(device), { by: await bench.leaf('other') });
  t.is((await device.post('OadrPoll', foreign)).status, 403);
  const changed = device.text(largePoll(device)).replace('\n\n<oadr:oadrPoll', '\n<oadr:oadrPoll');
  t.is((await device.post('OadrPoll', changed)).status, 403);
  t.regex(bench.last('oadrPoll').findings.at(-1)?.message ?? '', /^the digest of #oadrSignedObject/);
});

test('a signature in the wrong place costs no thread', async (t) => {
  const { bench, device } = await registered(t);
  const text = device
    .text(largePoll(device))
    .replace(/(<ds:Signature .*<\/ds:Signature>)(.*)(<\/oadr:oadrPayload>)/s, '$2$1$3');
  const answer = await device.post('OadrPoll', text);
  t.is(answer.status, 403);
  t.regex(answer.text, /^403: the Signature stands behind oadrSignedObject/);
  t.is(bench.last('oadrPoll').signature?.verdict, 'refused');
});

test('a lane keeps its order while a signature is judged; another VEN does not wait', async (t) => {
  let held = Promise.resolve();
  let begun = (): void => {};
  const lookup = async (): Promise<undefined> => {
    begun();
    const mine = held;
    held = Promise.resolve();
    await mine;
  };
  const { bench, device } = await registered(t, { lookup });
  const [again, other] = [bench.device(t), bench.device(t)];
  await other.register({ oadrVenName: 'other' }, { by: 'nobody' });
  again.venID = device.venID;
  let release = (): void => {};
  held = new Promise((resolve) => {
    release = resolve;
  });
  const order: string[] = [];
  const note = (what: string) => () => order.push(what);
  const inLane = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const large = device.post('OadrPoll', device.text(largePoll(device))).then(note('large'));
  await inLane;
  const small = again.poll().then(note('small'));
  await other.poll({ by: 'nobody' }).then(note('other'));
  release();
  await Promise.all([large, small]);
  t.deepEqual(order, ['other', 'large', 'small']);
});

test('a signature that takes too long is refused by 503, and the VEN is served again', async (t) => {
  const { bench, device } = await registered(t, { jobTimeout: 1 });
  const before = await bench.state(device.venID);
  const answer = await device.post('OadrPoll', device.text(largePoll(device)));
  t.is(answer.status, 503);
  t.regex(answer.text, /^503: the signature could not be verified\.\ntry: send less/);
  t.like(bench.last('oadrPoll').findings.at(-1), { rule: 514, actual: 'it took more than 1 ms' });
  t.deepEqual(await bench.state(device.venID), before);
  t.is((await device.poll()).status, 200);
});

test('a bench that stops gives up what it looks up and verifies, and nothing of that is processed', async (t) => {
  let begun = (): void => {};
  let answers = true;
  const { bench, device } = await registered(t, {
    lookup: () => {
      begun();
      return answers ? undefined : new Promise(() => {});
    },
    lookupTimeout: 3_600_000,
  });
  const before = await bench.state(device.venID);
  const count = bench.test.messages().length;
  answers = false;
  const isBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const status = (answer: ReturnType<Device['post']>) =>
    answer.then(
      ({ status: code }) => code,
      () => 0,
    );
  const again = bench.device(t);
  again.venID = device.venID;
  const polls = [status(device.post('OadrPoll', device.text(largePoll(device)))), status(again.poll())];
  await isBegun;
  await bench.test.close();
  // 503, or cut off: the second one stands behind the first in its lane, and may not have come.
  for (const code of await Promise.all(polls)) t.true([0, 503].includes(code), String(code));
  for (const { signature } of bench.test.messages().slice(count)) t.is(signature?.verdict, 'refused');
  t.deepEqual(bench.test.store.snapshot(), before.stored);
});

test('a bench that stops gives up a thread at work', async (t) => {
  const { bench, device } = await registered(t, { jobTimeout: 3_600_000 });
  const before = await bench.state(device.venID);
  // More than the time that a stop waits for: white space is canonicalised a character at a time.
  const answer = device.post('OadrPoll', device.text(largePoll(device, 3 * 1024))).then(
    ({ status: code }) => code,
    () => 0,
  );
  await bench.test.close();
  const code = await answer;
  t.true([0, 200, 503].includes(code), String(code));
  const [poll] = bench.test.messages('oadrPoll');
  // Done in time or not at all.
  t.is(poll?.signature?.verdict === 'holds', code === 200);
  if (code !== 200) t.deepEqual(bench.test.store.snapshot(), before.stored);
});

test('threads end what is given up, wait in a queue, and take no more after a stop', async (t) => {
  const lab = await labOf();
  const { chain } = await lab.leaf('ven', 'ecc');
  const { publicKey } = chain[0].x509;
  const workers = new Workers(new SystemClock());
  const job = { do: 'verify' as const, body: Buffer.from('<a/>'), key: publicKey };
  const done = await Promise.all([1, 2, 3, 4].map(() => workers.run(job)));
  t.deepEqual(
    done.map(({ did }) => did),
    ['refused', 'refused', 'refused', 'refused'],
  );
  t.is(workers.open, 0);
  const open = [1, 2, 3].map(() => workers.run(job));
  t.is(workers.open, 3);
  workers.stop();
  for (const one of open) await t.throwsAsync(one, { instanceOf: JobGivenUp, message: 'the VTN stops' });
  await t.throwsAsync(workers.run(job), { instanceOf: JobGivenUp });
});

test('a large answer is signed in a thread', async (t) => {
  const lab = await labOf();
  const clock = new SystemClock();
  const workers = new Workers(clock);
  t.teardown(() => workers.stop());
  const vtn = await lab.leaf('vtn', 'rsa');
  const signer = new ReplySigner({ identities: [vtn] }, { clock, random: new SeededRandom('a'), workers });
  const { bench } = await registered(t);
  const body = largePoll(bench.device(t));
  const made = await signer.sign({ status: 200, body });
  t.like(made.signature, { verdict: 'made', method: 'rsa-sha256', worker: true });
  t.true(verify(Buffer.from(made.plan.body), { trust: vtn.chain[0].x509.publicKey }).ok);
});

test('a large event list is signed in a thread, and what goes out verifies', async (t) => {
  const { bench, device } = await registered(t);
  const intervals = Array.from({ length: 500 }, (_, at) => ({ duration: 'PT5M', value: at % 3 }));
  const large = event({ start: Date.now() + 3_600_000, signals: [{ name: 'SIMPLE', type: 'level', intervals }] });
  await bench.test.bench.execute({ do: 'event', vens: [device.venID], event: large }, 'library');
  const answer = await device.send(m.oadrRequestEvent(device.venID));
  t.is(answer.status, 200);
  t.true(answer.text.length > 64 * 1024, String(answer.text.length));
  const verified = verify(Buffer.from(answer.text), { trust: ({ key }) => key ?? 'none' });
  if (!verified.ok) return t.fail(JSON.stringify(verified.refusal));
  t.is(verified.certificate?.fingerprint256, (await bench.leaf('vtn')).chain[0].x509.fingerprint256);
  t.is(verified.canonical.match(/<ei:interval>/g)?.length, 500);
  const record = bench.last('oadrDistributeEvent', 'out');
  t.is(bench.test.journal.bodyOf(record), answer.text);
  t.like(record.signature, { verdict: 'made', method: 'ecdsa-sha256', worker: true });
});
