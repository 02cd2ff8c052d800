import type { Body } from '../../journal/record.ts';
import { hexLines, shownBody } from '../../journal/shown-body.ts';
import { worstOf } from '../../journal/view.ts';
import type { Finding, Severity } from '../../openadr/finding.ts';
import { lineAt, prettyXml, type XmlLine } from '../../openadr/xml/pretty.ts';
import type { XmlRole } from '../../openadr/xml/tokens.ts';
import { html, LONGEST, type Markup } from './markup.ts';
import { bytes, TONES } from './parts.ts';

/** Characters of a body that are shown. */
const BODY = 32 * 1024;

/** Classes of the style; what has none is drawn softly. */
const CLASSES: Readonly<Partial<Record<XmlRole, string>>> = { name: 'e', attribute: 'a', value: 'v', text: 't' };

/**
 * A body for reading: XML laid out, the lines that findings point to marked; bytes that are no text in hexadecimal; cut
 * where it is long, with what is left.
 * @param size bytes of the body
 */
export function bodyPart(body: Body, size: number, findings: readonly Finding[]): Markup {
  const shown = shownBody(body, BODY);
  const cut = shown.left > 0 && html`<p class="note">Cut: the body has ${bytes(size)}; the record has all of it.</p>`;
  if (shown.kind === 'bytes')
    return html`<p class="soft">No text: the first bytes in hexadecimal.</p><pre>${hexLines(shown.bytes).map((line) => html`${line}\n`)}</pre>${cut}`;
  if (shown.text === '') return html`<p class="soft">No body.</p>`;
  const { pretty, lines } = prettyXml(shown.text, shown.left > 0);
  const marks = marksOf(lines, findings);
  return html`${!pretty && html`<p class="soft">Not well-formed: shown as it came.</p>`}<pre class="xml">${lines.map((line, at) => lineMarkup(line, marks.get(at)))}</pre>${cut}`;
}

function marksOf(lines: readonly XmlLine[], findings: readonly Finding[]): ReadonlyMap<number, Severity> {
  const at = new Map<number, Finding[]>();
  for (const finding of findings) {
    const index = lineAt(lines, finding.line, finding.column);
    if (index >= 0) at.set(index, [...(at.get(index) ?? []), finding]);
  }
  return new Map([...at].flatMap(([index, all]) => (worstOf(all) ? [[index, worstOf(all) ?? 'info'] as const] : [])));
}

function lineMarkup({ parts }: XmlLine, mark: Severity | undefined): Markup {
  const text = parts.map(({ role, text: own }) => {
    const name = CLASSES[role];
    const pieces = chunks(own);
    return name === undefined || own === '' ? pieces : html`<span class="${name}">${pieces}</span>`;
  });
  // A marked line is a block, which ends by itself.
  return mark ? html`<span class="hit ${TONES[mark]}">${text}</span>` : html`${text}\n`;
}

/** A long text of a body in pieces that are not cut, surrogate pairs whole. */
function chunks(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = at + LONGEST;
    const last = text.charCodeAt(end - 1);
    const next = last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
    pieces.push(text.slice(at, next));
    at = next;
  }
  return pieces;
}
