import type { Message } from '../types.ts';
import { opaqueText } from '../xml/text.ts';
import type { XmlElement } from '../xml/tree.ts';
import { AttributeRules } from './attributes.ts';
import type { Element, Simple, Type } from './dsl.ts';
import { Findings, shown } from './findings.ts';
import { type Frame, newFrame, reset, store, substitute } from './frame.ts';
import { abstractElements, expanded, globalElements } from './globals.ts';
import { IdKeeper, type Ids } from './id-keeper.ts';
import { XSI } from './namespaces.ts';
import { Placement, wrongNamespace } from './placement.ts';
import { type Entry, type Plan, planOf } from './plan.ts';
import { messageOf, rootElement } from './root.ts';

const NOT_BLANK = /[^\t\n\r ]/;
const anyPlan = planOf({ form: 'opaque', name: 'xs:anyType', content: 'lax' });

/**
 * Judges a message by the schema and builds its object while elements are entered and left, in document order.
 * The reader drives it as it reads, `validate` over a tree.
 */
export class Validator {
  readonly findings = new Findings();
  readonly ids: Ids = {};
  readonly #idKeeper = new IdKeeper(this.ids);
  readonly #frames: Frame[] = [];
  readonly #attributes = new AttributeRules(this.findings);
  readonly #placement = new Placement(this.findings);
  #depth = 0;
  #skipped = 0;
  #begun = false;
  #root: { name: string; value: Record<string, unknown> | undefined } | undefined;

  /** An element begins; its attributes are there, its content is not. */
  enter(node: XmlElement): void {
    if (this.#skipped > 0) {
      this.#skipped += 1;
      return;
    }
    const parent = this.#frames[this.#depth - 1];
    if (!parent || this.#depth === 0) this.#enterRoot(node);
    else if (parent.mode === 'lax') this.#enterAny(node, parent);
    else this.#enterTyped(node, parent);
  }

  /** A CDATA section in the element that was entered last: never allowed where only elements are. */
  cdata(): void {
    const frame = this.#frames[this.#depth - 1];
    if (this.#skipped === 0 && this.#depth > 0 && frame) frame.cdata = true;
  }

  /** An element ends. `cut`: its end was not found, so what lacks is not counted as missing. */
  leave(node: XmlElement, cut = false): void {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      if (this.#skipped > 0) return;
      // The element that was skipped has no frame of its own unless its content alone was opaque.
      if (this.#frames[this.#depth - 1]?.node !== node || this.#depth === 0) return;
    }
    const frame = this.#frames[this.#depth - 1];
    if (!frame || this.#depth === 0) return;
    this.#depth -= 1;
    const value = this.#valueOf(frame, cut);
    const parent = this.#depth === 0 ? undefined : this.#frames[this.#depth - 1];
    if (!parent) this.#root = { name: node.name, value: frame.value };
    else if (frame.entry && parent.value && value !== undefined) store(parent.value, frame, value);
  }

  /** The payload, if the root is one (bare, or in oadrPayload or oadrSignedObject). */
  message(): Message | undefined {
    return this.#root && messageOf(this.#root.name, this.#root.value);
  }

  #enterRoot(node: XmlElement): void {
    // A second root is a fault of the XML; it has been told.
    const element = this.#begun ? undefined : rootElement(node, this.findings);
    if (!this.#begun) this.ids.root = node.name;
    this.#begun = true;
    if (element) this.#open(node, element.type, element, undefined);
    else this.#skipped = 1;
  }

  #enterTyped(node: XmlElement, parent: Frame): void {
    const entry = this.#placement.place(node, parent);
    if (!entry) {
      this.#skipped = 1;
      return;
    }
    if (entry.element.uri !== node.uri) wrongNamespace(this.findings, node, entry.element);
    this.#open(node, entry.element.type, entry.element, entry);
  }

  #enterAny(node: XmlElement, parent: Frame): void {
    parent.elements += 1;
    const name = expanded(node.uri, node.name);
    if (abstractElements.has(name)) {
      this.findings.at(node, 'schema', 'error', `${node.name} is abstract and cannot stand in a message`);
      this.#skipped = 1;
      return;
    }
    const element = globalElements.get(name);
    this.#open(node, element?.type ?? anyPlan.type, element, undefined);
  }

  #open(node: XmlElement, declared: Type, element: Element<unknown> | undefined, entry: Entry | undefined): void {
    const instance = hasInstance(node) ? this.#attributes.instance(node, declared) : undefined;
    const type = instance?.type ?? declared;
    if (type.form === 'complex' && type.abstract) {
      this.findings.at(node, 'schema', 'error', `${node.name} is abstract: its type must be named by xsi:type`);
    }
    const plan = type === declared && entry ? entry.plan : planOf(type);
    const frame = this.#frame(node, plan);
    frame.entry = entry;
    frame.key = entry?.element.name ?? node.name;
    frame.fixed = element?.fixed;
    frame.mode = type.form === 'opaque' && type.content === 'lax' ? 'lax' : 'typed';
    frame.nilled = false;
    if (instance?.nil !== undefined && element) {
      if (element.nillable) frame.nilled = instance.nil;
      else this.findings.at(node, 'schema', 'error', `${node.name} cannot be nil`, {}, '@nil');
    }
    if (type.form === 'opaque') {
      frame.value = undefined;
      if (frame.mode === 'lax') this.#attributes.checkAny(node);
      else this.#skipped = 1;
      return;
    }
    frame.value = type.form === 'complex' ? {} : undefined;
    if (type !== declared && entry && type.form === 'complex') frame.key = substitute(type, entry) ?? frame.key;
    if (node.attributes.length > 0) this.#attributes.check(node, plan, frame.value);
  }

  #frame(node: XmlElement, plan: Plan): Frame {
    const known = this.#frames[this.#depth];
    const frame = known ? reset(known, node, plan) : newFrame(node, plan);
    if (!known) this.#frames.push(frame);
    this.#depth += 1;
    return frame;
  }

  #valueOf(frame: Frame, cut: boolean): unknown {
    const { node, plan } = frame;
    if (frame.nilled && (node.children.length > 0 || frame.cdata)) {
      this.findings.at(node, 'schema', 'error', `${node.name} is nil and must be empty`);
    }
    switch (plan.type.form) {
      case 'simple':
        return this.#simpleValue(frame, plan.type);
      case 'opaque':
        // Inside what is opaque, the part of a part has no place of its own.
        return frame.entry ? { xml: opaqueText(node) } : undefined;
      default:
        if (frame.cdata || node.children.some(isWords)) this.#placement.textAmongElements(node);
        if (!cut) this.#placement.missing(frame);
        return isOpaque(frame.entry?.element) ? { xml: opaqueText(node) } : frame.value;
    }
  }

  #simpleValue(frame: Frame, type: Simple<unknown>): unknown {
    const { node } = frame;
    const first = node.children[0];
    let text = '';
    if (typeof first === 'string') text = node.children.length === 1 ? first : ownText(node);
    if (text === '' && frame.fixed !== undefined) return frame.fixed;
    const value = this.#attributes.value(node, text, type);
    if (frame.fixed !== undefined && value !== frame.fixed) {
      const detail = { expected: frame.fixed, actual: shown(text), hint: `write ${frame.fixed}` };
      this.findings.at(node, 'schema', 'error', `${node.name} must be ${frame.fixed}`, detail);
    }
    this.#idKeeper.keep(node.name, text, this.#depth);
    return isOpaque(frame.entry?.element) ? { xml: opaqueText(node) } : value;
  }
}

function isOpaque(element: Element<unknown> | undefined): boolean {
  return element?.type.form === 'opaque';
}

function isWords(child: XmlElement | string): boolean {
  return typeof child === 'string' && NOT_BLANK.test(child);
}

function hasInstance(node: XmlElement): boolean {
  for (const attribute of node.attributes) if (attribute.uri === XSI) return true;
  return false;
}

function ownText(node: XmlElement): string {
  return node.children.filter((child) => typeof child === 'string').join('');
}
