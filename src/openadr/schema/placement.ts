import type { XmlElement } from '../xml/tree.ts';
import type { Element } from './dsl.ts';
import { type Findings, shown } from './findings.ts';
import { parentsByName, prefixed } from './names.ts';
import { nearest } from './near.ts';
import type { Entry, Plan, Slot } from './plan.ts';

/** What the placement of children needs to know of the element that they stand in. */
interface Parent {
  readonly node: XmlElement;
  readonly plan: Plan;
  slot: number;
  seen: number;
  elements: number;
}

/** Judges which children an element has, how often and in which order. */
export class Placement {
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** What a child means in its parent; undefined, with a finding, if nothing is known of it there. */
  place(node: XmlElement, parent: Parent): Entry | undefined {
    parent.elements += 1;
    const entry = parent.plan.children.get(node.name);
    if (!entry) {
      this.#unexpected(node, parent);
      return undefined;
    }
    const { index, repeated } = entry.slot;
    const bit = 1 << index;
    if (index < parent.slot) this.#misplaced(node, parent, entry);
    else if (parent.seen & bit && !repeated) this.#twice(node, entry.slot);
    else parent.slot = index;
    parent.seen |= bit;
    return entry;
  }

  /** What lacks when an element ends. */
  missing(parent: Parent): void {
    for (const slot of parent.plan.slots) {
      if (!slot.required || parent.seen & (1 << slot.index) || this.#findings.overflows()) continue;
      const names = slot.names.map((name) => named(parent.plan, name));
      const what = names.length === 1 ? `${names[0]} is` : `one of ${names.join(', ')} is`;
      const next = parent.plan.slots.slice(slot.index + 1).find((later) => parent.seen & (1 << later.index));
      const where = next ? ` before ${next.names[0]}` : ' at the end';
      const hint = `add ${names.length === 1 ? names[0] : 'it'}${parent.elements > 0 ? where : ''}`;
      const child = slot.names.length === 1 ? slot.names[0] : undefined;
      const detail = { expected: slot.names.join(' or '), actual: 'nothing', hint };
      this.#findings.at(parent.node, 'schema', 'error', `${what} missing in ${parent.node.name}`, detail, child);
    }
  }

  textAmongElements(node: XmlElement): void {
    if (this.#findings.overflows()) return;
    const text = node.children.filter((child) => typeof child === 'string').join('');
    const detail = { expected: 'elements only', actual: shown(text.trim()) };
    this.#findings.at(node, 'schema', 'error', `text stands between the elements of ${node.name}`, detail);
  }

  #unexpected(node: XmlElement, parent: Parent): void {
    if (this.#findings.overflows()) return;
    const { form } = parent.plan.type;
    const expected = form === 'simple' ? parent.plan.type.expected : next(parent).join(' or ') || 'nothing more';
    const near = nearest(node.name, parent.plan.children.keys());
    const owners = [...(parentsByName().get(node.name) ?? [])].slice(0, 3).join(', ');
    const hint = near ? `did you mean ${near}?` : owners && `it belongs in ${owners}`;
    const message = `${node.name} is not known in ${parent.node.name}`;
    this.#findings.at(node, 'schema', 'error', message, { expected, actual: node.name, hint: hint || undefined });
  }

  #misplaced(node: XmlElement, parent: Parent, entry: Entry): void {
    if (this.#findings.overflows()) return;
    const before = parent.plan.slots.slice(entry.slot.index + 1).find((later) => parent.seen & (1 << later.index));
    this.#findings.at(node, 'schema', 'error', `${node.name} is out of order`, {
      expected: next(parent).join(' or ') || 'nothing more',
      actual: node.name,
      hint: `put it before ${before?.names.find((name) => hasChild(parent.node, name)) ?? before?.names[0]}`,
    });
  }

  #twice(node: XmlElement, slot: Slot): void {
    if (this.#findings.overflows()) return;
    const only = slot.names.length === 1 ? node.name : `one of ${slot.names.slice(0, 4).join(', ')}…`;
    const detail = { expected: `${only} once`, actual: node.name, hint: 'remove it' };
    const message = slot.names.length === 1 ? `${node.name} stands twice` : `${node.name} stands where only one may`;
    this.#findings.at(node, 'schema', 'error', message, detail);
  }
}

/** The finding about an element that has the right name and the wrong namespace. */
export function wrongNamespace(findings: Findings, node: XmlElement, element: Element<unknown>): void {
  if (findings.overflows()) return;
  const wanted = prefixed(element.uri, element.name);
  const prefix = wanted.split(':')[0];
  findings.at(node, 'schema', 'error', `${node.name} is in ${node.uri ? 'the wrong' : 'no'} namespace`, {
    expected: element.uri,
    actual: shown(node.uri),
    hint: `write ${wanted} with xmlns:${prefix}="${element.uri}"`,
  });
}

/** Names that may come next: up to the first one that must. */
function next(parent: Parent): string[] {
  const names: string[] = [];
  for (const slot of parent.plan.slots.slice(parent.slot)) {
    const seen = parent.seen & (1 << slot.index);
    if (seen && !slot.repeated) continue;
    names.push(...slot.names);
    if (slot.required && !seen) break;
  }
  return names;
}

function named(plan: Plan, name: string): string {
  return prefixed(plan.children.get(name)?.element.uri ?? '', name);
}

function hasChild(node: XmlElement, name: string): boolean {
  return node.children.some((child) => typeof child !== 'string' && child.name === name);
}
