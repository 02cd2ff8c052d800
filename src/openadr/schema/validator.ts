import { opaqueText } from '../xml/text.ts';
import type { XmlElement } from '../xml/tree.ts';
import { AttributeRules } from './attributes.ts';
import type { Element, Simple, Type } from './dsl.ts';
import { Findings } from './findings.ts';
import { abstractElements, expanded, globalElements } from './globals.ts';
import { prefixed } from './names.ts';
import { XSI } from './namespaces.ts';
import { nearest } from './near.ts';
import { isPayloadName, type Message, oadrPayload, PAYLOADS } from './oadr.ts';
import { Placement } from './placement.ts';
import { type Entry, type Plan, planOf } from './plan.ts';

/** An element whose end has not come yet. Frames are used again: a message makes as many as it is deep. */
export interface Frame {
  node: XmlElement;
  plan: Plan;
  /** `typed` by its plan; `lax`: of a type that nobody knows, declared parts inside are judged. */
  mode: 'typed' | 'lax';
  entry: Entry | undefined;
  /** The name under which the value stands in the parent's. */
  key: string;
  value: Record<string, unknown> | undefined;
  /** Index of the slot that was filled last, and those filled at all, as bits. */
  slot: number;
  seen: number;
  fixed: string | undefined;
  nilled: boolean;
  cdata: boolean;
  elements: number;
}

export type Ids = { root?: string } & { [name: string]: string | undefined };

const ID_NAMES: ReadonlySet<string> = new Set(
  'venID vtnID requestID registrationID reportRequestID reportSpecifierID eventID optID responseCode'.split(' '),
);
const NOT_BLANK = /[^\t\n\r ]/;
const anyPlan = planOf({ form: 'opaque', name: 'xs:anyType', content: 'lax' });

/**
 * Judges a message by the schema and builds its object while elements are entered and left, in document order.
 * The reader drives it as it reads, `validate` over a tree.
 */
export class Validator {
  readonly findings = new Findings();
  readonly ids: Ids = {};
  readonly #idDepths = new Map<string, number>();
  readonly #frames: Frame[] = [];
  readonly #attributes = new AttributeRules(this.findings);
  readonly #placement = new Placement(this.findings);
  #depth = 0;
  #skipped = 0;
  #root: { name: string; value: Record<string, unknown> } | undefined;

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
    if (!parent) this.#root = { name: node.name, value: value as Record<string, unknown> };
    else if (frame.entry && parent.value && value !== undefined) store(parent.value, frame, value);
  }

  /** The payload, if the root is one (bare, or in oadrPayload or oadrSignedObject). */
  message(): Message | undefined {
    const root = this.#root;
    if (!root?.value) return undefined;
    if (isPayloadName(root.name)) return { name: root.name, body: root.value } as unknown as Message;
    const signed = (root.name === 'oadrSignedObject' ? root.value : root.value.oadrSignedObject) as
      | Record<string, unknown>
      | undefined;
    const name = signed && Object.keys(signed).find(isPayloadName);
    if (!signed || !name) return undefined;
    const message: Record<string, unknown> = { name, body: signed[name] };
    if (root.value !== signed && root.value.Signature) message.signature = root.value.Signature;
    if (signed.Id !== undefined) message.id = signed.Id;
    return message as unknown as Message;
  }

  #enterRoot(node: XmlElement): void {
    this.ids.root = node.name;
    const element = globalElements.get(expanded(node.uri, node.name));
    if (element) {
      if (element !== oadrPayload) this.#unwrapped(node);
      this.#open(node, element.type, element, undefined);
      return;
    }
    const meant =
      node.name === 'oadrPayload' ? oadrPayload : isPayloadName(node.name) ? PAYLOADS[node.name] : undefined;
    if (meant) {
      this.#placement.wrongNamespace(node, meant);
      this.#open(node, meant.type, meant, undefined);
      return;
    }
    const names = ['oadrPayload', ...Object.keys(PAYLOADS)];
    const near = abstractElements.has(expanded(node.uri, node.name)) ? undefined : nearest(node.name, names);
    this.findings.at(node, 'schema', 'error', `${node.name} is no OpenADR 2.0b message`, {
      expected: 'oadrPayload',
      actual: prefixed(node.uri, node.name),
      hint: near && `did you mean ${near}?`,
    });
    this.#skipped = 1;
  }

  /** The XSDs take any element that they declare at the top for a document; the profile wants oadrPayload. */
  #unwrapped(node: XmlElement): void {
    const payload = isPayloadName(node.name) || node.name === 'oadrSignedObject';
    const detail = { expected: 'oadrPayload', actual: node.name };
    if (payload) {
      const hint = 'wrap it in oadrPayload and oadrSignedObject';
      this.findings.at(node, 'schema', 'warning', `${node.name} stands without oadrPayload`, { ...detail, hint });
    } else {
      this.findings.at(node, 'rule', 'error', `${node.name} alone is no OpenADR message`, detail);
    }
  }

  #enterTyped(node: XmlElement, parent: Frame): void {
    const entry = this.#placement.place(node, parent);
    if (!entry) {
      this.#skipped = 1;
      return;
    }
    if (entry.element.uri !== node.uri) this.#placement.wrongNamespace(node, entry.element);
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
    let frame = this.#frames[this.#depth];
    if (!frame) {
      frame = {
        node,
        plan,
        mode: 'typed',
        entry: undefined,
        key: '',
        value: undefined,
        slot: 0,
        seen: 0,
        fixed: undefined,
        nilled: false,
        cdata: false,
        elements: 0,
      };
      this.#frames.push(frame);
    }
    frame.node = node;
    frame.plan = plan;
    frame.slot = 0;
    frame.seen = 0;
    frame.cdata = false;
    frame.elements = 0;
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
        return { xml: opaqueText(node) };
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
      const detail = { expected: frame.fixed, actual: text, hint: `write ${frame.fixed}` };
      this.findings.at(node, 'schema', 'error', `${node.name} must be ${frame.fixed}`, detail);
    }
    if (ID_NAMES.has(node.name)) this.#keepId(node.name, text);
    return isOpaque(frame.entry?.element) ? { xml: opaqueText(node) } : value;
  }

  /** Of several ids with one name the outermost counts, of those the first. */
  #keepId(name: string, text: string): void {
    if ((this.#idDepths.get(name) ?? Number.POSITIVE_INFINITY) <= this.#depth) return;
    this.#idDepths.set(name, this.#depth);
    this.ids[name] = text;
  }
}

function store(into: Record<string, unknown>, frame: Frame, value: unknown): void {
  if (frame.entry?.slot.repeated) {
    const list = into[frame.key];
    if (Array.isArray(list)) list.push(value);
    else into[frame.key] = [value];
  } else if (!(frame.key in into)) {
    into[frame.key] = value;
  }
}

/** The member of a group that has the type named by xsi:type: `powerItem` of PowerRealType is told as `powerReal`. */
function substitute(type: Type, entry: Entry): string | undefined {
  if (entry.element.type.form !== 'complex' || !entry.element.type.abstract) return undefined;
  return entry.slot.names.find((name) => entry.slot.members.get(name)?.type === type);
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
