import { part, type Token, tagLine, tagParts, tokenize, type XmlPart } from './tokens.ts';

/** A line of shown XML, and where it began in the bytes. */
export interface XmlLine {
  readonly parts: readonly XmlPart[];
  /** 1-based place in the body; findings point to it. */
  readonly line: number;
  readonly column: number;
}

/** Tags wider than this have an attribute a line. */
const WIDE_TAG = 90;
/** No payload is nested deeper; a hostile one must not become lines of nothing but spaces. */
const DEEPEST = 64;

/**
 * XML for reading: an element a line, indented, each line with its place in the bytes and taken apart by what its pieces
 * are. What is not well formed is given as it came, line by line.
 * @param cutOff the text is the beginning of a longer one: elements may be left open, a tag at its end may be half
 * @returns `pretty` says which of the two it is
 */
export function prettyXml(xml: string, cutOff = false): { readonly pretty: boolean; readonly lines: XmlLine[] } {
  const tokens = tokenize(xml);
  return isBalanced(tokens, cutOff)
    ? { pretty: true, lines: new Printer().print(tokens) }
    : { pretty: false, lines: asCame(xml) };
}

function isBalanced(tokens: readonly Token[], cutOff: boolean): boolean {
  const open: string[] = [];
  let elements = 0;
  for (const [at, token] of tokens.entries()) {
    if (cutOff && at === tokens.length - 1) break;
    if (token.kind === 'open' || token.kind === 'empty') elements++;
    if (token.kind !== 'text' && token.kind !== 'other' && !token.text.endsWith('>')) return false;
    if (token.kind === 'open') open.push(token.name);
    else if (token.kind === 'close' && open.pop() !== token.name) return false;
  }
  return (cutOff || open.length === 0) && elements > 0;
}

class Printer {
  readonly #lines: XmlLine[] = [];
  #depth = 0;
  /** A tag that was opened and has had nothing but text so far. */
  #open: { readonly token: Token; text: string } | undefined;

  print(tokens: readonly Token[]): XmlLine[] {
    for (const token of tokens) this.#token(token);
    // Left open where the text is cut off.
    this.#flush();
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
        for (const text of linesOf(token.text)) this.#line([part('markup', text)], token);
    }
  }

  #text(token: Token): void {
    if (this.#open) this.#open.text += token.text;
    else if (token.text.trim() !== '') {
      for (const text of linesOf(token.text.trim())) this.#line([part('text', text)], token);
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
    this.#line([...tagLine(open.token), part('text', text), ...tagLine(token)], open.token);
  }

  #flush(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    this.#tag(open.token);
    this.#depth++;
    if (open.text.trim() !== '') this.#line([part('text', open.text.trim())], open.token);
  }

  #tag(token: Token): void {
    const parts = tagLine(token);
    const { head, attributes, tail } = tagParts(token);
    if (lengthOf(parts) <= WIDE_TAG || attributes.length < 2) {
      this.#line(parts, token);
      return;
    }
    this.#line(head, token);
    for (const [at, attribute] of attributes.entries()) {
      this.#line([part('space', '    '), ...attribute, ...(at === attributes.length - 1 ? [tail] : [])], token);
    }
  }

  #line(parts: readonly XmlPart[], { line, column }: Token): void {
    const indent = '  '.repeat(Math.min(Math.max(this.#depth, 0), DEEPEST));
    this.#lines.push({ parts: [part('space', indent), ...parts], line, column });
  }
}

/** The lines of a text, tabs as two spaces. */
function linesOf(text: string): string[] {
  return text.replaceAll('\t', '  ').split(/\r\n|\r|\n/);
}

function lengthOf(parts: readonly XmlPart[]): number {
  return parts.reduce((sum, { text }) => sum + text.length, 0);
}

function asCame(xml: string): XmlLine[] {
  return xml.split(/\r\n|\r|\n/).map((text, index) => ({
    parts: tokenize(text.replaceAll('\t', '  ')).flatMap((token) =>
      token.kind === 'text'
        ? [part('text', token.text)]
        : token.kind === 'other'
          ? [part('markup', token.text)]
          : tagAsCame(token),
    ),
    line: index + 1,
    column: 1,
  }));
}

/** A tag without its attributes taken apart: in broken XML nothing of the bytes may be lost. */
function tagAsCame(token: Token): XmlPart[] {
  const at = token.text.indexOf(token.name, 1);
  return [
    part('markup', token.text.slice(0, at)),
    part('name', token.name),
    part('markup', token.text.slice(at + token.name.length)),
  ];
}

/** Index of the shown line that holds a place of the body, -1 without one. */
export function lineAt(
  lines: readonly Pick<XmlLine, 'line' | 'column'>[],
  line: number | undefined,
  column: number | undefined,
): number {
  if (line === undefined) return -1;
  return lines.findLastIndex((each) => each.line < line || (each.line === line && each.column <= (column ?? 1)));
}
