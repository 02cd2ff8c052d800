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
const ASIDE = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g;

/** Makes a tree of text with saxes, and tells a sink about each element while it grows. */
export class Scanner {
  readonly #parser = new Parser({ xmlns: true });
  #sink!: Sink;
  #limits!: Limits;
  #open: XmlElement | undefined;
  #depth = 0;
  #elements = 0;
  /** Text that saxes has, from the last `<` of what it had before; and where that begins in the body. */
  #chunk = '';
  #base = 0;
  #held = '';
  /** What stands before the root. */
  #prolog = '';
  #unbound = false;
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
    scanner.#chunk = '';
    scanner.#base = 0;
    scanner.#held = '';
    scanner.#prolog = '';
    scanner.root = undefined;
    return scanner;
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

  write(text: string): void {
    if (this.refused || text === '') return;
    const whole = this.#held + text;
    // saxes holds these back itself until it has seen what follows, and its positions are off by one then.
    const last = whole.charCodeAt(whole.length - 1);
    const held = last === 0x0d || (last >= 0xd800 && last <= 0xdbff);
    this.#held = held ? whole.slice(-1) : '';
    this.#give(held ? whole.slice(0, -1) : whole);
  }

  /** The body has ended. Elements still open are left as cut off. */
  end(): void {
    if (!this.refused && this.#held !== '') this.#give(this.#held);
    if (!this.refused) {
      this.#guarded(() => {
        if (!this.root) this.#refuseDoctype(this.#prolog);
        this.#parser.close();
      });
    }
    while (this.#open) this.#leave(true);
    this.#chunk = '';
    if (!this.refused && idle.length < MOST_IDLE) idle.push(this);
  }

  #give(text: string): void {
    const kept = this.#chunk === '' ? '' : this.#chunk.slice(Math.max(this.#chunk.lastIndexOf('<'), 0));
    this.#base += this.#chunk.length - kept.length;
    this.#chunk = kept + text;
    if (!this.root) this.#prolog += text;
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
    this.refused = { why, message, line, column };
    throw new Refusal(message);
  }

  #refuseDoctype(prolog: string): void {
    if (prolog.includes('<!DOCTYPE') && prolog.replace(ASIDE, '').includes('<!DOCTYPE')) {
      this.#refuse('doctype', 'a DOCTYPE is not allowed');
    }
  }

  #enter(tag: SaxesTagNS): void {
    if (!this.root) {
      this.#refuseDoctype(this.#prolog.slice(0, this.#prolog.lastIndexOf('<', this.#parser.position - 1)));
      this.#prolog = '';
    }
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
    else this.root ??= node;
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
    const before = Math.max(this.#chunk.lastIndexOf('\n', start), this.#chunk.lastIndexOf('\r', start));
    return { line: line - breaks, column: start - before };
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
    this.#sink.fault(error, line, column, this.#open);
  }
}
