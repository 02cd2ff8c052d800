import { SeededRandom } from '../../src/base/random.ts';
import type { JournalRecord } from '../../src/journal/record.ts';
import { EVERY_RECORD } from '../report/every-record.ts';
import { T0 } from './ui-records.ts';

/** What must not reach a terminal from outside: it would steer it, or reorder what is read. */
const HOSTILE = [
  '\u001b[5m',
  '\u001b]0;title\u0007',
  '\u001b[2J\u001b[H',
  '\u001bP1$r\u001b\\',
  '\u009b2J',
  '\u009d0;x\u009c',
  '\r',
  '\b\b\b',
  '\u0000',
  '\u007f',
  '\u0085',
  '\v\f',
  '\u202eevil\u202c',
  '\u2066a\u2069',
  '\u200e\u200f\u061c',
  '\n',
  '\t',
];

/** Keys whose words are closed lists, without which a record is none. */
const CLOSED = new Set([
  ...['kind', 'fact', 'what', 'dir', 'severity', 'layer', 'state', 'verdict', 'level', 'by', 'presence', 'status'],
  ...['optType', 'match', 'via', 'looksLike', 'clientCertificates', 'rejectWith', 'cause', 'base64', 'limit', 'mode'],
]);

/** Every record, each text with hostile characters somewhere in it; equal texts stay equal. */
export function hostileRecords(seed: string): JournalRecord[] {
  const random = new SeededRandom(seed);
  const made = new Map<string, string>();
  const poison = (text: string): string => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const at = Math.floor(random.next() * (text.length + 1));
    const pieces = Array.from({ length: 3 }, () => HOSTILE[Math.floor(random.next() * HOSTILE.length)] ?? '');
    const poisoned = text.slice(0, at) + pieces.join('') + text.slice(at);
    made.set(text, poisoned);
    return poisoned;
  };
  const through = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return CLOSED.has(key) ? value : poison(value);
    if (Array.isArray(value)) return value.map((each) => through(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, through(each, name)]));
  };
  return EVERY_RECORD.map((record, seq) => ({
    ...(through(record) as typeof record),
    seq,
    time: T0 + seq,
    mono: seq,
  }));
}

/** Select Graphic Rendition as theme.ts and style.ts write it. */
const OWN = new RegExp(`${String.fromCharCode(27)}\\[(?:0|1|2|7|22|27|3[1-6]|39)m`, 'g');

/** C0 and C1 controls, DEL, bidirectional marks; lines are given one by one, so that line ends are none of theirs. */
const UNSAFE = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

/** The lines that are not safe to be written to a terminal. */
export function unsafeLines(lines: readonly string[]): string[] {
  return lines.filter((line) => UNSAFE.test(line.replaceAll(OWN, ''))).map((line) => JSON.stringify(line));
}
