import type { Finding } from '../finding.ts';
import { childElements, type XmlElement } from '../xml/tree.ts';

/**
 * Findings of a canonical text, told of the message that it was made of. `canonical` and `received` are the reader's
 * trees of the verified oadrSignedObject and of the received message; an element of the one is where it is in the
 * other. A finding that points at no start tag keeps its path and loses line and column.
 */
export function originalPlaces(findings: readonly Finding[], canonical: XmlElement, received: XmlElement): Finding[] {
  const places = new Map<string, XmlElement>();
  const signed = childElements(received).find(({ name }) => name === canonical.name);
  if (signed) pair(canonical, signed, places);
  return findings.map(({ line, column, ...finding }) => {
    const original = places.get(`${line}:${column}`);
    const path = finding.path === undefined ? {} : { path: `/${received.name}${finding.path}` };
    return { ...finding, ...path, ...(original && { line: original.line, column: original.column }) };
  });
}

function pair(canonical: XmlElement, received: XmlElement, places: Map<string, XmlElement>): void {
  places.set(`${canonical.line}:${canonical.column}`, received);
  const others = childElements(received);
  for (const [index, child] of childElements(canonical).entries()) {
    const other = others[index];
    if (other) pair(child, other, places);
  }
}
