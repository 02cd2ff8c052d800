import { XMLNS, type XmlAttribute, type XmlElement } from '../xml/tree.ts';
import type { Attribute, Simple, Type } from './dsl.ts';
import type { Findings } from './findings.ts';
import { shown } from './findings.ts';
import { derives, expanded, namedTypes } from './globals.ts';
import { valueHint } from './hints.ts';
import { schemaVersionType } from './ids.ts';
import { prefixed } from './names.ts';
import { EI, GML, XS, XSI } from './namespaces.ts';
import { nearest } from './near.ts';
import type { Plan } from './plan.ts';
import * as xs from './simple.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';
const language = xs.pattern('language', xs.token, /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/, 'a language');
const space = xs.enumeration('space', xs.token, ['default', 'preserve']);

/** Attributes declared at the top of an XSD: validated wherever any attribute is allowed. */
const anywhere = new Map<string, Simple<unknown>>([
  [expanded(EI, 'schemaVersion'), schemaVersionType],
  [expanded(GML, 'id'), xs.id],
  [expanded(XML, 'id'), xs.id],
  [expanded(XML, 'lang'), language],
  [expanded(XML, 'space'), space],
  [expanded(XML, 'base'), xs.anyURI],
]);

/** What the attributes of XML Schema itself say about an element. */
export interface Instance {
  /** `xsi:nil` as a boolean, if it is there and readable. */
  nil?: boolean;
  /** The type that `xsi:type` names, if it is known. */
  type?: Type;
}

/** Judges the attributes of elements, and keeps the identities that must be unique in a message. */
export class AttributeRules {
  readonly #findings: Findings;
  readonly #identities = new Set<string>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Attributes of an element of a known type; those it may have go into `value`. */
  check(node: XmlElement, plan: Plan, value: Record<string, unknown> | undefined): void {
    for (const attribute of node.attributes) {
      if (attribute.uri === XMLNS || isInstance(attribute)) continue;
      const declared = plan.attributes.get(attribute.name);
      if (!declared) {
        this.#unknown(node, plan, attribute);
        continue;
      }
      if (declared.uri !== attribute.uri) this.#misnamed(node, attribute, declared);
      const read = this.value(node, attribute.value, declared.type, attribute.name);
      if (value && read !== undefined) value[attribute.name] = read;
    }
  }

  /** Attributes where any is allowed (xs:anyType). */
  checkAny(node: XmlElement): void {
    for (const attribute of node.attributes) {
      if (attribute.uri === '' || attribute.uri === XMLNS || attribute.uri === XSI) continue;
      const type = anywhere.get(expanded(attribute.uri, attribute.name));
      if (type) this.value(node, attribute.value, type, attribute.name);
    }
  }

  /** `xsi:nil` and `xsi:type` of an element; undefined if it has neither. */
  instance(node: XmlElement, declared: Type): Instance | undefined {
    let found: Instance | undefined;
    for (const attribute of node.attributes) {
      if (attribute.uri !== XSI) continue;
      if (attribute.name === 'nil') found = { ...found, nil: this.#nil(node, attribute) };
      if (attribute.name === 'type') found = { ...found, type: this.#type(node, attribute, declared) };
    }
    return found;
  }

  /** The value of a text, with a finding if it has none. What can be told all the same is given. */
  value(node: XmlElement, text: string, type: Simple<unknown>, attribute?: string): unknown {
    const treated = type.space === 'preserve' ? text : xs.spaced(type.space, text);
    const read = type.parse(treated);
    const child = attribute === undefined ? undefined : `@${attribute}`;
    if (read === undefined) {
      if (this.#findings.overflows()) return type.closed ? undefined : treated;
      const detail = { expected: type.expected, actual: shown(text), hint: valueHint(type, text) };
      this.#findings.at(node, 'schema', 'error', `${attribute ?? node.name} has no valid value`, detail, child);
      return type.closed ? undefined : treated;
    }
    if (type.id === true) this.#identity(node, treated, child);
    return read;
  }

  #identity(node: XmlElement, identity: string, child: string | undefined): void {
    if (this.#identities.has(identity)) {
      this.#findings.at(node, 'schema', 'error', `the identity ${shown(identity)} is used twice`, {}, child);
    }
    this.#identities.add(identity);
  }

  #nil(node: XmlElement, attribute: XmlAttribute): boolean | undefined {
    const value = this.value(node, attribute.value, xs.boolean, 'xsi:nil');
    return typeof value === 'boolean' ? value : undefined;
  }

  #type(node: XmlElement, attribute: XmlAttribute, declared: Type): Type | undefined {
    const [first = '', second] = attribute.value.split(':');
    const uri = namespaceOf(node, second === undefined ? '' : first);
    const type = namedTypes.get(expanded(uri, second ?? first));
    const anyType = uri === XS && (second ?? first) === 'anyType' && declared.form === 'opaque';
    if (anyType || (type && derives(type, declared))) return type;
    const expected = declared.name.includes(':') ? declared.name : undefined;
    const detail = { expected, actual: shown(attribute.value) };
    const message = type ? `xsi:type names a type that ${node.name} cannot have` : 'xsi:type names an unknown type';
    this.#findings.at(node, 'schema', 'error', message, detail, '@type');
    return undefined;
  }

  #unknown(node: XmlElement, plan: Plan, attribute: XmlAttribute): void {
    if (this.#findings.overflows()) return;
    const near = nearest(attribute.name, plan.attributes.keys());
    const expected = [...plan.attributes.values()].map((own) => prefixed(own.uri, own.name)).join(', ') || 'none';
    const detail = { expected, actual: attribute.name, hint: near && `did you mean ${near}?` };
    this.#findings.at(node, 'schema', 'error', `${node.name} has no attribute ${attribute.name}`, detail);
  }

  #misnamed(node: XmlElement, attribute: XmlAttribute, declared: Attribute<unknown>): void {
    if (this.#findings.overflows()) return;
    const wanted = prefixed(declared.uri, declared.name);
    const message = `the attribute ${attribute.name} is in ${attribute.uri === '' ? 'no' : 'the wrong'} namespace`;
    const detail = { expected: declared.uri, actual: shown(attribute.uri), hint: `write ${wanted}` };
    this.#findings.at(node, 'schema', 'error', message, detail, `@${attribute.name}`);
  }
}

function isInstance(attribute: XmlAttribute): boolean {
  return attribute.uri === XSI && /^(?:nil|type|schemaLocation|noNamespaceSchemaLocation)$/.test(attribute.name);
}

/** The namespace that a prefix has at an element. */
export function namespaceOf(node: XmlElement, prefix: string): string {
  for (let at: XmlElement | undefined = node; at; at = at.parent) {
    for (const own of at.attributes) {
      if (own.uri === XMLNS && (prefix === '' ? own.prefix === '' : own.prefix !== '' && own.name === prefix)) {
        return own.value;
      }
    }
  }
  return '';
}
