import { DS } from '../schema/namespaces.ts';
import { elementsOf, placeAt, type SourceElement, sourcePath } from './document.ts';
import { refuse } from './refusal.ts';

/** A place in the message, for a refusal. */
export function at(node: SourceElement, text: string) {
  return { ...placeAt(text, node.start), path: sourcePath(node) };
}

/** Refuses an element that has no place where it stands. */
export function refuseShape(node: SourceElement, text: string): never {
  return refuse({ reason: 'frame', fault: 'shape', found: node.name, ...at(node, text) });
}

/** A child that must be the element of this name of XMLDSig. */
export function childOf(
  parent: SourceElement,
  child: SourceElement | undefined,
  name: string,
  text: string,
): SourceElement {
  if (!child) return refuse({ reason: 'frame', fault: 'missing', found: name, ...at(parent, text) });
  return child.local === name && child.uri === DS ? child : refuseShape(child, text);
}

/** The text of an element that holds nothing but text; undefined where it holds markup, comments too. */
export function plainText(node: SourceElement): string | undefined {
  if (node.children.length > 1) return undefined;
  const only = node.children[0] ?? '';
  return typeof only === 'string' ? only : undefined;
}

/** The bytes of an element of base64; white space may stand anywhere. */
export function base64Of(node: SourceElement, text: string): Buffer {
  const bytes = bytesOf(node);
  return bytes ?? refuse({ reason: 'frame', fault: 'base64', ...at(node, text) });
}

/** As `base64Of`; undefined where it is none, or empty. */
export function bytesOf(node: SourceElement): Buffer | undefined {
  const compact = plainText(node)?.replace(/[ \t\r\n]+/g, '');
  const bytes = Buffer.from(compact ?? '', 'base64');
  // Node reads anything; written again, only true base64 is the same.
  return compact && bytes.toString('base64') === compact ? bytes : undefined;
}

/** All children of one name of a namespace. */
export function childrenNamed(node: SourceElement, uri: string, name: string): SourceElement[] {
  return elementsOf(node).filter((child) => child.local === name && child.uri === uri);
}
