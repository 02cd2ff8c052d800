import type { Child } from './child.ts';
import { type Figure, type LoopDelay, median, type Target } from './figure.ts';
import type { LoadResult } from './load/result.ts';
import type { Usage } from './servers/probe.ts';

/** A server under load in one round. */
export interface Side {
  /** Runs one round. */
  readonly load: () => Promise<LoadResult>;
  /** The process that is loaded. */
  readonly server: Child<{ usage: () => Usage }>;
  /** Before each round, not measured. */
  readonly prepare?: () => Promise<void>;
}

interface Round {
  readonly perSecond: number;
  /** ms of processor time a request. */
  readonly cpu: number;
  readonly loop: LoopDelay;
}

/** What is compared, and what the ratio has to be. */
export interface Comparison {
  readonly name: string;
  /** What `bare` is; default bare Koa. */
  readonly against?: string;
  readonly ours: Side;
  readonly bare: Side;
  readonly rounds: number;
  readonly target?: Target;
}

/**
 * Both sides in turn, several times: other work on the machine then slows both. The ratio of requests a second is the
 * median of the rounds' ratios; that of processor time depends less on what else runs.
 */
export async function compare({ name, against = 'bare Koa', ours, bare, rounds, target }: Comparison): Promise<Figure> {
  // Once unmeasured, so that both are compiled.
  await round(ours);
  await round(bare);
  const pairs: { ours: Round; bare: Round }[] = [];
  for (let index = 0; index < rounds; index++) pairs.push({ ours: await round(ours), bare: await round(bare) });
  const ratio = median(pairs.map((pair) => pair.ours.perSecond / pair.bare.perSecond));
  const processor = median(pairs.map((pair) => pair.bare.cpu / pair.ours.cpu));
  const rate = (side: 'ours' | 'bare'): string =>
    `${Math.round(median(pairs.map((pair) => pair[side].perSecond))).toLocaleString('en')}/s`;
  return {
    name,
    value: ratio,
    unit: `× ${against}`,
    target,
    detail: `${rate('ours')} to ${rate('bare')}; by processor time ${processor.toFixed(2)}`,
    loop: worst(pairs.map((pair) => pair.ours.loop)),
  };
}

async function round({ load, server, prepare }: Side): Promise<Round> {
  await prepare?.();
  await server.ask('usage', undefined);
  const { requests, failed, perSecond } = await load();
  const { cpu, loop } = await server.ask('usage', undefined);
  if (failed > 0) throw new Error(`${failed} of ${requests} requests failed`);
  return { perSecond, cpu: cpu / requests, loop };
}

/** The median of the 99th percentiles, and the worst of all. */
export function worst(delays: readonly LoopDelay[]): LoopDelay {
  return { p99: median(delays.map(({ p99 }) => p99)), max: Math.max(...delays.map(({ max }) => max)) };
}
