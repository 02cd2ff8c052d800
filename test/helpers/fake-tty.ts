import { EventEmitter } from 'node:events';

/** A terminal in memory: what was written to it, and keys typed into it. */
export interface FakeTty {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** All that was written. */
  readonly written: string[];
  /** Whether raw mode is on. */
  raw: boolean;
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** The rows of the frame written last, without escape sequences. */
  frame(): string[];
}

/** Standard streams whose faces are ours: terminals of the given size that need no terminal. */
export function fakeTty(columns = 80, rows = 24): FakeTty {
  const out = new EventEmitter();
  const input = new EventEmitter();
  let keys: string | null = null;
  const size = { columns, rows };
  const tty: FakeTty = {
    written: [],
    raw: false,
    stdout: faced(process.stdout, out, {
      isTTY: () => true,
      columns: () => size.columns,
      rows: () => size.rows,
      write: () => (chunk: string, done?: () => void) => {
        tty.written.push(chunk);
        if (done) setImmediate(done);
        return true;
      },
    }),
    stdin: faced(process.stdin, input, {
      isTTY: () => true,
      setRawMode: () => (on: boolean) => {
        tty.raw = on;
      },
      setEncoding: () => () => {},
      ref: () => () => {},
      unref: () => () => {},
      read: () => () => {
        const read = keys;
        keys = null;
        return read;
      },
    }),
    type: (text) => {
      keys = text;
      input.emit('readable');
    },
    resize: (width, height) => {
      size.columns = width;
      size.rows = height;
      out.emit('resize');
    },
    frame: () => {
      const last = tty.written.findLast((chunk) => chunk.includes('\n')) ?? '';
      return last.replaceAll(SEQUENCE, '').split('\n').slice(0, -1);
    },
  };
  return tty;
}

const SEQUENCE = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');

function faced<T extends object>(stream: T, events: EventEmitter, face: Readonly<Record<string, () => unknown>>): T {
  return new Proxy(stream, {
    get(target, name) {
      const own = typeof name === 'string' ? face[name] : undefined;
      if (own) return own();
      const from = name in EventEmitter.prototype ? events : target;
      const value: unknown = Reflect.get(from, name, from);
      return typeof value === 'function' ? value.bind(from) : value;
    },
  });
}
