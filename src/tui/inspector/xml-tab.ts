import { hexLines, type Shown, shownBody } from '../../journal/shown-body.ts';
import { type MessageRow, worstOf } from '../../journal/view.ts';
import type { Finding } from '../../openadr/finding.ts';
import { type Line, span } from '../text.ts';
import { severitySign, severityStyle, type Theme } from '../theme.ts';
import { lineAt, prettyXml, type XmlLine } from '../xml/pretty.ts';

/** The body for reading: XML with places and marks of findings, or bytes. */
export function xmlTab(row: MessageRow, theme: Theme): Line[] {
  const { body } = row.source;
  if (body === undefined) return [[span(row.size === 0 ? 'no body' : 'the body is no longer kept in memory', 'dim')]];
  const shown = shownBody(body);
  return [...content(shown, row.record.findings, theme), ...rest(shown)];
}

function content(shown: Shown, findings: readonly Finding[], theme: Theme): Line[] {
  if (shown.kind === 'bytes') return hexLines(shown.bytes).map((text) => [span(text)]);
  const { pretty, lines } = prettyXml(shown.text);
  const note: Line[] = pretty || shown.left > 0 ? [] : [[span('not well-formed: as it came', 'warn')]];
  return [...note, ...withPlaces(lines, findings, theme)];
}

/** Before each line its place in the bytes and the sign of the severest finding there. */
function withPlaces(lines: readonly XmlLine[], findings: readonly Finding[], theme: Theme): Line[] {
  const marks = new Map<number, Finding[]>();
  for (const finding of findings) {
    const at = lineAt(lines, finding.line, finding.column);
    if (at >= 0) marks.set(at, [...(marks.get(at) ?? []), finding]);
  }
  // Where all stands in one line, only columns tell places apart.
  const single = lines.every((line) => line.line === 1);
  const place = (line: XmlLine): string => (single ? `1:${line.column}` : String(line.line));
  const width = Math.max(...lines.map((line) => place(line).length));
  let before = '';
  return lines.map((line, index) => {
    const text = place(line);
    const shown = text === before ? '' : text;
    before = text;
    const worst = worstOf(marks.get(index) ?? []);
    return [
      span(`${shown.padStart(width)} `, 'dim'),
      span(`${severitySign(theme, worst)} `, severityStyle(worst)),
      ...line.spans,
    ];
  });
}

function rest(shown: Shown): Line[] {
  return shown.left === 0 ? [] : [[span(`${shown.left} more are in the record`, 'dim')]];
}
