import { parseTree } from '../xml/parse-tree.ts';
import { pathOf, XMLNS, type XmlElement } from '../xml/tree.ts';
import type { SourceElement } from './document.ts';
import { refuse } from './refusal.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';

/**
 * Holds what the reader makes of a canonical text against the element that it was made of: names, namespaces,
 * attributes and texts must be the same; comments, processing instructions and declarations are passed over. A
 * difference would be a fault of the canonicaliser, and what is processed would not be what was sent. Throws Refused.
 */
export function requireSameTree(received: SourceElement, text: string): void {
  const { tree, error } = parseTree(text);
  if (!tree || error !== undefined)
    refuse({ reason: 'trees', path: '/', received: received.name, canonical: error ?? '' });
  compare(received, tree, true);
}

function compare(received: SourceElement, read: XmlElement, apex: boolean): void {
  if (received.uri !== read.uri || received.local !== read.name)
    differing(read, expandedName(received), expandedName(read));
  if (received.attributes.length > 0 || read.attributes.length > 0) {
    // The apex takes xml: attributes from around it.
    const ignored = (uri: string) => uri === XMLNS || (apex && uri === XML);
    differing(read, attributesText(received.attributes, ignored), attributesText(read.attributes, ignored));
  }
  const children = withoutNotes(received);
  const count = Math.max(children.length, read.children.length);
  for (let index = 0; index < count; index += 1) {
    const [one, other] = [children[index], read.children[index]];
    if (typeof one === 'object' && typeof other === 'object') compare(one, other, false);
    else if (one !== other) differing(read, shown(one), shown(other));
  }
}

function differing(at: XmlElement, received: string, canonical: string): void {
  if (received !== canonical) refuse({ reason: 'trees', path: pathOf(at), received, canonical });
}

function expandedName({ uri, ...node }: { uri: string; local?: string; name: string }): string {
  return `{${uri}}${node.local ?? node.name}`;
}

function attributesText(
  attributes: readonly {
    readonly local?: string;
    readonly name: string;
    readonly uri: string;
    readonly value: string;
  }[],
  ignored: (uri: string) => boolean,
): string {
  if (attributes.length === 0) return '';
  const all = attributes.filter(({ uri }) => !ignored(uri));
  return all
    .map((own) => `${expandedName(own)}=${JSON.stringify(own.value)}`)
    .sort()
    .join(' ');
}

/** Children without comments and processing instructions; the texts beside them become one, as the reader has them. */
function withoutNotes(node: SourceElement): readonly (SourceElement | string)[] {
  const { children } = node;
  if (children.every(isKept)) return children;
  const kept: (SourceElement | string)[] = [];
  for (const child of node.children) {
    const last = kept.length - 1;
    if (typeof child === 'string' && typeof kept[last] === 'string') kept[last] += child;
    else if (typeof child === 'string' || child.kind === 'element') kept.push(child);
  }
  return kept;
}

function shown(child: { name: string } | string | undefined): string {
  return typeof child === 'string' ? child : (child?.name ?? 'nothing');
}

function isKept(child: SourceElement['children'][number]): child is SourceElement | string {
  return typeof child === 'string' || child.kind === 'element';
}
