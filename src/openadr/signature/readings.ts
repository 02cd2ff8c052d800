import { createHash } from 'node:crypto';
import { canonical } from './c14n.ts';
import type { Reference } from './frame.ts';
import type { OtherReading } from './refusal.ts';

/** The digest of a text by the method of a Reference. */
export function digestOf(text: string, hash: 'sha1' | 'sha256'): Buffer {
  return createHash(hash).update(text, 'utf8').digest();
}

/**
 * How else the sender may have read what a Reference names, when its digest is not that of the canonical text: the
 * reading that fits the DigestValue, else the received text where that is another.
 */
export function otherReading(reference: Reference, ours: string, text: string): OtherReading | undefined {
  const { target, digest, hash } = reference;
  const readings = {
    comments: canonical(target, { comments: true }),
    alone: canonical(target, { inherit: false }),
    received: text.slice(target.start, target.end),
  };
  for (const reading of ['comments', 'alone', 'received'] as const) {
    const other = readings[reading];
    if (other !== ours && digestOf(other, hash).equals(digest))
      return { reading, text: other, matches: true, parts: partingOf(ours, other) };
  }
  const { received } = readings;
  if (received === ours) return undefined;
  return { reading: 'received', text: received, matches: false, parts: partingOf(ours, received) };
}

/** Index of the first character in which two texts differ. */
function partingOf(one: string, other: string): number {
  let index = 0;
  while (index < one.length && one[index] === other[index]) index += 1;
  return index;
}
