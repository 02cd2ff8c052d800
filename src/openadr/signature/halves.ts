import { DS, OADR } from '../schema/namespaces.ts';
import { at } from './content.ts';
import { elementsOf, type SourceDocument, type SourceElement } from './document.ts';
import { type FrameFault, refuse } from './refusal.ts';

/** Signature and oadrSignedObject: the two children of oadrPayload, in this order, and the only ones anywhere. */
export function halves({ root, elements, text }: SourceDocument): [SourceElement, SourceElement] {
  const wrong = (fault: FrameFault, node: SourceElement, found?: string): never =>
    refuse({ reason: 'frame', fault, ...(found !== undefined && { found }), ...at(node, text) });
  if (root.local !== 'oadrPayload' || root.uri !== OADR) wrong('root', root, root.name);
  let signatures = 0;
  let signedObjects = 0;
  for (const node of elements) {
    if (isSignature(node)) signatures += 1;
    if (node.local === 'oadrSignedObject') signedObjects += 1;
    if (node !== root && node.local === 'oadrPayload') wrong('content', node, node.name);
  }
  const [first, second, ...more] = elementsOf(root);
  if (signatures === 0) refuse({ reason: 'unsigned', ...at(root, text) });
  if (signatures > 1) wrong('signatures', root, String(signatures));
  if (signedObjects > 1) wrong('signedObjects', root, String(signedObjects));
  if (!first || !second) wrong('content', root);
  else if (isSigned(first) && isSignature(second)) wrong('order', second);
  else if (!isSignature(first)) wrong('content', first, first.name);
  else if (!isSigned(second)) wrong('content', second, second.name);
  else if (more[0]) wrong('content', more[0], more[0].name);
  else if (root.children.some((child) => typeof child === 'string' && child.trim() !== '')) wrong('content', root);
  else return [first, second];
  return wrong('content', root);
}

function isSignature(node: SourceElement): boolean {
  return node.local === 'Signature' && node.uri === DS;
}

function isSigned(node: SourceElement): boolean {
  return node.local === 'oadrSignedObject' && node.uri === OADR;
}

/** Elements by Id. `Id`, `ID` and `id` of any namespace count: another reader may take any of them for the Id. */
export function idsOf({ elements, text }: SourceDocument): Map<string, SourceElement> {
  const ids = new Map<string, SourceElement>();
  for (const node of elements) {
    for (const own of node.attributes) {
      if (own.local.toLowerCase() !== 'id') continue;
      const holder = ids.get(own.value);
      if (holder && holder !== node)
        refuse({ reason: 'frame', fault: 'duplicateId', found: own.value, ...at(node, text) });
      ids.set(own.value, node);
    }
  }
  return ids;
}
