// The record layer of TLS (RFC 5246, 6.2.1), as far as it is in the clear.

/** Content types of records. */
export const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22 } as const;

/** Length of a record's head: type, version, length. */
const HEAD = 5;

/** Largest fragment of a record in the clear, with what RFC 5246 6.2.3 grants to be safe. */
const LARGEST = 16_384 + 2_048;

/** A handshake message at the begin of a stream. */
export type HandshakeStart =
  /** It is not whole yet. */
  | { readonly state: 'more' }
  /** These bytes begin no handshake message. */
  | { readonly state: 'broken'; readonly reason: string }
  | { readonly state: 'whole'; readonly type: number; readonly body: Buffer };

/** Joins handshake records until the first message in them is whole; it may be spread over several. */
export function firstHandshake(bytes: Buffer): HandshakeStart {
  const fragments: Buffer[] = [];
  let have = 0;
  let at = 0;
  let wanted = Number.POSITIVE_INFINITY;
  while (have < wanted) {
    if (bytes.length > at && bytes[at] !== RECORD.handshake) {
      return { state: 'broken', reason: `a record of type ${bytes[at]} within the handshake message` };
    }
    if (bytes.length < at + HEAD) return { state: 'more' };
    if (bytes[at + 1] !== 3) return { state: 'broken', reason: `record version ${bytes[at + 1]}.${bytes[at + 2]}` };
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0 || length > LARGEST) return { state: 'broken', reason: `a record of ${length} bytes` };
    const fragment = bytes.subarray(at + HEAD, at + HEAD + length);
    fragments.push(fragment);
    have += fragment.length;
    const joined = fragments.length === 1 ? fragment : Buffer.concat(fragments);
    if (joined.length >= 4) wanted = 4 + joined.readUIntBE(1, 3);
    if (have >= wanted) return { state: 'whole', type: joined[0] ?? 0, body: joined.subarray(4, wanted) };
    if (fragment.length < length) return { state: 'more' };
    at += HEAD + length;
  }
  return { state: 'more' };
}

/** A fatal alert as a record of its own. @param version of the record, as `[3, 3]` */
export function fatalAlert(code: number, version: readonly [number, number] = [3, 3]): Buffer {
  return Buffer.from([RECORD.alert, ...version, 0, 2, 2, code]);
}
