import { createHash } from 'node:crypto';
import { DS } from '../schema/namespaces.ts';
import { canonical } from './c14n.ts';
import { elementsOf, type SourceElement } from './document.ts';
import type { Reference } from './frame.ts';
import type { HashName, OtherReading, Reading } from './refusal.ts';

/** Characters of a message up to which every reading is tried. */
const LARGE = 1024 * 1024;

/** The digest of a text by the method of a Reference. */
export function digestOf(text: string, hash: HashName): Buffer {
  return createHash(hash).update(text, 'utf8').digest();
}

/**
 * How else the sender may have read what a Reference names, when its digest is not that of the canonical text; undefined
 * where the DigestValue fits no reading. Of a large message only a few are tried.
 * @param ours canonical text
 * @param text the message
 */
export function otherReading(reference: Reference, ours: string, text: string): OtherReading | undefined {
  const claim = claimOf(reference.digest);
  if (!claim) return undefined;
  const { hash, digest, hex } = claim;
  const written = { ...(hash !== reference.hash && { hash }), ...(hex && { hex }) };
  for (const [reading, other] of readings(reference.target, ours, text)) {
    if (!digestOf(other, hash).equals(digest)) continue;
    return { reading, ...written, text: other, ...(other !== ours && { parts: partingOf(ours, other) }) };
  }
  return undefined;
}

/** What a DigestValue claims to be. Its length tells the hash, whatever the DigestMethod says. */
function claimOf(value: Buffer): { readonly hash: HashName; readonly digest: Buffer; readonly hex?: true } | undefined {
  const plain = hashOf(value);
  if (plain) return { hash: plain, digest: value };
  // Hexadecimal digits in place of base64, and the same once more in base64.
  for (const digits of [value.toString('base64'), value.toString('latin1')]) {
    if (!/^[0-9a-f]+$/i.test(digits)) continue;
    const digest = Buffer.from(digits, 'hex');
    const hash = hashOf(digest);
    if (hash) return { hash, digest, hex: true };
  }
  return undefined;
}

function hashOf({ length }: Buffer): HashName | undefined {
  if (length === 32) return 'sha256';
  return length === 20 ? 'sha1' : undefined;
}

/** One text after the other, so that no more are made than are needed. */
function* readings(target: SourceElement, ours: string, text: string): Generator<readonly [Reading, string]> {
  yield ['canonical', ours];
  yield ['received', text.slice(target.start, target.end)];
  yield ['exclusive', canonical(target, { exclusive: true })];
  yield ['alone', canonical(target, { inherit: false })];
  if (text.length > LARGE) return;
  yield ['comments', canonical(target, { comments: true })];
  for (const one of [ours, canonical(target, { exclusive: true })]) {
    // In canonical text a `>` before a `<` ends a tag.
    yield ['compact', one.replace(/>[ \t\n]+</g, '><')];
    yield ['crlf', one.replaceAll('\n', '\r\n')];
  }
  // A parser that keeps CR LF has a character reference written for it.
  yield ['crlf', ours.replaceAll('\n', '&#xD;\n')];
  yield* contents(target, ours, text);
  yield* documents(target, text);
}

/** What stands within the element: all of it, or its one element by itself. */
function* contents(target: SourceElement, ours: string, text: string): Generator<readonly [Reading, string]> {
  yield ['content', ours.slice(ours.indexOf('>') + 1, ours.lastIndexOf('<'))];
  const [inner, more] = elementsOf(target);
  if (!inner || more) return;
  yield ['content', canonical(inner)];
  yield ['content', canonical(inner, { exclusive: true })];
  yield ['content', canonical(inner, { inherit: false })];
  yield ['content', text.slice(inner.start, inner.end)];
}

/** The document without its Signature, as an enveloped signature has it; nothing of it where the Signature is meant. */
function* documents(target: SourceElement, text: string): Generator<readonly [Reading, string]> {
  const root = target.parent;
  const signature = root && elementsOf(root).find(({ local, uri }) => local === 'Signature' && uri === DS);
  if (!root || root.parent || !signature) return;
  yield ['document', canonical(root, { without: signature })];
  yield ['document', canonical(root, { without: signature, exclusive: true })];
  yield ['document', `${text.slice(root.start, signature.start)}${text.slice(signature.end, root.end)}`];
  yield ['document', `${text.slice(0, signature.start)}${text.slice(signature.end)}`];
}

/** Index of the first character in which two texts differ. */
function partingOf(one: string, other: string): number {
  let index = 0;
  while (index < one.length && one[index] === other[index]) index += 1;
  return index;
}
