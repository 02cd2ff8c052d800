import type { Body } from './record.ts';

/** Characters of a body that are drawn; the record has them all. */
export const SHOWN = 256 * 1024;

/** A body as text, or as bytes where it is none. */
export type Shown =
  | { readonly kind: 'text'; readonly text: string; readonly left: number }
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly left: number };

/**
 * What of a body can be shown: UTF-8 text, UTF-16 by its byte order mark, else bytes.
 * @param most characters of text; of bytes a sixteenth of it
 */
export function shownBody(body: Body, most = SHOWN): Shown {
  if (typeof body === 'string') return text(body, most);
  const bytes = Buffer.from(body.base64, 'base64');
  const encoding =
    bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : bytes[0] === 0xff && bytes[1] === 0xfe
        ? 'utf-16le'
        : undefined;
  if (encoding !== undefined) return text(new TextDecoder(encoding).decode(bytes), most);
  const row = most / 16;
  return { kind: 'bytes', bytes: bytes.subarray(0, row), left: Math.max(0, bytes.length - row) };
}

function text(all: string, most: number): Shown {
  return { kind: 'text', text: all.slice(0, most), left: Math.max(0, all.length - most) };
}

/** Bytes as lines of 16: offset, hexadecimal, printable characters. */
export function hexLines(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const chars = [...row].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${chars}`);
  }
  return lines;
}
