import { spawn } from 'node:child_process';
import { createServer, type Socket, connect as tcp } from 'node:net';
import type { Writable } from 'node:stream';
import { connect as tls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { rawPost } from '../../helpers/raw-socket.ts';

/** What an attacker tells its parent: that it is at it, and what came of it. */
export type Report = { readonly started: true } | { readonly done: Readonly<Record<string, number>> };

/** An attack: does its work until the parent says stop, or it has nothing more to do. */
interface Attack {
  readonly port: number;
  /** Over TLS. */
  readonly secure: boolean;
  /** The attack is in full swing. */
  readonly started: () => void;
  /** The parent has seen enough. */
  readonly stopped: Promise<void>;
  /** And so many of its connections were closed, as far as this side has heard. */
  readonly closes: number;
}

type Target = Pick<Attack, 'port' | 'secure'>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Connections that are opened as fast as they go, and what became of them. */
class Crowd {
  readonly sockets = new Set<Socket>();
  opened = 0;
  closed = 0;
  /** Bytes that came back. */
  read = 0;

  /** Resolves when it is open, or has failed. */
  open({ port, secure }: Target): Promise<Socket> {
    const host = '127.0.0.1';
    const socket = secure ? tls({ port, host, rejectUnauthorized: false }) : tcp({ port, host });
    socket.on('data', (chunk) => (this.read += chunk.length));
    socket.on('error', () => {});
    return new Promise((resolve) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        this.opened++;
        this.sockets.add(socket);
        resolve(socket);
      });
      socket.once('close', () => {
        this.closed++;
        this.sockets.delete(socket);
        resolve(socket);
      });
    });
  }

  async many(count: number, target: Target): Promise<void> {
    const AT_ONCE = 200;
    for (let left = count; left > 0; left -= AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, left) }, () => this.open(target)));
    }
  }

  end(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  get summary(): Readonly<Record<string, number>> {
    return { opened: this.opened, closed: this.closed, open: this.sockets.size, read: this.read };
  }
}

/** Connections that say the begin of something, then byte by byte what never ends. */
async function trickle(attack: Attack, count: number, begin: string, piece: string) {
  const { started, stopped, closes } = attack;
  const crowd = new Crowd();
  await crowd.many(count, attack);
  for (const socket of crowd.sockets) socket.write(begin);
  started();
  let on = true;
  void stopped.then(() => (on = false));
  while (on || crowd.closed < closes) {
    for (const socket of crowd.sockets) socket.write(piece);
    await pause(20);
  }
  const { summary } = crowd;
  crowd.end();
  return summary;
}

/** The same bytes over new connections, one after the other on several at once, until the parent has seen enough. */
async function again(attack: Attack, lanes: number, bytes: Buffer | (() => Buffer), half = true) {
  const { started, stopped } = attack;
  const crowd = new Crowd();
  let on = true;
  void stopped.then(() => (on = false));
  started();
  const lane = async (): Promise<void> => {
    while (on) {
      const socket = await crowd.open(attack);
      if (socket.destroyed) continue;
      const closed = new Promise((resolve) => socket.once('data', resolve).once('close', resolve));
      socket.write(typeof bytes === 'function' ? bytes() : bytes);
      if (half) socket.end();
      await Promise.race([closed, stopped]);
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return crowd.summary;
}

/** Writes as fast as the other side takes it, over a few connections, reading nothing where told so. */
async function pour(attack: Attack, lanes: number, begin: Buffer, piece: Buffer, deaf = false) {
  const { started, stopped } = attack;
  const crowd = new Crowd();
  let on = true;
  let written = 0;
  void stopped.then(() => (on = false));
  started();
  const lane = async (): Promise<void> => {
    while (on) {
      const socket = await crowd.open(attack);
      if (deaf) socket.pause();
      socket.write(begin);
      while (on && !socket.destroyed) {
        written += piece.length;
        if (socket.write(piece)) await new Promise((resolve) => setImmediate(resolve));
        else await Promise.race([drained(socket), stopped]);
      }
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { ...crowd.summary, written };
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

const HEAD = 'POST /OpenADR2/Simple/2.0b/OadrPoll HTTP/1.1\r\nHost: a\r\nContent-Type: application/xml\r\n';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;
/** 64 MiB in 64 KiB. */
const bomb = (): Buffer => gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
/** The record head and first bytes of a ClientHello that announces more. */
const HALF_HELLO = Buffer.from('16030102000100', 'hex');

const ATTACKS = {
  slowHeaders: (attack) => trickle(attack, attack.secure ? 100 : 300, HEAD, 'X-A: b\r\n'),
  slowBodies: (attack) => trickle(attack, attack.secure ? 100 : 300, `${HEAD}Content-Length: 100000\r\n\r\n`, '<'),
  async idle(attack) {
    const crowd = new Crowd();
    attack.started();
    await crowd.many(10_000, attack);
    const { summary } = crowd;
    await attack.stopped;
    crowd.end();
    return summary;
  },
  largeHeaders: (attack) => again(attack, 20, Buffer.from(`${HEAD}X-A: ${'a'.repeat(64 * 1024)}`), false),
  manyHeaders: (attack) => again(attack, 20, Buffer.from(`${HEAD}${'a: b\r\n'.repeat(20_000)}\r\n`), false),
  truncated: (attack) => again(attack, 20, rawPost({ body: '<oadrPoll', headers: { 'Content-Length': '100' } })),
  tooLong: (attack) => again(attack, 20, rawPost({ headers: { 'Content-Length': '3' } })),
  absurdLength: (attack) => again(attack, 20, rawPost({ headers: { 'Content-Length': '99999999999999999999' } })),
  twoLengths: (attack) =>
    again(attack, 20, Buffer.from(`${HEAD}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`), false),
  chunks: (attack) => pour(attack, 4, Buffer.from(CHUNKED), Buffer.from('1\r\n<\r\n'.repeat(2_000))),
  chunkExtensions: (attack) => pour(attack, 4, Buffer.from(`${CHUNKED}1;a=`), Buffer.alloc(16 * 1024, 'x')),
  pipelined: (attack) =>
    pour(
      attack,
      4,
      Buffer.alloc(0),
      Buffer.concat(Array.from({ length: 50 }, () => rawPost({ path: '/nowhere' }))),
      true,
    ),
  bombs: (attack) => again(attack, 4, rawPost({ body: bomb(), headers: { 'Content-Encoding': 'gzip' } }), false),
  halfHandshakes: (attack) => trickle(attack, 300, HALF_HELLO.toString('latin1'), '\0'),
  async hellos(attack) {
    const hello = await clientHello();
    return again(attack, 20, hello, false);
  },
  /** Hellos that are read, answered, and left there: a connection stays in the middle of its handshake. */
  async unfinished(attack) {
    const hello = await clientHello();
    const crowd = new Crowd();
    await crowd.many(300, attack);
    for (const socket of crowd.sockets) socket.write(hello);
    attack.started();
    await attack.stopped;
    while (crowd.closed < attack.closes) await pause(20);
    const { summary } = crowd;
    crowd.end();
    return summary;
  },
  /** `openssl s_client` takes a K at the begin of what it reads for: change the key, and ask the same of the other side. */
  async keyUpdates(attack) {
    let asked = 0;
    const ask = (input: Writable): void => {
      if (!input.writable) return;
      asked++;
      if (input.write('K\n')) setImmediate(ask, input);
      else input.once('drain', () => ask(input));
    };
    const clients = Array.from({ length: 4 }, () => {
      const client = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${attack.port}`, '-tls1_3'], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      client.stdin.on('error', () => {});
      return client;
    });
    for (const { stdin } of clients) ask(stdin);
    attack.started();
    await attack.stopped;
    for (const client of clients) client.kill();
    return { asked };
  },
  async renegotiation(attack) {
    let on = true;
    let tried = 0;
    let refused = 0;
    void attack.stopped.then(() => (on = false));
    attack.started();
    while (on) {
      const socket = tls({ port: attack.port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
      await new Promise((resolve) => socket.once('secureConnect', resolve).on('error', resolve));
      tried++;
      const error = await new Promise((resolve) => {
        socket.on('error', resolve).once('close', resolve);
        socket.renegotiate({}, resolve);
      });
      if (error) refused++;
      socket.destroy();
    }
    return { tried, refused };
  },
} as const satisfies Record<string, (attack: Attack) => Promise<Readonly<Record<string, number>>>>;

export type AttackName = keyof typeof ATTACKS;

/** What a client of this Node sends first. */
function clientHello(): Promise<Buffer> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.once('data', (bytes) => {
        resolve(bytes);
        socket.destroy();
        server.close();
      });
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object')
        tls({ port: address.port, host: '127.0.0.1' }).on('error', () => {});
    });
  });
}

function isAttack(name: string): name is AttackName {
  return Object.hasOwn(ATTACKS, name);
}

const tell = (report: Report): void => {
  process.send?.(report);
};

const [, , name = '', port = '', scheme = '', closes = '0'] = process.argv;
if (isAttack(name)) {
  const stopped = new Promise<void>((resolve) => process.once('message', () => resolve()));
  const done = await ATTACKS[name]({
    port: Number(port),
    secure: scheme === 'https:',
    started: () => tell({ started: true }),
    stopped,
    closes: Number(closes),
  });
  tell({ done });
  process.disconnect();
}
