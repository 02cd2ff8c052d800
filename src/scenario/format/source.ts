import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Place } from './plan.ts';

/** A scenario file's text. */
export class Source {
  readonly file: string;
  readonly text: string;
  readonly #lines: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#lines = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  }

  place(offset: number): Place {
    const line = this.#lineAt(offset);
    const start = this.#lines[line - 1] ?? 0;
    const end = this.#lines[line] ?? this.text.length;
    return {
      file: this.file,
      line,
      column: offset - start + 1,
      source: this.text.slice(start, end).replace(/[\r\n]+$/, ''),
    };
  }

  /** The line that an offset lies in, by halving: each step asks for its place. */
  #lineAt(offset: number): number {
    let low = 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#lines[middle] ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** A stretch of a file. */
export interface Spot {
  readonly source: Source;
  readonly offset: number;
  readonly length: number;
}

/** A JSON value that knows where it stands, also after files were merged. */
export type Located =
  | { readonly kind: 'object'; readonly spot: Spot; readonly fields: ReadonlyMap<string, Field> }
  | { readonly kind: 'array'; readonly spot: Spot; readonly items: readonly Located[] }
  | { readonly kind: 'scalar'; readonly spot: Spot; readonly value: string | number | boolean | null };

export interface Field {
  readonly key: Spot;
  readonly value: Located;
}

/** Something wrong with a file's text. */
export interface SourceProblem {
  readonly spot: Spot;
  readonly message: string;
  readonly hint?: string;
}

/** Whatever is read goes down into it level by level; a repeat takes two, the deepest payload about ten. */
const DEEPEST = 100;

/** Where a text is nested deeper than can be read, if it is. */
function tooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    scanner.scan();
    // At the end there is no token any more; a bracket within a text or a comment is part of a longer one.
    if (scanner.getTokenLength() === 0) return undefined;
    const first = text.charAt(scanner.getTokenOffset());
    if (first === '{' || first === '[') depth++;
    if (first === '}' || first === ']') depth--;
    if (depth > DEEPEST) return scanner.getTokenOffset();
  }
}

/** Reads JSON with comments and trailing commas. Problems come in order; with a syntax error there is no value. */
export function parseSource(source: Source): { value?: Located; problems: SourceProblem[] } {
  // A byte order mark is no part of the text, and no mistake.
  const text = source.text.replace(/^\uFEFF/, ' ');
  if (text.trim() === '')
    return { problems: [{ spot: { source, offset: 0, length: 1 }, message: 'the file is empty' }] };
  const deep = tooDeep(text);
  if (deep !== undefined) {
    const message = `the file is nested more than ${DEEPEST} deep`;
    return { problems: [{ spot: { source, offset: deep, length: 1 }, message, hint: 'no scenario needs as much' }] };
  }
  const errors: ParseError[] = [];
  const node = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first || !node) {
    const spot = { source, offset: Math.min(first?.offset ?? 0, text.length), length: first?.length || 1 };
    return { problems: [{ spot, ...(first ? syntax(first) : { message: 'not JSON' }) }] };
  }
  const problems: SourceProblem[] = [];
  return { value: locate(node, source, problems), problems };
}

/** The part at a path, or what is nearest to it. */
export function at(value: Located, path: readonly PropertyKey[]): Located {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const next = value.kind === 'object' ? value.fields.get(String(first))?.value : inArray(value, first);
  return next ? at(next, rest) : value;
}

/** Where a key stands, if it is there. */
export function keyAt(value: Located, path: readonly PropertyKey[], key: string): Spot | undefined {
  const parent = at(value, path);
  return parent.kind === 'object' ? parent.fields.get(key)?.key : undefined;
}

function inArray(value: Located, index: PropertyKey): Located | undefined {
  return value.kind === 'array' ? value.items[Number(index)] : undefined;
}

function locate(node: Node, source: Source, problems: SourceProblem[]): Located {
  const spot = { source, offset: node.offset, length: node.length };
  if (node.type === 'array') {
    return { kind: 'array', spot, items: (node.children ?? []).map((child) => locate(child, source, problems)) };
  }
  if (node.type !== 'object') return { kind: 'scalar', spot, value: node.value };
  const fields = new Map<string, Field>();
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (!key || !value) continue;
    const keySpot = { source, offset: key.offset, length: key.length };
    if (fields.has(key.value)) {
      problems.push({ spot: keySpot, message: `"${key.value}" is given twice`, hint: 'remove one of them' });
    }
    fields.set(key.value, { key: keySpot, value: locate(value, source, problems) });
  }
  return { kind: 'object', spot, fields };
}

const WORDS: Readonly<Record<string, string>> = {
  CommaExpected: 'a comma is missing',
  ColonExpected: 'a colon is missing',
  PropertyNameExpected: 'the name of a field is missing',
  ValueExpected: 'a value is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there is text after the end',
  UnexpectedEndOfString: 'a closing quotation mark is missing',
  UnexpectedEndOfComment: 'the comment has no end',
  InvalidSymbol: 'this is no JSON value',
  InvalidNumberFormat: 'this is no number',
};

function syntax({ error }: ParseError): Pick<SourceProblem, 'message' | 'hint'> {
  const code = printParseErrorCode(error);
  const hint = code === 'InvalidSymbol' ? 'text stands in "double quotation marks"' : undefined;
  return { message: `not JSON: ${WORDS[code] ?? code}`, hint };
}
