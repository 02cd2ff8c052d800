import type { Patch } from '../patch.ts';
import { PREFIXES } from '../schema/namespaces.ts';
import { childElements, element, textOf, type XmlElement } from '../xml/tree.ts';
import { fits, type Place, placesOf } from './place.ts';
import { payloadName, payloadOf, survey, type Visit } from './survey.ts';

/** A message after its patches. */
export interface Patched {
  /** A tree of its own; the one given is not touched. */
  readonly tree: XmlElement;
  /** Patches that found nothing to change, and no parent to add to. */
  readonly misses: readonly Patch[];
}

/**
 * Applies patches to a message's tree, one after the other. A value replaces the text of each element that the path
 * fits; if there is none, the element is added where the schema wants it, in each parent that is there. `null` removes.
 * Nothing is checked.
 */
export function applyPatch(tree: XmlElement, patches: readonly Patch[]): Patched {
  const made = copy(tree);
  const misses = patches.filter((patch) => !apply(payloadOf(made), patch));
  return { tree: made, misses };
}

function apply(payload: XmlElement, patch: Patch): boolean {
  const parts = patch.path.split('.');
  const found = find(payload, patch, (visit) => named(visit, parts));
  if (patch.value === null) {
    for (const visit of found) remove(visit);
    return found.length > 0;
  }
  const text = String(patch.value);
  if (found.length > 0) {
    for (const visit of found) replace(visit, text);
    return true;
  }
  return add(payload, patch, parts, text);
}

function named({ place, names }: Visit, parts: readonly string[]): boolean {
  if (place && fits(place, parts)) return true;
  return parts.length <= names.length && parts.every((part, index) => part === names.at(index - parts.length));
}

/** The elements that `wanted` takes, without those in other events than the patch is about. */
function find(payload: XmlElement, patch: Patch, wanted: (visit: Visit) => boolean): Visit[] {
  const found: Visit[] = [];
  survey(payload, (visit) => {
    if (wanted(visit) && concerns(patch, visit.element)) found.push(visit);
  });
  return found;
}

function concerns(patch: Patch, at: XmlElement): boolean {
  if (patch.event === undefined) return true;
  for (let outer: XmlElement | undefined = at; outer; outer = outer.parent) {
    if (outer.name === 'oadrEvent') return eventID(outer) === patch.event;
  }
  return true;
}

function eventID(event: XmlElement): string | undefined {
  const inside = (of: XmlElement | undefined, name: string) => of && childElements(of).find((one) => one.name === name);
  const id = inside(inside(inside(event, 'eiEvent'), 'eventDescriptor'), 'eventID');
  return id && textOf(id);
}

function remove({ element: gone, attribute }: Visit): void {
  if (attribute !== undefined) {
    gone.attributes = gone.attributes.filter(({ name }) => name !== attribute);
  } else if (gone.parent) {
    gone.parent.children = gone.parent.children.filter((child) => child !== gone);
  }
}

function replace({ element: at, attribute, place }: Visit, text: string): void {
  if (attribute !== undefined) {
    for (const one of at.attributes) if (one.name === attribute) one.value = text;
    return;
  }
  // The value of a wrapper, or of an element with one child, stands in that child.
  const [only, ...others] = childElements(at);
  if (only && others.length === 0)
    replace({ element: only, place, item: { element: only, sets: [] }, names: [] }, text);
  else at.children = [text];
}

function add(payload: XmlElement, patch: Patch, parts: readonly string[], text: string): boolean {
  const name = payloadName(payload);
  const places = name ? placesOf(name).filter((place) => fits(place, parts)) : [];
  let added = false;
  for (const place of places) {
    if (!place.parent) continue;
    for (const { element: parent } of find(
      payload,
      patch,
      (visit) => visit.place === place.parent && !visit.attribute,
    )) {
      put(parent, place, text);
      added = true;
    }
  }
  return added;
}

function put(parent: XmlElement, place: Place, text: string): void {
  const { uri, name, inner } = place;
  if (place.attribute) {
    parent.attributes.push({ name, uri, prefix: prefixIn(parent, uri), value: text });
    return;
  }
  const value = inner ? element(inner.uri, prefixIn(parent, inner.uri), inner.name, [text]) : text;
  const made = element(uri, prefixIn(parent, uri), name, [value]);
  made.parent = parent;
  const order = [...(place.parent?.children.keys() ?? [])];
  const after = order.slice(order.indexOf(name) + 1);
  const at = parent.children.findIndex((child) => typeof child !== 'string' && after.includes(child.name));
  parent.children.splice(at === -1 ? parent.children.length : at, 0, made);
}

/** The prefix that the message already uses for a namespace, else the writer's. */
function prefixIn(near: XmlElement, uri: string): string {
  for (let at: XmlElement | undefined = near; at; at = at.parent) if (at.uri === uri) return at.prefix;
  return PREFIXES[uri] ?? '';
}

function copy(of: XmlElement, parent?: XmlElement): XmlElement {
  const made: XmlElement = { ...of, attributes: of.attributes.map((one) => ({ ...one })), children: [], parent };
  made.children = of.children.map((child) => (typeof child === 'string' ? child : copy(child, made)));
  return made;
}
