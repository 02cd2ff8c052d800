import type { MessageRow } from '../../journal/view.ts';
import { type Look, look, partingRows } from '../../openadr/signature/index.ts';
import { dateTime, offsetText } from '../format.ts';
import { type Line, line, type Style, span } from '../text.ts';
import type { Theme } from '../theme.ts';
import { findingLines } from './findings-tab.ts';
import { field } from './http-tab.ts';

/** Bytes up to which a signature is verified while somebody looks on. */
const LARGE = 256 * 1024;

const VERDICTS = {
  holds: ['holds: the message is what its signer sent', 'ok'],
  refused: ['refused', 'error'],
  missing: ['missing, where one was due', 'error'],
  made: ['made by this side', 'plain'],
} as const satisfies Readonly<Record<string, readonly [string, Style]>>;

/** What became of the signature, by whom it is, and what the bytes say of it once more. */
export function signatureTab(row: MessageRow, theme: Theme, width: number): Line[] {
  const { signature } = row.record;
  const seen = looked(row);
  const verdict = signature && VERDICTS[signature.verdict];
  const lines: Line[] = [];
  if (verdict) lines.push(fact('verdict', verdict[0], verdict[1]));
  else lines.push(fact('verdict', 'none in the record: signatures are not judged here', 'dim'));
  const subject = signature?.subject ?? seen?.signer?.subject;
  const fingerprint = signature?.fingerprint ?? seen?.signer?.fingerprint;
  if (subject !== undefined) lines.push(field('signer', subject));
  if (seen?.signer) lines.push(field('issuer', seen.signer.issuer));
  if (fingerprint !== undefined) lines.push(field('fingerprint', fingerprint));
  const method = signature?.method ?? seen?.method;
  if (method !== undefined) lines.push(field('method', method));
  const timestamp = signature?.timestamp ?? seen?.timestamp;
  if (timestamp !== undefined) lines.push(field('sent', `${dateTime(timestamp)} by its ReplayProtect`));
  const offset = signature?.offset ?? (timestamp === undefined || row.dir === 'out' ? undefined : timestamp - row.time);
  if (offset !== undefined) lines.push(field('clock', `${offsetText(offset)} against ours, the way here included`));
  if (signature?.worker) lines.push(field('', 'over 64 KiB: by a worker thread'));
  return [...lines, ...again(row, seen, theme, width)];
}

function again(row: MessageRow, seen: Look | undefined, theme: Theme, width: number): Line[] {
  if (row.record.signature?.verdict === 'missing') return [];
  const title: Line[] = [
    [],
    [span('by the recorded bytes', 'title'), span('  with the key in KeyInfo: whose that is, is not judged', 'dim')],
  ];
  if (!seen) {
    const why = row.source.body === undefined ? 'the body is no longer kept' : 'too large to be verified here';
    return [...title, [span(`${why}; oadr-sim check verifies a saved one`, 'dim')]];
  }
  const told = seen.finding ? findingLines(seen.finding, theme) : [];
  if (seen.holds) return [...title, [span(`${theme.symbols.passed} value and digests hold`, 'ok')], ...told];
  // What is looked for first stands first: the finding says it in words.
  return [...title, ...readings(seen, width), ...told];
}

/** Columns of a label. */
const LABEL = 13;

/** Both readings of what was signed, one below the other, with a mark where they part. */
function readings({ parting }: Look, width: number): Line[] {
  if (!parting) return [];
  const rows = partingRows(parting, Math.max(20, width - LABEL));
  if (!rows && parting.other) return [];
  if (!rows) {
    return [
      [],
      [span('no known reading of what came has that digest; its canonical text begins', 'dim')],
      [span(parting.canonical.slice(0, 4 * width))],
    ];
  }
  const { at, line: number, column } = rows;
  const row = (label: string, text: string): Line => [
    span(label.padEnd(LABEL), 'dim'),
    span(text.slice(0, at)),
    span(text.slice(at), 'error'),
  ];
  return [
    [span(`the readings part at ${number}:${column} of the canonical text; what was signed is ${rows.label}`, 'bold')],
    row('canonical', rows.canonical),
    row('other', rows.other),
    [span(`${' '.repeat(LABEL + at)}^`, 'error')],
    [],
  ];
}

function fact(name: string, text: string, style: Style): Line {
  return line(...field(name, '').slice(0, 1), span(text, style));
}

const known = new WeakMap<object, Look>();

/** Verified once for a body; undefined where there is none, or it is too large for the keyboard to wait. */
function looked({ source, size }: MessageRow): Look | undefined {
  const { body } = source;
  if (body === undefined || size > LARGE) return undefined;
  const before = known.get(source);
  if (before) return before;
  const seen = look(
    Buffer.from(typeof body === 'string' ? body : body.base64, typeof body === 'string' ? 'utf8' : 'base64'),
  );
  known.set(source, seen);
  return seen;
}
