import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { after, type Clock } from '../base/clock.ts';
import type { Connection } from './connection.ts';

/** What a connection's first bytes are. */
export type LooksLike = 'http' | 'tls' | 'other';

/** Bytes of a connection's begin that are kept for the record. */
const SHOWN = 32;

const HANDSHAKE = 0x16;
const METHOD = /^[\r\n]*[A-Za-z][A-Za-z-]*( |$)/;

/** Tells TLS (a handshake record, or the SSLv2 form of its hello) and HTTP (a method) from everything else. */
export function looksLike(bytes: Buffer): LooksLike {
  const [first = 0, second = 0, third = 0] = bytes;
  if (first === HANDSHAKE && (bytes.length === 1 || second === 3)) return 'tls';
  if (first & 0x80 && third === 1) return 'tls';
  return METHOD.test(bytes.toString('latin1', 0, SHOWN)) ? 'http' : 'other';
}

/** The first bytes as hex digits, at most 32 bytes. */
export function firstHex(bytes: Buffer): string {
  return bytes.toString('hex', 0, SHOWN);
}

/** How long and how much is read before the server above gets the connection. */
export interface FirstBytesOptions {
  /** ms of I/O time. */
  readonly timeoutMs: number;
  /** Whether these bytes tell enough; plain HTTP needs one, a ClientHello all its records. */
  enough(bytes: Buffer): boolean;
  /** Above this it is enough in any case. */
  readonly maxBytes: number;
}

/** What a connection began with. */
export interface FirstBytesResult {
  readonly bytes: Buffer;
  /** They did not tell enough when the time was up, or the peer closed. */
  readonly cut?: 'timeout' | 'closed';
}

/** Who looks at a connection's first bytes, and lets it in. */
export interface Door extends FirstBytesOptions {
  /** What the server above gets to read; undefined: the door has ended the connection, or will. */
  admit(connection: Connection, result: FirstBytesResult): Duplex | undefined;
  /** The connection is closed; before that is told. */
  closing(connection: Connection): void;
}

/**
 * Reads a connection's first bytes, puts them back (`unshift`) and calls `done` with them. Without a byte it is called
 * with the reason why none came: the peer closed, or said nothing in time.
 */
export function readFirstBytes(
  socket: Socket,
  ioClock: Clock,
  options: FirstBytesOptions,
  done: (result: FirstBytesResult | { readonly none: 'closed' | 'timeout' }) => void,
): void {
  let seen: Buffer[] = [];
  const finish = (result: Parameters<typeof done>[0]): void => {
    timer.cancel();
    socket.off('readable', readable);
    socket.off('end', ended);
    socket.off('close', ended);
    if ('bytes' in result) socket.unshift(result.bytes);
    done(result);
  };
  const readable = (): void => {
    const chunk: Buffer | null = socket.read();
    if (!chunk) return;
    seen.push(chunk);
    const bytes = seen.length === 1 ? chunk : Buffer.concat(seen);
    seen = [bytes];
    if (bytes.length >= options.maxBytes || options.enough(bytes)) finish({ bytes });
  };
  const ended = (): void => {
    const [bytes] = seen;
    finish(bytes && !socket.destroyed ? { bytes, cut: 'closed' } : { none: 'closed' });
  };
  const timer = after(ioClock, options.timeoutMs, () => {
    const [bytes] = seen;
    finish(bytes ? { bytes, cut: 'timeout' } : { none: 'timeout' });
  });
  socket.on('readable', readable);
  socket.on('end', ended);
  socket.on('close', ended);
}
