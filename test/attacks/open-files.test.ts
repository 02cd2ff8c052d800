import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

const CHILD = fileURLToPath(new URL('helpers/full.ts', import.meta.url));

/** A listener in a process that may open 256 files. */
class Confined {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly lines: string[] = [];
  port = 0;
  #look = (): void => {};

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#look();
    });
  }

  static async start(t: ExecutionContext): Promise<Confined> {
    const command = ['-c', 'ulimit -n 256 && exec "$0" "$@"', process.execPath];
    const child = spawn('bash', [...command, '--import', import.meta.resolve('tsx'), CHILD]);
    t.teardown(() => child.kill('SIGKILL'));
    const confined = new Confined(child);
    confined.port = Number((await confined.said(/^port /)).slice('port '.length));
    return confined;
  }

  get alive(): boolean {
    return this.#child.exitCode === null;
  }

  order(order: 'fill' | 'empty'): void {
    this.#child.stdin.write(`${order}\n`);
  }

  /** @throws Error the process ended before */
  said(what: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const line = this.lines.find((one) => what.test(one));
        if (line !== undefined) resolve(line);
      };
      this.#child.once('exit', () => reject(new Error('the listener ended')));
      this.#look();
    });
  }

  /** A poll over a new connection; its status line. */
  async poll(): Promise<string> {
    const socket = await RawSocket.open(this.port, '127.0.0.1');
    await socket.send(rawPost());
    const { statusLine } = await socket.answer();
    socket.destroy();
    return statusLine;
  }
}

test.serial('more connections than files: room is made before the process lacks descriptors', async (t) => {
  const listener = await Confined.start(t);
  const ven = await RawSocket.open(listener.port);
  await ven.send(rawPost());
  t.is((await ven.answer()).statusLine, 'HTTP/1.1 200 OK');
  const idle = await Promise.all(Array.from({ length: 400 }, () => RawSocket.open(listener.port)));
  t.regex(await listener.said(/^limited madeRoom/), /192 connections are open already/);
  t.is(await listener.poll(), 'HTTP/1.1 200 OK');
  await ven.send(rawPost());
  t.is((await ven.answer()).statusLine, 'HTTP/1.1 200 OK');
  for (const socket of [...idle, ven]) socket.destroy();
  t.true(listener.alive);
});

test.serial(
  'no descriptor left at all: connections are shed, kept ones are served, and it goes on after',
  async (t) => {
    const listener = await Confined.start(t);
    const ven = await RawSocket.open(listener.port);
    await ven.send(rawPost());
    await ven.answer();
    listener.order('fill');
    await listener.said(/^full/);
    const shed = await RawSocket.open(listener.port);
    t.is((await shed.closed()).length, 0);
    await ven.send(rawPost());
    t.is((await ven.answer()).statusLine, 'HTTP/1.1 200 OK');
    listener.order('empty');
    await listener.said(/^free/);
    t.is(await listener.poll(), 'HTTP/1.1 200 OK');
    ven.destroy();
  },
);
