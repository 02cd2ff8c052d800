import { SaxesParser, type SaxesTagNS } from 'saxes';
import { LIMITS, type Limits } from './limits.ts';
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

/** Thrown within a scan to end it; `Scanned.refused` says why. */
class Refusal extends Error {}

/** Why a body is not read further. */
export interface Refused {
  readonly why: 'doctype' | 'limit';
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What a body came to. */
export interface Scanned {
  /** The root with all that was read, also of a body that was refused. */
  readonly root: XmlElement | undefined;
  readonly refused: Refused | undefined;
}

const NOBODY: Sink = { enter() {}, cdata() {}, leave() {}, fault() {} };

/**
 * saxes, with its complaints taken where they are made. Four handlers are all that it is given: with more of them its
 * objects outgrow what V8 keeps fast, and each read takes three times as long.
 */
class Parser extends SaxesParser<{ xmlns: true }> {
  complain: (error: string) => void = () => {};

  override fail(message: string): this {
    this.complain(message);
    return this;
  }
}

// A parser that has come to its end is as good as new.
const idle: Scanner[] = [];
const MOST_IDLE = 8;

/** Makes a tree of text with saxes, and tells a sink about each element while it grows. */
export class Scanner {
  readonly #parser = new Parser({ xmlns: true });
  #sink = NOBODY;
  #limits = LIMITS;
  #open: XmlElement | undefined;
  #depth = 0;
  #elements = 0;
  /** Text that saxes has, from the last `<` of what it had before; and where that begins in the body. */
  #chunk = '';
  #base = 0;
  /** Characters of its first line that come before it. */
  #lead = 0;
  #held = '';
  /** What stands before the root. */
  #prolog = '';
  #unbound = false;
  #root: XmlElement | undefined;
  #refused: Refused | undefined;

  /** A scanner for one body; to be ended with `end`. */
  static acquire(sink: Sink, limits: Limits): Scanner {
    const scanner = idle.pop() ?? new Scanner();
    scanner.#begin(sink, limits);
    return scanner;
  }

  #begin(sink: Sink, limits: Limits): void {
    this.#sink = sink;
    this.#limits = limits;
    this.#open = undefined;
    this.#depth = 0;
    this.#elements = 0;
    this.#chunk = '';
    this.#base = 0;
    this.#lead = 0;
    this.#held = '';
    this.#prolog = '';
    this.#root = undefined;
  }

  private constructor() {
    const parser = this.#parser;
    parser.complain = (error) => this.#fault(error);
    parser.on('opentag', (tag) => this.#enter(tag));
    parser.on('closetag', () => this.#leave(false));
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => {
      if (this.#open) this.#sink.cdata();
      this.#text(text);
    });
  }

  /** Whether the body is not read further. */
  get refused(): boolean {
    return this.#refused !== undefined;
  }

  write(text: string): void {
    if (this.#refused || text === '') return;
    const whole = this.#held + text;
    // saxes holds these back itself until it has seen what follows, and its positions are off by one then.
    const last = whole.charCodeAt(whole.length - 1);
    const held = last === 0x0d || (last >= 0xd800 && last <= 0xdbff);
    this.#held = held ? whole.slice(-1) : '';
    this.#give(held ? whole.slice(0, -1) : whole);
  }

  /** The body has ended: elements still open are left as cut off. Not to be used after it. */
  end(): Scanned {
    if (!this.#refused && this.#held !== '') this.#give(this.#held);
    if (!this.#refused) {
      this.#guarded(() => {
        if (!this.#root) this.#refuseDoctype(this.#prolog);
        this.#parser.close();
      });
    }
    while (this.#open) this.#leave(true);
    const scanned: Scanned = { root: this.#root, refused: this.#refused };
    // Nothing of this body is held until the next one comes. After a refusal the parser is somewhere in the middle.
    this.#begin(NOBODY, LIMITS);
    if (!scanned.refused && idle.length < MOST_IDLE) idle.push(this);
    return scanned;
  }

  #give(text: string): void {
    const cut = Math.max(this.#chunk.lastIndexOf('<'), 0);
    const before = lineBreak(this.#chunk, cut);
    this.#lead = cut - before - 1 + (before < 0 ? this.#lead : 0);
    this.#base += cut;
    this.#chunk = this.#chunk.slice(cut) + text;
    if (!this.#root) this.#prolog += text;
    this.#guarded(() => this.#parser.write(text));
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
    this.#refused = { why, message, line, column: Math.max(1, column) };
    throw new Refusal(message);
  }

  #refuseDoctype(prolog: string): void {
    if (hasDoctype(prolog)) this.#refuse('doctype', 'a DOCTYPE is not allowed');
  }

  #enter(tag: SaxesTagNS): void {
    if (!this.#root) {
      this.#refuseDoctype(this.#prolog.slice(0, this.#prolog.lastIndexOf('<', this.#parser.position - 1)));
      this.#prolog = '';
    }
    this.#elements += 1;
    this.#depth += 1;
    const { depth, elements, attributes: most, name } = this.#limits;
    if (this.#depth > depth) this.#refuse('limit', `elements are nested more than ${depth} deep`);
    if (this.#elements > elements) this.#refuse('limit', `the body has more than ${elements} elements`);
    const attributes: XmlAttribute[] = [];
    for (const key in tag.attributes) {
      const own = tag.attributes[key];
      if (own && own.name.length > name) this.#refuse('limit', `a name is longer than ${name} characters`);
      if (own) attributes.push({ name: own.local, prefix: own.prefix, uri: own.uri, value: own.value });
    }
    if (tag.name.length > name) this.#refuse('limit', `a name is longer than ${name} characters`);
    if (attributes.length > most) this.#refuse('limit', `an element has more than ${most} attributes`);
    const { line, column } = this.#tagPlace();
    const parent = this.#open;
    const node: XmlElement = {
      name: tag.local,
      prefix: tag.prefix,
      uri: this.#unbound && tag.uri === tag.prefix ? '' : tag.uri,
      attributes,
      children: [],
      line,
      column,
      parent,
    };
    this.#unbound = false;
    if (parent) parent.children.push(node);
    else this.#root ??= node;
    this.#open = node;
    this.#sink.enter(node);
  }

  /** Line and column of the `<` of the tag that saxes has just come to the end of. */
  #tagPlace(): { line: number; column: number } {
    const { line, columnIndex, position } = this.#parser;
    const end = position - this.#base;
    const start = this.#chunk.lastIndexOf('<', end - 1);
    const column = columnIndex - (end - start) + 1;
    if (column >= 1) return { line, column };
    // The tag spans lines: its own line breaks are counted back.
    const breaks = this.#chunk.slice(start, end).match(/\r\n?|\n/g)?.length ?? 0;
    const before = lineBreak(this.#chunk, start);
    return { line: line - breaks, column: start - before + (before < 0 ? this.#lead : 0) };
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
    if (error.startsWith('unbound namespace')) this.#unbound = true;
    if (error.startsWith('inappropriately located doctype')) this.#refuse('doctype', 'a DOCTYPE is not allowed');
    // Names are looked at when their tag is complete: the tag is the place.
    const { line, column } = /^(?:unbound|duplicate)/.test(error) ? this.#tagPlace() : this.#parser;
    // saxes counts the columns behind it: before the first character it is 0.
    this.#sink.fault(error, line, Math.max(1, column), this.#open);
  }
}

/** Index of the last line break before an index, -1 if there is none. */
function lineBreak(text: string, before: number): number {
  let at = before - 1;
  while (at >= 0 && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at -= 1;
  return at;
}

/** Whether a DOCTYPE stands in what comes before the root, outside of comments and processing instructions. */
function hasDoctype(prolog: string): boolean {
  for (let at = prolog.indexOf('<'); at >= 0; at = prolog.indexOf('<', at)) {
    if (prolog.startsWith('<!DOCTYPE', at)) return true;
    const close = prolog.startsWith('<!--', at) ? '-->' : prolog.startsWith('<?', at) ? '?>' : '<';
    at = prolog.indexOf(close, at + 1);
    if (at < 0) return false;
    if (close !== '<') at += close.length;
  }
  return false;
}
