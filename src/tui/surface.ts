/** Clears the screen and goes to its first cell (ECMA-48: ED, CUP). */
const CLEAR = '\u001b[2J\u001b[H';

/** What Ink draws on. */
export interface Surface {
  readonly stream: NodeJS.WriteStream;
  /** The next frame begins on an empty screen. */
  clearNext(): void;
  /** Nothing is written from now on. */
  close(): void;
}

/**
 * The terminal as Ink sees it. Ink is not told of resizes: it would draw the old frame at the new size first, and where
 * that is higher than the terminal, clear the user's scrollback; the UI draws a new frame by itself instead. The rows
 * that it sees are more than any frame has, so that it never takes a frame for a full screen.
 */
export function createSurface(stdout: NodeJS.WriteStream): Surface {
  let clear = false;
  let closed = false;
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const done = rest.at(-1);
    if (closed) {
      if (typeof done === 'function') done();
      return true;
    }
    const frame = typeof chunk === 'string' && chunk.includes('\n');
    const data = frame && clear ? CLEAR + chunk : chunk;
    if (frame) clear = false;
    return typeof done === 'function' ? stdout.write(data, () => done()) : stdout.write(data);
  };
  const stream = new Proxy(stdout, {
    get(target, name) {
      if (name === 'write') return write;
      if (name === 'rows') return Number.MAX_SAFE_INTEGER;
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'on' && name !== 'off') return value.bind(target);
      return (event: string, ...args: unknown[]) => (event === 'resize' ? stream : value.call(target, event, ...args));
    },
  });
  return {
    stream,
    clearNext: () => {
      clear = true;
    },
    close: () => {
      closed = true;
    },
  };
}
