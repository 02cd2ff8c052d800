import { type SchemaNode, schemaOf } from '../schema/describe.ts';
import type { SimpleKind } from '../schema/dsl.ts';
import type { PayloadName } from '../types.ts';

/**
 * Vocabulary. *Place*: where the schema lets an element (or attribute) stand in a payload. *Path of a place*: local
 * names from the payload on, joined by dots, `oadrPoll.venID`. *Key*: the end of such a path. *Wrapper*: an element whose
 * one child holds its value (`dtstart` its `date-time`, `uid` its `text`, `x-eiRampUp` its `duration`); the child has no
 * place of its own.
 */
export interface Place {
  readonly name: string;
  readonly path: string;
  readonly parent?: Place;
  /** Its namespace. */
  readonly uri: string;
  readonly attribute: boolean;
  /** May stand several times in its parent. */
  readonly repeated: boolean;
  /** What its value is; `parts`: elements, `opaque`: anything. */
  readonly kind: SimpleKind | 'parts' | 'opaque';
  /** Of a wrapper: the child that holds the value. */
  readonly inner?: { readonly uri: string; readonly name: string };
  /** By name, in the schema's order. */
  readonly children: ReadonlyMap<string, Place>;
}

const WRAPPED: ReadonlySet<string> = new Set(['date-time', 'text', 'duration']);

/**
 * Payload bases of an interval that belong to the other service: events carry ei:signalPayload, reports the oadr ones
 * (Annex A). The schema shares the interval, but keys need not tell apart what never stands there.
 */
const REPORTED: ReadonlySet<string> = new Set(['oadrReportPayload', 'oadrGBPayload']);
function isForeign(name: string, path: string): boolean {
  return path.startsWith('oadrDistributeEvent.') ? REPORTED.has(name) : name === 'signalPayload';
}

const roots = new Map<PayloadName, Place>();
const lists = new Map<PayloadName, readonly Place[]>();

/** The place of a payload itself, with all places below it. */
export function rootPlace(payload: PayloadName): Place {
  let root = roots.get(payload);
  if (!root) {
    root = placeOf(schemaOf(payload), undefined);
    roots.set(payload, root);
  }
  return root;
}

/** All places of a payload, outer ones first. */
export function placesOf(payload: PayloadName): readonly Place[] {
  let list = lists.get(payload);
  if (!list) {
    list = flatten(rootPlace(payload)).sort((a, b) => depth(a) - depth(b));
    lists.set(payload, list);
  }
  return list;
}

/** Whether a key, given as its parts, is an end of a place's path; the value of a wrapper may be named or not. */
export function fits(place: Place, key: readonly string[]): boolean {
  if (place.inner && key.length > 1 && key.at(-1) === place.inner.name && endsWith(place, key.slice(0, -1)))
    return true;
  return endsWith(place, key);
}

/** The place that holds the value: itself, or the only leaf below it (`payloadFloat` has one, its `value`). */
export function valuePlace(place: Place): Place | undefined {
  if (place.kind !== 'parts') return place;
  const elements = [...place.children.values()].filter((child) => !child.attribute);
  const [only] = elements;
  return elements.length === 1 && only && !only.repeated ? valuePlace(only) : undefined;
}

export function depth(place: Place): number {
  let levels = 0;
  for (let at = place.parent; at; at = at.parent) levels++;
  return levels;
}

function endsWith(place: Place, key: readonly string[]): boolean {
  let at: Place | undefined = place;
  for (let index = key.length - 1; index >= 0; index--) {
    if (at?.name !== key[index]) return false;
    at = at?.parent;
  }
  return key.length > 0;
}

function placeOf(node: SchemaNode, parent: Place | undefined): Place {
  const children = new Map<string, Place>();
  const { name, uri, attribute, repeated, kind } = node;
  const path = parent ? `${parent.path}.${name}` : name;
  const inner = innerOf(node);
  const base = { name, path, parent, uri, attribute, repeated, children };
  if (inner && inner.kind !== 'complex')
    return { ...base, kind: inner.kind, inner: { uri: inner.uri, name: inner.name } };
  const place: Place = { ...base, kind: kind === 'complex' ? 'parts' : kind };
  for (const child of node.children()) {
    if (!isForeign(child.name, path)) children.set(child.name, placeOf(child, place));
  }
  return place;
}

function innerOf(node: SchemaNode): SchemaNode | undefined {
  const [only, ...others] = node.children();
  if (!only || others.length > 0 || only.attribute || only.repeated) return undefined;
  return WRAPPED.has(only.name) ? only : undefined;
}

function flatten(place: Place): Place[] {
  return [place, ...[...place.children.values()].flatMap(flatten)];
}
