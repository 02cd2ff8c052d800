import { DS } from '../schema/namespaces.ts';
import { CANONICALIZATIONS, DIGESTS, SIGNATURES } from './algorithms.ts';
import { at, base64Of, childOf, refuseShape } from './content.ts';
import { elementsOf, type SourceDocument, type SourceElement } from './document.ts';
import { halves, idsOf } from './halves.ts';
import { type AlgorithmRole, refuse } from './refusal.ts';
import { findReplayProtect } from './replay-protect.ts';

/** One Reference, with what it names. */
export interface Reference {
  readonly uri: string;
  readonly target: SourceElement;
  readonly method: string;
  readonly hash: 'sha1' | 'sha256';
  readonly digest: Buffer;
}

/** The parts of a signed message whose shape is right and whose algorithms are allowed. Nothing of it is verified. */
export interface Frame {
  readonly signedObject: SourceElement;
  readonly signedInfo: SourceElement;
  readonly canonicalization: { readonly uri: string; readonly comments: boolean };
  readonly method: { readonly uri: string; readonly key: 'rsa' | 'ec'; readonly hash: 'sha1' | 'sha256' };
  readonly value: Buffer;
  readonly valueElement: SourceElement;
  readonly references: readonly Reference[];
  readonly keyInfo: SourceElement | undefined;
  readonly replayProtect: SourceElement | undefined;
  /** Whether a Reference covers ReplayProtect. */
  readonly replayCovered: boolean;
}

/**
 * The frame of a signed message. The shape is closed: what is not expected is refused, so that no reader can find
 * another oadrSignedObject, Signature or Id than the verified one. Throws Refused.
 */
export function frameOf(document: SourceDocument): Frame {
  const { text } = document;
  const [signature, signedObject] = halves(document);
  const ids = idsOf(document);
  const [signedInfo, valueElement, ...rest] = elementsOf(signature);
  const keyInfo = rest[0]?.local === 'KeyInfo' && rest[0].uri === DS ? rest.shift() : undefined;
  if (!signedInfo || !valueElement) {
    const found = signedInfo ? 'SignatureValue' : 'SignedInfo';
    refuse({ reason: 'frame', fault: 'missing', found, ...at(signature, text) });
  }
  for (const [node, name] of [
    [signedInfo, 'SignedInfo'],
    [valueElement, 'SignatureValue'],
  ] as const)
    if (node.local !== name || node.uri !== DS) refuseShape(node, text);
  for (const node of rest) if (node.local !== 'Object' || node.uri !== DS) refuseShape(node, text);
  const replayProtect = findReplayProtect(document, rest);

  const parts = elementsOf(signedInfo);
  const canonicalization = childOf(signedInfo, parts.shift(), 'CanonicalizationMethod', text);
  const method = childOf(signedInfo, parts.shift(), 'SignatureMethod', text);
  if (parts.length === 0) refuse({ reason: 'frame', fault: 'missing', found: 'Reference', ...at(signedInfo, text) });
  if (parts[2]) refuseShape(parts[2], text);
  const references = parts.map((node) => {
    const reference = referenceOf(childOf(signedInfo, node, 'Reference', text), ids, text);
    const { target } = reference;
    const known = target === signedObject || coversReplay(target, replayProtect);
    if (!known) refuse({ reason: 'frame', fault: 'target', found: reference.uri, ...at(node, text) });
    return reference;
  });
  const covering = references.filter(({ target }) => target === signedObject);
  if (covering.length !== 1) {
    refuse({ reason: 'frame', fault: covering.length === 0 ? 'uncovered' : 'target', ...at(signedInfo, text) });
  }
  return {
    signedObject,
    signedInfo,
    canonicalization: algorithm(canonicalization, 'canonicalization', CANONICALIZATIONS, text),
    method: algorithm(method, 'signature', SIGNATURES, text),
    value: base64Of(valueElement, text),
    valueElement,
    references,
    keyInfo,
    replayProtect,
    replayCovered: references.some(({ target }) => replayProtect !== undefined && within(replayProtect, target)),
  };
}

function referenceOf(node: SourceElement, ids: ReadonlyMap<string, SourceElement>, text: string): Reference {
  const parts = elementsOf(node);
  if (parts[0]?.local === 'Transforms' && parts[0].uri === DS) transforms(parts.shift(), text);
  const digest = childOf(node, parts.shift(), 'DigestMethod', text);
  const value = childOf(node, parts.shift(), 'DigestValue', text);
  if (parts[0]) refuseShape(parts[0], text);
  const uri = attribute(node, 'URI') ?? '';
  const target = uri.startsWith('#') ? ids.get(uri.slice(1)) : undefined;
  if (!target) return refuse({ reason: 'frame', fault: 'uri', found: uri, ...at(node, text) });
  const { uri: method, hash } = algorithm(digest, 'digest', DIGESTS, text);
  return { uri, target, method, hash, digest: base64Of(value, text) };
}

/** At most one Transform, and that a canonicalisation: what it says is what is done without it, too. */
function transforms(node: SourceElement | undefined, text: string): void {
  const all = node ? elementsOf(node) : [];
  for (const [index, transform] of all.entries()) {
    if (transform.local !== 'Transform' || transform.uri !== DS) refuseShape(transform, text);
    algorithm(transform, 'transform', CANONICALIZATIONS, text);
    if (index > 0) refuseShape(transform, text);
  }
}

function algorithm<T>(
  node: SourceElement,
  role: AlgorithmRole,
  allowed: Readonly<Record<string, T>>,
  text: string,
): T & { uri: string } {
  const found = attribute(node, 'Algorithm') ?? '';
  const what = Object.hasOwn(allowed, found) ? allowed[found] : undefined;
  if (what === undefined)
    return refuse({ reason: 'algorithm', role, found, allowed: Object.keys(allowed), ...at(node, text) });
  // A parameter (HMACOutputLength, InclusiveNamespaces, an XPath) changes what the algorithm does.
  const parameter = elementsOf(node)[0];
  if (parameter) refuseShape(parameter, text);
  return { uri: found, ...what };
}

function attribute(node: SourceElement, name: string): string | undefined {
  return node.attributes.find((own) => own.uri === '' && own.local === name)?.value;
}

function within(node: SourceElement, ancestor: SourceElement): boolean {
  for (let up = node.parent; up; up = up.parent) if (up === ancestor) return true;
  return false;
}

/** Whether a target is the Object, SignatureProperties or SignatureProperty around ReplayProtect. */
function coversReplay(target: SourceElement, replayProtect: SourceElement | undefined): boolean {
  const named = ['Object', 'SignatureProperties', 'SignatureProperty'].includes(target.local) && target.uri === DS;
  // Where ReplayProtect is missing, that is what is to be told.
  return named && (!replayProtect || within(replayProtect, target));
}
