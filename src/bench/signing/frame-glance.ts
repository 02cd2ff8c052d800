import type { Finding } from '../../openadr/finding.ts';
import { childElements, type XmlElement } from '../../openadr/index.ts';
import { refusalFinding } from '../../openadr/signature/index.ts';

/** What is wrong with the places of Signature and oadrSignedObject, at one look: before a large body costs a thread. */
export function misplaced(root: XmlElement): Finding | undefined {
  const [first, second, third] = childElements(root);
  const wrong = (fault: 'root' | 'order' | 'content', at: XmlElement): Finding =>
    refusalFinding({ reason: 'frame', fault, found: at.name, line: at.line, column: at.column });
  if (root.name !== 'oadrPayload') return wrong('root', root);
  if (!first || !second) return wrong('content', root);
  if (second.name === 'Signature' && first.name === 'oadrSignedObject') return wrong('order', second);
  if (first.name !== 'Signature') return wrong('content', first);
  if (second.name !== 'oadrSignedObject') return wrong('content', second);
  return third && wrong('content', third);
}
