import { cleanLines } from '../../journal/clean.ts';
import { type Line, lineWidth, span } from '../text.ts';
import { type Token, tagLine, tagParts, tokenize } from './tokens.ts';

/** A line of shown XML, and where it began in the bytes. */
export interface XmlLine {
  readonly spans: Line;
  /** 1-based place in the body; findings point to it. */
  readonly line: number;
  readonly column: number;
}

/** Tags wider than this have an attribute a line. */
const WIDE_TAG = 90;

/**
 * XML for reading: highlighted, an element a line, indented, each line with its place in the bytes. What is not well
 * formed is highlighted as it came, line by line.
 * @returns `pretty` says which of the two it is
 */
export function prettyXml(xml: string): { readonly pretty: boolean; readonly lines: XmlLine[] } {
  const tokens = tokenize(xml);
  return isBalanced(tokens)
    ? { pretty: true, lines: new Printer().print(tokens) }
    : { pretty: false, lines: asCame(xml) };
}

function isBalanced(tokens: readonly Token[]): boolean {
  const open: string[] = [];
  let elements = 0;
  for (const token of tokens) {
    if (token.kind === 'open' || token.kind === 'empty') elements++;
    if (token.kind !== 'text' && token.kind !== 'other' && !token.text.endsWith('>')) return false;
    if (token.kind === 'open') open.push(token.name);
    else if (token.kind === 'close' && open.pop() !== token.name) return false;
  }
  return open.length === 0 && elements > 0;
}

class Printer {
  readonly #lines: XmlLine[] = [];
  #depth = 0;
  /** A tag that was opened and has had nothing but text so far. */
  #open: { readonly token: Token; text: string } | undefined;

  print(tokens: readonly Token[]): XmlLine[] {
    for (const token of tokens) this.#token(token);
    return this.#lines;
  }

  #token(token: Token): void {
    switch (token.kind) {
      case 'text':
        this.#text(token);
        return;
      case 'open':
        this.#flush();
        this.#open = { token, text: '' };
        return;
      case 'close':
        this.#close(token);
        return;
      case 'empty':
        this.#flush();
        this.#tag(token);
        return;
      case 'other':
        this.#flush();
        for (const text of cleanLines(token.text)) this.#line([span(text, 'dim')], token);
    }
  }

  #text(token: Token): void {
    if (this.#open) this.#open.text += token.text;
    else if (token.text.trim() !== '') {
      for (const text of cleanLines(token.text.trim())) this.#line([span(text, 'bold')], token);
    }
  }

  #close(token: Token): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) {
      this.#depth--;
      this.#line(tagLine(token), token);
      return;
    }
    // White space within a leaf is content, and is shown as such.
    const text = open.text.trim() === '' && open.text.includes('\n') ? '' : open.text;
    this.#line([...tagLine(open.token), span(text, 'bold'), ...tagLine(token)], open.token);
  }

  #flush(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    this.#tag(open.token);
    this.#depth++;
    if (open.text.trim() !== '') this.#line([span(open.text.trim(), 'bold')], open.token);
  }

  #tag(token: Token): void {
    const spans = tagLine(token);
    const { head, attributes, tail } = tagParts(token);
    if (lineWidth(spans) <= WIDE_TAG || attributes.length < 2) {
      this.#line(spans, token);
      return;
    }
    this.#line(head, token);
    for (const [at, attribute] of attributes.entries()) {
      this.#line([span('    '), ...attribute, ...(at === attributes.length - 1 ? [tail] : [])], token);
    }
  }

  #line(spans: Line, { line, column }: Token): void {
    this.#lines.push({ spans: [span('  '.repeat(this.#depth)), ...spans], line, column });
  }
}

function asCame(xml: string): XmlLine[] {
  return xml.split(/\r\n|\r|\n/).map((text, index) => ({
    spans: tokenize(text.replaceAll('\t', '  ')).flatMap((token) =>
      token.kind === 'text'
        ? [span(token.text, 'bold')]
        : token.kind === 'other'
          ? [span(token.text, 'dim')]
          : tagAsCame(token),
    ),
    line: index + 1,
    column: 1,
  }));
}

/** A tag without its attributes taken apart: in broken XML nothing of the bytes may be lost. */
function tagAsCame(token: Token): Line {
  const at = token.text.indexOf(token.name, 1);
  return [
    span(token.text.slice(0, at), 'dim'),
    span(token.name, 'tag'),
    span(token.text.slice(at + token.name.length), 'dim'),
  ];
}

/** Index of the shown line that holds a place of the body, -1 without one. */
export function lineAt(lines: readonly XmlLine[], line: number | undefined, column: number | undefined): number {
  if (line === undefined) return -1;
  return lines.findLastIndex((each) => each.line < line || (each.line === line && each.column <= (column ?? 1)));
}
