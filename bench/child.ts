import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a process of the bench can be asked for: one argument in, one answer out. */
export type Calls = { readonly [name: string]: (argument: never) => unknown };

type Argument<C extends Calls, N extends keyof C> = Parameters<C[N]>[0];
type Result<C extends Calls, N extends keyof C> = Awaited<ReturnType<C[N]>>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

type Answer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });

/** A process that serves `C`: servers and load each run in one of their own, so that neither measures the other. */
export class Child<C extends Calls> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  #asked = 0;

  /** @param entry module below `bench/` that calls `serve` */
  constructor(entry: string) {
    const execArgv = ['--import', 'tsx', '--expose-gc', ...(process.env.BENCH_NODE_ARGS?.split(' ') ?? [])];
    this.#process = fork(fileURLToPath(new URL(entry, import.meta.url)), [], {
      execArgv,
      serialization: 'advanced',
    });
    this.#process.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) waiting?.reject(new Error(`${entry}: ${answer.error}`));
      else waiting?.resolve(answer.result);
    });
    this.#process.on('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${entry} ended (${signal ?? code})`));
      this.#waiting.clear();
    });
  }

  /** @throws Error what the process said, or that it is gone */
  ask<N extends keyof C & string>(name: N, argument: Argument<C, N>): Promise<Result<C, N>> {
    const question: Question = { id: this.#asked++, name, argument };
    return new Promise<Result<C, N>>((resolve, reject) => {
      this.#waiting.set(question.id, { resolve: (result) => resolve(result as Result<C, N>), reject });
      this.#process.send(question);
    });
  }

  /** Ends the process; resolves when it is gone. */
  end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#process.on('exit', () => resolve());
      this.#process.disconnect();
    });
  }
}

/** In such a process: answers questions until the parent lets go, then calls `last` and exits. */
export function serve(calls: Calls, last: () => unknown = () => {}): void {
  process.on('message', async ({ id, name, argument }: Question) => {
    const call = calls[name];
    try {
      if (!call) throw new Error(`no call ${name}`);
      process.send?.({ id, result: await call(argument as never) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', async () => {
    await last();
    // Load may have left sockets open; nothing of them is wanted any more.
    process.exit();
  });
}
