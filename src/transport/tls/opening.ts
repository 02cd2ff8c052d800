import { looksLike } from '../first-bytes.ts';
import { type ClientHello, readClientHello } from './client-hello.ts';
import { alertName } from './names.ts';
import { RECORD } from './records.ts';
import type { HandshakeCause } from './types.ts';

/** What a connection to the TLS port begins with. */
export type Opening =
  /** Too few bytes to tell. */
  | { readonly is: 'more' }
  | { readonly is: 'hello'; readonly hello: ClientHello }
  /** It begins like TLS but cannot be read here; OpenSSL has the last word. */
  | { readonly is: 'unreadable'; readonly reason: string }
  | { readonly is: 'wrong'; readonly cause: HandshakeCause; readonly detail?: string };

/** A type, a version, a length, a level and the description. */
const ALERT_BYTES = 7;

/** Tells what the first bytes are. Never throws. */
export function openingOf(bytes: Buffer): Opening {
  const [first = 0, , third = 0] = bytes;
  if (first === RECORD.handshake) {
    const reading = readClientHello(bytes);
    if (reading.state === 'whole') return { is: 'hello', hello: reading.hello };
    return reading.state === 'more' ? { is: 'more' } : { is: 'unreadable', reason: reading.reason };
  }
  if (bytes.length < 3) return { is: 'more' };
  if (first === RECORD.alert && bytes[1] === 3) {
    if (bytes.length < ALERT_BYTES) return { is: 'more' };
    return { is: 'wrong', cause: 'alertFirst', detail: alertName(bytes[ALERT_BYTES - 1] ?? 0) };
  }
  if (first & 0x80 && third === 1) return { is: 'wrong', cause: 'sslv2' };
  if (looksLike(bytes) === 'http') {
    // A method is at least followed by a space; letters alone may yet become something else.
    return /^[A-Za-z-]{0,15}$/.test(bytes.toString('latin1')) ? { is: 'more' } : { is: 'wrong', cause: 'plainHttp' };
  }
  return { is: 'wrong', cause: 'notTls', detail: `begins with ${bytes.toString('hex', 0, 8)}` };
}
