import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from '../../../src/bench/command.ts';
import type { CommandOutcome } from '../../../src/vtn/types.ts';
import type { Order, Report } from './bench-child.ts';

const CHILD = fileURLToPath(new URL('bench-child.ts', import.meta.url));

type Ready = Extract<Report, { ready: string }>;

/** The process was killed before it answered. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** A bench in a process of its own. */
export class KillableBench {
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown[]>;
  readonly #waiting = new Map<number, (report: Report | undefined) => void>();
  #orders = 0;

  private constructor(child: ChildProcess, ready: Ready, gone: Promise<unknown[]>) {
    this.#child = child;
    this.ready = ready;
    this.#gone = gone;
    child.on('message', (report: Report) => {
      if ('id' in report) this.#waiting.get(report.id)?.(report);
    });
    void gone.then(() => {
      for (const answer of this.#waiting.values()) answer(undefined);
    });
  }

  /** Starts one on a state file; resolves when it listens. @throws Error it ended before */
  static async start(file: string): Promise<KillableBench> {
    const child = fork(CHILD, [file], { execArgv: ['--import', import.meta.resolve('tsx')] });
    const gone = once(child, 'exit');
    const first = await Promise.race([once(child, 'message'), gone]);
    const [ready] = first as [Report | number];
    if (typeof ready !== 'object' || ready === null || !('ready' in ready)) {
      throw new Error(`the bench ended before it listened: ${JSON.stringify(first)}`);
    }
    return new KillableBench(child, ready, gone);
  }

  /** @throws Error the command was refused; Killed nobody knows */
  async execute(command: Command): Promise<CommandOutcome> {
    const id = ++this.#orders;
    const report = await new Promise<Report | undefined>((resolve) => {
      this.#waiting.set(id, resolve);
      const order: Order = { id, command };
      this.#child.send(order, (error) => {
        if (error) resolve(undefined);
      });
    });
    this.#waiting.delete(id);
    if (!report) throw new Killed('no answer to a command');
    if ('outcome' in report) return report.outcome;
    throw new Error('error' in report ? report.error : 'an odd answer');
  }

  /** kill -9; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}
