import { Worker } from 'node:worker_threads';
import { after, type Clock, type Timer } from '../../base/clock.ts';
import type { Done, Job } from './jobs.ts';

/** At most so many threads work at once. */
const MOST = 2;
/** A thread with nothing to do ends after this time, ms. */
const IDLE_MS = 10_000;
/** How long a job may take, waiting for a thread counted, ms of I/O time. */
export const JOB_MS = 10_000;

/** A job was given up: it took too long, or the VTN stops. */
export class JobGivenUp extends Error {
  override readonly name = 'JobGivenUp';
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Timer;
  /** Set while it is worked on. */
  thread?: Thread;
}

interface Thread {
  readonly worker: Worker;
  at?: Waiting;
  idle?: NodeJS.Timeout;
}

/**
 * Threads for large signatures: begun when the first job comes, ended when none came for a while. No thread keeps the
 * process alive. A job that is given up takes its thread with it: nothing else ends a running computation.
 */
export class Workers {
  readonly #ioClock: Clock;
  readonly #ms: number;
  readonly #threads = new Set<Thread>();
  readonly #queue: Waiting[] = [];
  #stopped = false;

  /** @param ms how long a job may take */
  constructor(ioClock: Clock, ms = JOB_MS) {
    this.#ioClock = ioClock;
    this.#ms = ms;
  }

  /** Jobs that are not done yet. */
  get open(): number {
    return this.#queue.length + [...this.#threads].filter(({ at }) => at).length;
  }

  /** A job is likely to come: a thread begins meanwhile, if there is none. */
  prepare(): void {
    if (this.#stopped || this.#threads.size > 0) return;
    const thread = this.#begin();
    if (thread) this.#rest(thread);
  }

  /** @throws JobGivenUp; what the thread died of */
  run(job: Job): Promise<Done> {
    if (this.#stopped) return Promise.reject(new JobGivenUp('the VTN stops'));
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        job,
        resolve,
        reject,
        timer: after(this.#ioClock, this.#ms, () => {
          this.#giveUp(waiting, new JobGivenUp(`it took more than ${this.#ms} ms`));
          this.#next();
        }),
      };
      this.#queue.push(waiting);
      this.#next();
    });
  }

  /** Gives up all that is open and ends the threads; takes no more. */
  stop(): void {
    this.#stopped = true;
    const open = [...this.#queue, ...[...this.#threads].flatMap(({ at }) => at ?? [])];
    for (const waiting of open) this.#giveUp(waiting, new JobGivenUp('the VTN stops'));
    for (const thread of this.#threads) this.#end(thread);
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const thread = [...this.#threads].find(({ at }) => !at) ?? this.#begin();
      const waiting = thread && this.#queue.shift();
      if (!waiting) return;
      clearTimeout(thread.idle);
      thread.at = waiting;
      waiting.thread = thread;
      thread.worker.postMessage(waiting.job);
    }
  }

  #begin(): Thread | undefined {
    if (this.#threads.size >= MOST) return undefined;
    const worker = startWorker();
    const thread: Thread = { worker };
    this.#threads.add(thread);
    worker.unref();
    worker.on('message', (done: Done) => {
      const { at } = thread;
      thread.at = undefined;
      this.#rest(thread);
      at?.timer.cancel();
      at?.resolve(done);
      this.#next();
    });
    worker.on('error', (error) => {
      if (thread.at) this.#giveUp(thread.at, error);
      this.#end(thread);
      this.#next();
    });
    return thread;
  }

  /** A timer of Node's own: one that no process waits for. */
  #rest(thread: Thread): void {
    clearTimeout(thread.idle);
    thread.idle = setTimeout(() => this.#end(thread), IDLE_MS).unref();
  }

  #giveUp(waiting: Waiting, error: Error): void {
    waiting.timer.cancel();
    const place = this.#queue.indexOf(waiting);
    if (place >= 0) this.#queue.splice(place, 1);
    if (waiting.thread) this.#end(waiting.thread);
    waiting.reject(error);
  }

  #end(thread: Thread): void {
    clearTimeout(thread.idle);
    thread.at = undefined;
    if (this.#threads.delete(thread)) void thread.worker.terminate();
  }
}

/** From dist the thread runs as it stands; from source it needs the loader that this process has from tsx. */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url));
  const source = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
  const code = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${source}, ${source}));`;
  return new Worker(code, { eval: true, execArgv: [] });
}
