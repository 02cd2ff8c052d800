import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { TestBench, type TestBenchOptions } from '../../helpers/bench.ts';
import type { AttackName, Report } from './attacker.ts';
import { Poller, type PollerTls } from './poller.ts';

const ATTACKER = fileURLToPath(new URL('attacker.ts', import.meta.url));

/** What came of an attack. */
export interface Outcome {
  readonly bench: TestBench;
  /** Polls that the VEN made while the attacker was at it. */
  readonly polls: number;
  /** What the attacker saw. */
  readonly attacker: Readonly<Record<string, number>>;
}

export interface AttackOptions extends TestBenchOptions {
  /** After how many polls the attack ends, default 20. */
  readonly polls?: number;
  /** And until this is so. */
  readonly enough?: (bench: TestBench) => boolean;
  /** And until the attacker has seen so many of its slow connections closed, default 0. */
  readonly closes?: number;
  /** What the VEN presents over TLS. */
  readonly client?: PollerTls;
  /** The attack goes over TLS; else its bytes are those of TCP. Default false. */
  readonly secure?: boolean;
}

/**
 * A bench is attacked by another process from 127.0.0.1, while a VEN polls from 127.0.0.2 over a connection that it keeps
 * and over new ones. Every poll must be answered and recorded, and the kept connection must stay.
 */
export async function underAttack(
  t: ExecutionContext,
  attack: AttackName,
  { polls = 20, enough = () => true, closes = 0, client, secure = false, ...options }: AttackOptions = {},
): Promise<Outcome> {
  const bench = await TestBench.open(t, options);
  const ven = await Poller.register(bench.bench.url, 'beside', client);
  t.teardown(() => ven.close());
  const { port } = new URL(bench.bench.url);
  const child = fork(ATTACKER, [attack, port, secure ? 'https:' : 'tcp:', `${closes}`], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  t.teardown(() => child.kill('SIGKILL'));
  await report(child, 'started');
  let stopped = false;
  const end = report(child, 'done').then((attacker) => {
    stopped = true;
    return attacker;
  });
  let made = 0;
  let told = false;
  while (!stopped) {
    await ven.poll(made % 4 === 3);
    made++;
    if (made < polls || told || !enough(bench)) continue;
    told = true;
    child.send('stop');
  }
  const attacker = await end;
  // Once more, now that all is over.
  await ven.poll(true);
  made++;
  t.is(ven.connects, 1, 'the kept connection stayed');
  const { venID } = ven;
  const recorded = (dir: 'in' | 'out') =>
    bench
      .messages(dir === 'in' ? 'oadrPoll' : undefined, dir)
      .filter((one) => one.ven === venID && one.service === 'OadrPoll');
  await bench.until(() => recorded('out').length === made);
  t.is(recorded('in').length, made);
  t.true(recorded('out').every(({ status }) => status === 200));
  t.log(`${made} polls; the attacker: ${JSON.stringify(attacker)}`);
  return { bench, polls: made, attacker };
}

/** @throws Error the attacker ended before */
async function report(child: ChildProcess, which: 'started' | 'done'): Promise<Readonly<Record<string, number>>> {
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the attacker ended with ${code}`)));
  gone.catch(() => {});
  for (;;) {
    const [message] = (await Promise.race([once(child, 'message'), gone])) as [Report];
    if (which in message) return 'done' in message ? message.done : {};
  }
}
