import type { Finding } from '../finding.ts';
import { childElements, type XmlElement } from '../xml/tree.ts';

/**
 * Findings of a canonical text, told of the message that it was made of. `canonical` and `received` are the reader's
 * trees of the verified oadrSignedObject and of the received message; an element of the one is where it is in the
 * other. A finding that points at no start tag keeps its path and loses line and column.
 */
export function originalPlaces(findings: readonly Finding[], canonical: XmlElement, received: XmlElement): Finding[] {
  const wanted = new Set(findings.flatMap(({ line, column }) => (line && column ? keyOf(line, column) : [])));
  const places = new Map<number, XmlElement>();
  const signed = childElements(received).find(({ name }) => name === canonical.name);
  if (signed) pair(canonical, signed, wanted, places);
  return findings.map(({ line, column, ...finding }) => {
    const original = line && column ? places.get(keyOf(line, column)) : undefined;
    const path = finding.path === undefined ? {} : { path: `/${received.name}${finding.path}` };
    return { ...finding, ...path, ...(original && { line: original.line, column: original.column }) };
  });
}

/** Finds the elements of the wanted places only: a message may have a hundred thousand, and few findings. */
function pair(canonical: XmlElement, received: XmlElement, wanted: Set<number>, places: Map<number, XmlElement>): void {
  const key = keyOf(canonical.line, canonical.column);
  if (wanted.has(key)) places.set(key, received);
  if (places.size === wanted.size) return;
  const others = childElements(received);
  let index = 0;
  for (const child of canonical.children) {
    if (typeof child === 'string') continue;
    const other = others[index++];
    if (other) pair(child, other, wanted, places);
  }
}

/** A column is less than a text may be long. */
function keyOf(line: number, column: number): number {
  return line * 2 ** 31 + column;
}
