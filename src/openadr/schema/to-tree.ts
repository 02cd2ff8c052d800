import type { Message } from '../types.ts';
import { parseTree } from '../xml/parse-tree.ts';
import { declaration } from '../xml/text.ts';
import { element, XMLNS, type XmlElement } from '../xml/tree.ts';
import type { Element } from './dsl.ts';
import { shown } from './findings.ts';
import { OADR, PREFIXES } from './namespaces.ts';
import { PAYLOADS } from './oadr.ts';
import { Signature } from './opaque.ts';
import { type Entry, type Plan, planOf, type Slot } from './plan.ts';
import { SchemaError } from './schema-error.ts';

export interface ToTreeOptions {
  /** Writes what can be written instead of throwing: required fields may lack, values may be of any kind. */
  readonly lenient?: boolean;
}

const VERSION = '2.0b';
// What XML 1.0, section 2.2, does not let stand in a document.
const FORBIDDEN = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * The tree of a message: oadrPayload, oadrSignedObject and the payload, in the order of the XSD and with one prefix a
 * namespace, declared at the root. schemaVersion is 2.0b where the payload has no
 * such key; a key without value leaves it out.
 * Throws SchemaError where a field lacks, is unknown or cannot be of its type, unless `lenient`.
 */
export function toTree(message: Message, options: ToTreeOptions = {}): XmlElement {
  const builder = new Builder(options.lenient === true);
  const payload = builder.payload(message.name, message.body);
  const signed = element(OADR, 'oadr', 'oadrSignedObject', [payload]);
  if (message.id !== undefined) signed.attributes.push({ name: 'Id', prefix: 'oadr', uri: OADR, value: message.id });
  const children = message.signature ? [builder.opaque(Signature, message.signature, '/Signature'), signed] : [signed];
  const root = element(OADR, 'oadr', 'oadrPayload', children);
  const used = namespacesOf(root, new Set());
  for (const [uri, prefix] of Object.entries(PREFIXES)) {
    if (used.has(uri)) root.attributes.push(declaration(prefix, uri));
  }
  return root;
}

function namespacesOf(node: XmlElement, into: Set<string>): Set<string> {
  into.add(node.uri);
  for (const own of node.attributes) into.add(own.uri);
  // What is opaque has its own declarations.
  if (node.attributes.some((own) => own.uri === XMLNS)) return into;
  for (const child of node.children) if (typeof child !== 'string') namespacesOf(child, into);
  return into;
}

class Builder {
  readonly #lenient: boolean;

  constructor(lenient: boolean) {
    this.#lenient = lenient;
  }

  payload(name: Message['name'], body: object): XmlElement {
    const declared: Element<unknown> | undefined = PAYLOADS[name];
    if (!declared) throw new SchemaError(`/${name}`, 'is no OpenADR 2.0b payload');
    return this.#complex(declared, planOf(declared.type), { schemaVersion: VERSION, ...body }, `/${name}`);
  }

  opaque(declared: Element<unknown>, value: unknown, path: string): XmlElement {
    const xml = isObject(value) && typeof value.xml === 'string' ? value.xml : undefined;
    const prefix = PREFIXES[declared.uri] ?? '';
    if (xml === undefined || xml.trim() === '') {
      if (xml === undefined) this.#problem(path, 'must be an object with the text xml');
      return element(declared.uri, prefix, declared.name);
    }
    const { tree, error } = parseTree(xml);
    if (tree?.name === declared.name && tree.uri === declared.uri && error === undefined) return tree;
    throw new SchemaError(path, `must hold the XML of ${prefix}:${declared.name}${error ? `: ${error}` : ''}`);
  }

  #complex(declared: Element<unknown>, plan: Plan, value: Record<string, unknown>, path: string): XmlElement {
    const node = element(declared.uri, PREFIXES[declared.uri] ?? '', declared.name);
    for (const [name, attribute] of plan.attributes) {
      const given = value[name];
      if (given === undefined || given === null) continue;
      const text = this.#text(attribute.type.format(given), given, attribute.type.expected, `${path}/@${name}`);
      node.attributes.push({ name, prefix: PREFIXES[attribute.uri] ?? '', uri: attribute.uri, value: text });
    }
    for (const slot of plan.slots) this.#slot(node, plan, slot, value, path);
    if (!this.#lenient) this.#strangers(plan, value, path);
    return node;
  }

  #slot(node: XmlElement, plan: Plan, slot: Slot, value: Record<string, unknown>, path: string): void {
    let count = 0;
    for (const name of slot.names) {
      const entry = plan.children.get(name);
      const given = value[name];
      if (!entry || given === undefined || given === null) continue;
      if (slot.repeated !== Array.isArray(given)) {
        this.#problem(`${path}/${name}`, slot.repeated ? 'must be an array' : 'may stand only once');
      }
      for (const item of Array.isArray(given) ? given : [given]) {
        append(node, this.#child(entry, item, `${path}/${name}`));
        count += 1;
      }
    }
    if (count === 0 && slot.required) {
      const one = slot.names.length === 1 ? slot.names[0] : `one of ${slot.names.join(', ')}`;
      this.#problem(
        slot.names.length === 1 ? `${path}/${one}` : path,
        slot.names.length === 1 ? 'is missing' : `needs ${one}`,
      );
    }
    if (count > 1 && !slot.repeated) this.#problem(path, `may hold only one of ${slot.names.join(', ')}`);
  }

  #child(entry: Entry, value: unknown, path: string): XmlElement {
    const { element: declared, plan } = entry;
    const { type } = plan;
    if (type.form === 'opaque') return this.opaque(declared, value, path);
    if (type.form === 'complex') {
      if (type.abstract) this.#problem(path, 'is abstract');
      if (!isObject(value)) this.#problem(path, `must be an object, not ${shown(String(value))}`);
      return this.#complex(declared, plan, isObject(value) ? value : {}, path);
    }
    const text = this.#text(type.format(value), value, declared.fixed ?? type.expected, path);
    if (declared.fixed !== undefined && text !== declared.fixed) this.#problem(path, `must be ${declared.fixed}`);
    return element(declared.uri, PREFIXES[declared.uri] ?? '', declared.name, text === '' ? [] : [text]);
  }

  #text(formatted: string | undefined, value: unknown, expected: string, path: string): string {
    if (formatted === undefined) this.#problem(path, `must be ${expected}, not ${shown(String(value))}`);
    const text = formatted ?? String(value);
    if (FORBIDDEN.test(text)) this.#problem(path, 'holds a character that XML does not allow');
    return text;
  }

  #strangers(plan: Plan, value: Record<string, unknown>, path: string): void {
    for (const name of Object.keys(value)) {
      const known = plan.children.has(name) || plan.attributes.has(name) || value[name] === undefined;
      if (!known) throw new SchemaError(`${path}/${name}`, 'is not known to the schema');
    }
  }

  #problem(path: string, problem: string): void {
    if (!this.#lenient) throw new SchemaError(path, problem);
  }
}

function append(node: XmlElement, child: XmlElement): void {
  child.parent = node;
  node.children.push(child);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
