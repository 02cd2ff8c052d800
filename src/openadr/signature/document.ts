import { SaxesParser } from 'saxes';
import { complaint } from '../xml/complaints.ts';
import type { Limits } from '../xml/limits.ts';
import { XMLNS } from '../xml/tree.ts';
import { refuse } from './refusal.ts';

/**
 * An XML document as C14N needs it: with comments, processing instructions, qualified names and the declarations of
 * each element. The reader's tree (`xml/tree.ts`) keeps none of them, and has no need to.
 */
export interface SourceElement {
  readonly kind: 'element';
  /** As written, with its prefix. */
  readonly name: string;
  readonly local: string;
  readonly prefix: string;
  /** Namespace, `''` if there is none. */
  readonly uri: string;
  /** Without namespace declarations. */
  readonly attributes: SourceAttribute[];
  /** Namespace declarations of this element: prefix (`''` for the default) and namespace. */
  readonly declared: (readonly [prefix: string, uri: string])[];
  readonly children: SourceChild[];
  readonly parent: SourceElement | undefined;
  /** Index of `<` in the text. */
  readonly start: number;
  /** Index behind the `>` of the start tag. */
  readonly opened: number;
  /** Index behind the end tag. */
  end: number;
}

export interface SourceAttribute {
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

/** A document that was read. */
export interface SourceDocument {
  readonly text: string;
  readonly root: SourceElement;
  /** All elements, in document order. */
  readonly elements: readonly SourceElement[];
}

/** Text (CDATA and references resolved; never two in a row), an element, a comment or a processing instruction. */
export type SourceChild =
  | string
  | SourceElement
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'instruction'; readonly target: string; readonly data: string };

/** Line and column, both 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Ends at the first fault: what is not well-formed has no canonical form. */
class Parser extends SaxesParser<{ xmlns: true }> {
  override fail(message: string): this {
    const place = { line: this.line, column: Math.max(1, this.columnIndex) };
    refuse({ reason: 'unreadable', why: 'malformed', message: complaint(message.slice(0, 400)).message, ...place });
  }
}

/**
 * The document in a text. Throws Refused where it is not well-formed, holds a DOCTYPE, is beyond a limit, or declares
 * a namespace that C14N 1.0 refuses (section 1.3: a relative one).
 */
export function parseDocument(text: string, limits: Limits): SourceDocument {
  const parser = new Parser({ xmlns: true });
  const all: SourceElement[] = [];
  let open: SourceElement | undefined;
  let depth = 0;

  const beyond = (why: 'limit' | 'doctype' | 'malformed', message: string): never =>
    refuse({ reason: 'unreadable', why, message, line: parser.line, column: Math.max(1, parser.columnIndex) });

  const add = (given: string) => {
    const children = open?.children;
    if (!children || given === '') return;
    const last = children.length - 1;
    if (typeof children[last] === 'string') children[last] += given;
    else children.push(given);
  };

  parser.on('doctype', () => beyond('doctype', 'a DOCTYPE is not allowed'));
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('comment', (comment) => open?.children.push({ kind: 'comment', text: comment }));
  parser.on('processinginstruction', ({ target, body }) =>
    open?.children.push({ kind: 'instruction', target, data: body }),
  );
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > limits.depth) beyond('limit', `elements are nested more than ${limits.depth} deep`);
    if (all.length >= limits.elements) beyond('limit', `the body has more than ${limits.elements} elements`);
    if (tag.name.length > limits.name) beyond('limit', `a name is longer than ${limits.name} characters`);
    const attributes: SourceAttribute[] = [];
    const declared: [string, string][] = [];
    for (const key in tag.attributes) {
      const own = tag.attributes[key];
      if (!own) continue;
      const { name, local, uri, value } = own;
      if (name.length > limits.name) beyond('limit', `a name is longer than ${limits.name} characters`);
      if (uri !== XMLNS) attributes.push({ name, local, uri, value });
      else declared.push([own.prefix === '' ? '' : local, value]);
      if (uri === XMLNS && value !== '' && !/^[A-Za-z][\w+.-]*:/.test(value))
        beyond('malformed', `the namespace ${value.slice(0, 100)} is relative, which has no canonical form`);
    }
    if (attributes.length + declared.length > limits.attributes)
      beyond('limit', `an element has more than ${limits.attributes} attributes`);
    const opened = parser.position;
    const node: SourceElement = {
      kind: 'element',
      name: tag.name,
      local: tag.local,
      prefix: tag.prefix,
      uri: tag.uri,
      attributes,
      declared,
      children: [],
      parent: open,
      // A value cannot hold a `<`.
      start: text.lastIndexOf('<', opened - 1),
      opened,
      end: opened,
    };
    open?.children.push(node);
    all.push(node);
    open = node;
  });
  parser.on('closetag', () => {
    depth -= 1;
    if (!open) return;
    open.end = parser.position;
    open = open.parent;
  });

  parser.write(text).close();
  return { text, root: all[0] ?? beyond('malformed', 'the body holds no element'), elements: all };
}

/** Line and column of an index of a text. */
export function placeAt(text: string, index: number): Place {
  const before = text.slice(0, index).split(/\r\n?|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The child elements, in order. */
export function elementsOf(node: SourceElement): SourceElement[] {
  return node.children.filter((child): child is SourceElement => typeof child !== 'string' && child.kind === 'element');
}

/** Element path from the root in local names. */
export function sourcePath(of: SourceElement): string {
  let path = '';
  for (let at: SourceElement | undefined = of; at; at = at.parent) path = `/${at.local}${path}`;
  return path;
}
