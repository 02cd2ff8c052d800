import { clean } from '../journal/clean.ts';
import { cut, textWidth } from './width.ts';

/** What a piece of text means; the theme says how it looks. */
export type Style =
  | 'plain'
  | 'dim'
  | 'bold'
  | 'title'
  | 'error'
  | 'warn'
  | 'ok'
  | 'accent'
  | 'tag'
  | 'attribute'
  | 'value'
  | 'banner';

/** A piece of text in one style; its text is clean. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** One row of the screen. */
export type Line = readonly Span[];

/** A span; whatever the wire had in it is made safe here, and spans come from nowhere else. */
export function span(text: string, style: Style = 'plain'): Span {
  return { text: clean(text), style };
}

/** A line of spans and plain texts; what is absent is left out. */
export function line(...parts: readonly (Span | string | undefined)[]): Line {
  const spans: Span[] = [];
  for (const part of parts) {
    if (typeof part === 'string') spans.push(span(part));
    else if (part) spans.push(part);
  }
  return spans;
}

/** Columns of a line. */
export function lineWidth(of: Line): number {
  return of.reduce((sum, each) => sum + textWidth(each.text), 0);
}

/** A span of exactly `width` columns: padded with spaces, or cut with `more` at its end. */
export function cell(text: string, width: number, style: Style = 'plain', more = '…'): Span {
  const safe = clean(text);
  const used = textWidth(safe);
  if (used <= width) return { text: safe + ' '.repeat(width - used), style };
  const kept = cut(safe, Math.max(0, width - textWidth(more)));
  const short = cut(kept + more, width);
  return { text: short + ' '.repeat(Math.max(0, width - textWidth(short))), style };
}

/** As `cell`, with the text at the right. */
export function cellRight(text: string, width: number, style: Style = 'plain'): Span {
  const safe = clean(text);
  const used = textWidth(safe);
  return used >= width ? cell(safe, width, style) : { text: ' '.repeat(width - used) + safe, style };
}

/** The line in exactly `width` columns. */
export function fitLine(of: Line, width: number, more = '…'): Line {
  const used = lineWidth(of);
  if (used === width) return of;
  if (used < width) return [...of, { text: ' '.repeat(width - used), style: 'plain' }];
  const out: Span[] = [];
  let left = width - textWidth(more);
  for (const each of of) {
    const columns = textWidth(each.text);
    if (columns <= left) {
      out.push(each);
      left -= columns;
      continue;
    }
    const kept = cut(each.text, left) + more;
    out.push({ text: kept, style: each.style });
    left = width - lineWidth(out);
    break;
  }
  return left > 0 ? [...out, { text: ' '.repeat(left), style: 'plain' }] : out;
}

/** The line without unstyled spaces at its end. */
export function trimLine(of: Line): Line {
  let end = of.length;
  while (end > 0 && of[end - 1]?.style === 'plain' && of[end - 1]?.text.trim() === '') end--;
  const last = of[end - 1];
  if (last?.style !== 'plain') return of.slice(0, end);
  return [...of.slice(0, end - 1), { text: last.text.trimEnd(), style: 'plain' }];
}

/** Two lines at the ends of `width` columns, a space between them at least; the left one gives way. */
export function spread(left: Line, right: Line, width: number): Line {
  const columns = lineWidth(right);
  if (columns >= width) return fitLine(right, width);
  if (columns === 0) return fitLine(left, width);
  return [...fitLine(left, width - columns - 1), span(' '), ...right];
}

/**
 * Where a row that is full ends: before the word that does not fit, if that fits into a row of its own.
 *
 * @param most what of `rest` fits into the row
 * @param before what stands in the row already
 * @param columns of the next row
 */
function breakAt(most: string, rest: string, before: string, columns: number): number {
  if (rest[most.length] === ' ') return most.length;
  const space = most.lastIndexOf(' ') + 1;
  const word = /^\S*/.exec(rest.slice(space))?.[0] ?? '';
  const fits = textWidth(word) <= columns;
  return fits && (space > 0 || /\S +$/.test(before)) ? space : most.length;
}

/** The line broken into rows of at most `width` columns; later rows are indented. */
export function wrapLine(of: Line, width: number, indent = 0): Line[] {
  if (lineWidth(of) <= width) return [of];
  const pad: Span = { text: ' '.repeat(Math.min(indent, Math.max(0, width - 10))), style: 'plain' };
  const columns = width - pad.text.length;
  const rows: Span[][] = [[]];
  let left = width;
  for (const each of of) {
    let rest = each.text;
    while (rest !== '') {
      const most = cut(rest, left);
      const piece = most === rest ? most : most.slice(0, breakAt(most, rest, plain(rows.at(-1) ?? []), columns));
      if (piece !== '') rows.at(-1)?.push({ text: piece, style: each.style });
      rest = rest.slice(piece.length);
      left -= textWidth(piece);
      if (rest === '') break;
      // A wide character may not fit into the last column: the row ends before it.
      rows.push([pad]);
      left = width - pad.text.length;
      if (left < 2) return rows;
    }
  }
  return rows;
}

/** The characters of a line, without its styles. */
export function plain(of: Line): string {
  return of.map((each) => each.text).join('');
}
