import type { PayloadName } from '../types.ts';
import type { Element, Type } from './dsl.ts';
import { PAYLOADS } from './oadr.ts';
import { planOf } from './plan.ts';

export type NodeKind = 'string' | 'number' | 'boolean' | 'dateTime' | 'duration' | 'complex' | 'opaque';

/** A place in the schema, to be walked from a payload downwards. Children are made when they are asked for. */
export interface SchemaNode {
  /** Local name of the element, or of the attribute. */
  readonly name: string;
  readonly uri: string;
  readonly kind: NodeKind;
  /** It may stand more than once in its parent. */
  readonly repeated: boolean;
  readonly required: boolean;
  readonly attribute: boolean;
  /** The values of an enumeration; `x-…` may be allowed beside them. */
  readonly values?: readonly string[];
  /** What may stand in it, in the order of the XSD; attributes last. */
  children(): readonly SchemaNode[];
}

const NONE: readonly SchemaNode[] = [];
const roots = new Map<PayloadName, SchemaNode>();

/** The schema of a payload. */
export function schemaOf(payload: PayloadName): SchemaNode {
  const known = roots.get(payload);
  if (known) return known;
  const made = elementNode(PAYLOADS[payload], false, true);
  roots.set(payload, made);
  return made;
}

/** Names of the children of every element that has this local name, without repetition. */
export function childrenOf(name: string): string[] {
  const found = new Set<string>();
  const seen = new Set<Type>();
  const visit = (own: string, type: Type) => {
    for (const [child, entry] of planOf(type).children) {
      if (own === name) found.add(child);
      if (child === name) for (const inner of entry.plan.children.keys()) found.add(inner);
      if (seen.has(entry.plan.type)) continue;
      seen.add(entry.plan.type);
      visit(child, entry.plan.type);
    }
  };
  for (const element of Object.values<Element<unknown>>(PAYLOADS)) visit(element.name, element.type);
  return [...found];
}

function elementNode(element: Element<unknown>, repeated: boolean, required: boolean): SchemaNode {
  let children: readonly SchemaNode[] | undefined;
  const { name, uri, type } = element;
  return {
    name,
    uri,
    kind: type.form === 'simple' ? type.kind : type.form,
    repeated,
    required,
    attribute: false,
    values: type.form === 'simple' ? type.values : undefined,
    children() {
      children ??= type.form === 'complex' ? childNodes(type) : NONE;
      return children;
    },
  };
}

function childNodes(type: Type): SchemaNode[] {
  const plan = planOf(type);
  const elements = [...plan.children.values()].map(({ element, slot }) =>
    elementNode(element, slot.repeated, slot.required && slot.names.length === 1),
  );
  const attributes = [...plan.attributes.values()].map((own) => ({
    name: own.name,
    uri: own.uri,
    kind: own.type.kind,
    repeated: false,
    required: false,
    attribute: true,
    values: own.type.values,
    children: () => NONE,
  }));
  return [...elements, ...attributes];
}
