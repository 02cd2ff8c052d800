import { shownBody } from '../../journal/shown-body.ts';
import type { MessageRow } from '../../journal/view.ts';
import { type Line, line, span } from '../text.ts';

/** Characters of an answer in plain text that are drawn. */
const SHOWN = 4_000;

/** What an answer without a payload says: a message was refused before it was looked at, the reason is plain text. */
export function refusalLines({ dir, status = 200, record, source }: MessageRow): Line[] {
  if (dir !== 'out' || status < 400 || record.name !== undefined || source.body === undefined) return [];
  const shown = shownBody(source.body, SHOWN);
  if (shown.kind === 'bytes') return [];
  const lines = shown.text.split('\n').filter((text) => text.trim() !== '');
  return lines.map((text) => [span(text, text.startsWith('try: ') ? 'plain' : 'error')]);
}

/** The same below the findings of the answer: those of the message stand with the message. */
export function refusalFindings(row: MessageRow): Line[] {
  const words = refusalLines(row);
  if (words.length === 0) return [];
  return [[], line(span('it refuses a message, with which the findings stand; it says', 'dim')), ...words];
}
