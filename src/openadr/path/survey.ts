import { isPayloadName } from '../payload-names.ts';
import type { PayloadName } from '../types.ts';
import type { XmlElement } from '../xml/tree.ts';
import { childElements } from '../xml/tree.ts';
import { type Place, rootPlace } from './place.ts';

/** A repeated item of a message, or (the outermost) the payload itself. */
export interface Item {
  readonly element: XmlElement;
  /** The item around it. */
  readonly outer?: Item;
  /** The set it is one of; absent for the payload. */
  readonly among?: ItemSet;
  /** What is repeated in it, elements of one name and one parent each. */
  readonly sets: ItemSet[];
}

/** Elements of one name in one parent, one of which stands in a row. */
export interface ItemSet {
  readonly name: string;
  readonly items: Item[];
}

/** An element (or attribute) as a visitor meets it. */
export interface Visit {
  readonly element: XmlElement;
  /** Set if it is this attribute of the element. */
  readonly attribute?: string;
  /** Absent if the schema has no place for it. */
  readonly place?: Place;
  /** The innermost item in which it stands, or which it is. */
  readonly item: Item;
  /** Local names from the payload to it. */
  readonly names: readonly string[];
}

/** The payload in a message's tree (oadrPayload, oadrSignedObject or the payload itself). */
export function payloadOf(tree: XmlElement): XmlElement {
  const holds = tree.name === 'oadrPayload' ? 'oadrSignedObject' : tree.name === 'oadrSignedObject' ? undefined : null;
  if (holds === null) return tree;
  const inside = childElements(tree).find((child) => holds === undefined || child.name === holds);
  return inside ? payloadOf(inside) : tree;
}

/** The payload's name, if the schema knows it. */
export function payloadName(payload: XmlElement): PayloadName | undefined {
  return isPayloadName(payload.name) ? payload.name : undefined;
}

/** Walks a payload, outer before inner, and returns the payload as the outermost item. */
export function survey(payload: XmlElement, visit: (visit: Visit) => void): Item {
  const name = payloadName(payload);
  const root: Item = { element: payload, sets: [] };
  walk({ element: payload, place: name && rootPlace(name), item: root, names: [payload.name] }, visit);
  return root;
}

/** The innermost items below an item, itself if it has none: one for each row. */
export function innermost(item: Item): Item[] {
  return item.sets.length === 0 ? [item] : item.sets.flatMap((set) => set.items).flatMap(innermost);
}

function walk(at: Visit, visit: (visit: Visit) => void): void {
  visit(at);
  const { element, place, item, names } = at;
  for (const { name, prefix } of element.attributes) {
    if (prefix === 'xmlns' || name === 'xmlns') continue;
    visit({ element, attribute: name, place: place?.children.get(name), item, names: [...names, name] });
  }
  const children = childElements(element);
  const sets = new Map<string, ItemSet>();
  for (const child of children) {
    // The wrapper itself stands for its value.
    if (place?.inner?.name === child.name) continue;
    const known = place?.children.get(child.name);
    const inside = repeats(child, known, children) ? itemIn(sets, child, item) : item;
    walk({ element: child, place: known, item: inside, names: [...names, child.name] }, visit);
  }
}

/** By the schema; where it has no place for the element, by what is there. */
function repeats(child: XmlElement, place: Place | undefined, siblings: readonly XmlElement[]): boolean {
  if (place) return place.repeated;
  return siblings.some((other) => other !== child && other.name === child.name);
}

function itemIn(sets: Map<string, ItemSet>, element: XmlElement, outer: Item): Item {
  let set = sets.get(element.name);
  if (!set) {
    set = { name: element.name, items: [] };
    sets.set(element.name, set);
    outer.sets.push(set);
  }
  const item: Item = { element, outer, among: set, sets: [] };
  set.items.push(item);
  return item;
}
