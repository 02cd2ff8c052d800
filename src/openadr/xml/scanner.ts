import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Limits } from './limits.ts';
import type { XmlAttribute, XmlElement } from './tree.ts';

/** Who is told what the scanner finds, in document order. */
export interface Sink {
  /** An element with its attributes; its content comes later. */
  enter(node: XmlElement): void;
  /** A CDATA section in the element entered last. */
  cdata(): void;
  leave(node: XmlElement, cut: boolean): void;
  /** The body is not well-formed; reading goes on. */
  fault(error: string, line: number, column: number, at: XmlElement | undefined): void;
}

/** Thrown within a scan to end it; what it is about stands in `Scanner.refused`. */
class Refusal extends Error {}

/** Why a body is not read further. */
export interface Refused {
  readonly why: 'doctype' | 'limit';
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

type Parser = SaxesParser<{ xmlns: true }>;

// A parser binds some forty functions when it is made, which takes as long as to read an oadrPoll; one that has come
// to its end is as good as new.
const idle: Scanner[] = [];
const MOST_IDLE = 8;

/** Makes a tree of text with saxes, and tells a sink about each element while it grows. */
export class Scanner {
  readonly #parser: Parser = new SaxesParser({ xmlns: true });
  #sink!: Sink;
  #limits!: Limits;
  #open: XmlElement | undefined;
  #depth = 0;
  #elements = 0;
  #chunk = '';
  #unbound = false;
  #line = 0;
  #column = 0;
  root: XmlElement | undefined;
  refused: Refused | undefined;

  /** A scanner for one body; give it back with `release` when it has ended. */
  static acquire(sink: Sink, limits: Limits): Scanner {
    const scanner = idle.pop() ?? new Scanner();
    scanner.#sink = sink;
    scanner.#limits = limits;
    scanner.#open = undefined;
    scanner.#depth = 0;
    scanner.#elements = 0;
    scanner.root = undefined;
    return scanner;
  }

  private constructor() {
    const parser = this.#parser;
    parser.on('doctype', () => this.#refuse('doctype', 'a DOCTYPE is not allowed'));
    parser.on('opentagstart', (tag) => this.#start(tag.name));
    parser.on('opentag', (tag) => this.#enter(tag));
    parser.on('closetag', () => this.#leave(false));
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => {
      if (this.#open) this.#sink.cdata();
      this.#text(text);
    });
    parser.on('error', (error) => this.#fault(error.message));
  }

  write(text: string): void {
    if (this.refused || text === '') return;
    this.#chunk = text;
    this.#guarded(() => this.#parser.write(text));
  }

  /** The body has ended. Elements still open are left as cut off. */
  end(): void {
    if (!this.refused) this.#guarded(() => this.#parser.close());
    while (this.#open) this.#leave(true);
    this.#chunk = '';
    if (!this.refused && idle.length < MOST_IDLE) idle.push(this);
  }

  #guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  #refuse(why: Refused['why'], message: string): never {
    const { line, column } = this.#parser;
    this.refused = { why, message, line, column };
    throw new Refusal(message);
  }

  /** saxes stands one character behind the name; the place of `<` is reckoned from there. */
  #start(name: string): void {
    const { line, column } = this.#parser;
    this.#unbound = false;
    if (column > name.length) {
      this.#line = line;
      this.#column = column - name.length - 1;
      return;
    }
    // A line break ended the name: look for the start of the line before it in the text.
    const end = this.#chunk.lastIndexOf(`<${name}`, this.#parser.position);
    const start = Math.max(this.#chunk.lastIndexOf('\n', end), this.#chunk.lastIndexOf('\r', end));
    this.#line = line - 1;
    this.#column = end < 0 ? 1 : end - start;
  }

  #enter(tag: SaxesTagNS): void {
    this.#elements += 1;
    this.#depth += 1;
    const { depth, elements, attributes: most } = this.#limits;
    if (this.#depth > depth) this.#refuse('limit', `elements are nested more than ${depth} deep`);
    if (this.#elements > elements) this.#refuse('limit', `the body has more than ${elements} elements`);
    const attributes: XmlAttribute[] = [];
    for (const key in tag.attributes) {
      const own = tag.attributes[key];
      if (own) attributes.push({ name: own.local, prefix: own.prefix, uri: own.uri, value: own.value });
    }
    if (attributes.length > most) this.#refuse('limit', `an element has more than ${most} attributes`);
    const parent = this.#open;
    const node: XmlElement = {
      name: tag.local,
      prefix: tag.prefix,
      uri: this.#unbound && tag.uri === tag.prefix ? '' : tag.uri,
      attributes,
      children: [],
      line: this.#line,
      column: this.#column,
      parent,
    };
    if (parent) parent.children.push(node);
    else this.root ??= node;
    this.#open = node;
    this.#sink.enter(node);
  }

  #leave(cut: boolean): void {
    const node = this.#open;
    if (!node) return;
    this.#open = node.parent;
    this.#depth -= 1;
    this.#sink.leave(node, cut);
  }

  #text(text: string): void {
    const children = this.#open?.children;
    if (!children || text === '') return;
    const last = children.length - 1;
    if (typeof children[last] === 'string') children[last] += text;
    else children.push(text);
  }

  #fault(error: string): void {
    if (error.includes('unbound namespace')) this.#unbound = true;
    // When an end is missing saxes complains of each element that is open; the innermost says enough.
    this.#sink.fault(error, this.#parser.line, this.#parser.column, this.#open);
  }
}
