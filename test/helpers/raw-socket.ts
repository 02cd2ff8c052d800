import { connect, type Socket } from 'node:net';

/** An answer as it stood on the wire. */
export interface RawAnswer {
  readonly statusLine: string;
  /** `Name: value` lines without `Date`, whose value no test can know. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Status line, headers (without Date) and body in one. */
  readonly text: string;
}

/** A TCP client that sends exact bytes and waits for exact answers. */
export class RawSocket {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #closed = false;
  #waiting: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  static async open(port: number, host = '127.0.0.1'): Promise<RawSocket> {
    const socket = connect({ port, host, allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawSocket(socket);
  }

  get received(): Buffer {
    return this.#received;
  }

  /** Resolves when the bytes are with the operating system. */
  send(bytes: string | Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.socket.write(bytes, () => resolve());
    });
  }

  /** Closes our half; answers still come. */
  endOurHalf(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }

  reset(): void {
    this.socket.resetAndDestroy();
  }

  /** Waits for the next whole answer with a Content-Length. @throws Error the connection closed before */
  async answer(withoutBody = false): Promise<RawAnswer> {
    for (;;) {
      const parsed = parse(this.#received, withoutBody);
      if (parsed) {
        this.#received = this.#received.subarray(parsed.length);
        return parsed.answer;
      }
      if (this.#closed) throw new Error(`closed after ${JSON.stringify(this.#received.toString('latin1'))}`);
      await this.#more();
    }
  }

  /** Waits until this is so of all that came since the last answer. @throws Error the connection closed before */
  async until(condition: (received: Buffer) => boolean): Promise<void> {
    while (!condition(this.#received)) {
      if (this.#closed) throw new Error(`closed after ${this.#received.toString('hex')}`);
      await this.#more();
    }
  }

  /** Waits until the other side has closed, and returns what came since the last answer. */
  async closed(): Promise<Buffer> {
    this.socket.once('end', () => this.socket.end());
    if (this.socket.readableEnded) this.socket.end();
    while (!this.#closed) await this.#more();
    return this.#received;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function parse(bytes: Buffer, withoutBody: boolean): { answer: RawAnswer; length: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  if (/^HTTP\/1\.1 100 /.test(statusLine)) {
    const length = headEnd + 4;
    return { answer: { statusLine, headers: lines, body: Buffer.alloc(0), text: statusLine }, length };
  }
  const headers = lines.filter((line) => !/^date:/i.test(line));
  const announced = Number(/^content-length: *(\d+)$/im.exec(headers.join('\n'))?.[1] ?? Number.NaN);
  if (Number.isNaN(announced)) throw new Error(`an answer without Content-Length: ${statusLine}`);
  const length = headEnd + 4 + (withoutBody ? 0 : announced);
  if (bytes.length < length) return undefined;
  const body = bytes.subarray(headEnd + 4, length);
  const text = `${[statusLine, ...headers].join('\r\n')}\r\n\r\n${body.toString('utf8')}`;
  return { answer: { statusLine, headers, body, text }, length };
}

/** A POST as bytes, with all that the specification wants unless overridden; a header set to undefined is left out. */
export function rawPost(
  options: {
    service?: string;
    path?: string;
    method?: string;
    body?: string | Buffer;
    headers?: Readonly<Record<string, string | undefined>>;
  } = {},
): Buffer {
  const body = Buffer.from(options.body ?? '<oadrPoll/>');
  const path = options.path ?? `/OpenADR2/Simple/2.0b/${options.service ?? 'OadrPoll'}`;
  const headers: Record<string, string | undefined> = {
    Host: '127.0.0.1',
    'Content-Type': 'application/xml',
    'Content-Length': String(body.length),
    ...options.headers,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  const head = [`${options.method ?? 'POST'} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
