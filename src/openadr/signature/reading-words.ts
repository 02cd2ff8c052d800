import { SHA256 } from './algorithms.ts';
import type { HashName, OtherReading, Reading } from './refusal.ts';

/** A reading in words. */
interface ReadingWords {
  /** For `the digest is not that of its canonical text, but of …`. */
  readonly what: string;
  /** What the sender is to do. */
  readonly hint: string;
}

/** Each text but the right one. */
const READINGS: Readonly<Record<Exclude<Reading, 'canonical'>, ReadingWords>> = {
  received: { what: 'the text as it was sent', hint: 'canonicalise the text before its digest is made' },
  exclusive: {
    what: 'the element in exclusive C14N',
    hint: 'canonicalise by C14N 1.0, the inclusive one: all namespaces that are in scope stand in the start tag',
  },
  alone: {
    what: 'the element taken alone',
    hint: 'take the namespaces and xml: attributes from around the element into the digest',
  },
  comments: {
    what: 'the text with its comments',
    hint: 'leave comments out of the digest, as a same-document Reference does',
  },
  compact: {
    what: 'the element without the white space between its elements',
    hint: 'send the message with the white space that it is signed with: none, or all of it',
  },
  crlf: {
    what: 'the text with CR LF at the ends of its lines',
    hint: 'use LF alone at the ends of lines when the digest is made: a reader of XML makes LF of CR LF',
  },
  content: {
    what: 'what stands within the element',
    hint: 'take the element that the URI names into the digest, from its start tag to its end tag',
  },
  document: {
    what: 'the whole document without its Signature',
    hint: 'take the element that the URI names into the digest, and nothing around it',
  },
};

/** SHA-256, … of the URI of a DigestMethod. */
export function hashOfMethod(method: string): string {
  return hashText(method === SHA256 ? 'sha256' : 'sha1');
}

export function hashText(hash: HashName): string {
  return hash === 'sha256' ? 'SHA-256' : 'SHA-1';
}

/** What the sender digested, after `signed as`; undefined where it is the canonical text. */
export function readingText({ reading }: Pick<OtherReading, 'reading'>): string | undefined {
  return reading === 'canonical' ? undefined : READINGS[reading].what;
}

/**
 * How a digest was made, and what to do about it: what follows `the digest of … is`.
 * @param method URI of the DigestMethod
 */
export function readingWords({ reading, hash, hex }: OtherReading, method: string): { what: string; hint: string } {
  const named = hashOfMethod(method);
  const words: ReadingWords[] = [];
  if (reading !== 'canonical') {
    const { what, hint } = READINGS[reading];
    words.push({ what: `not that of its canonical text, but of ${what}`, hint });
  }
  if (hash) {
    const made = hashText(hash);
    words.push({
      what: `made by ${made}, where DigestMethod says ${named}`,
      hint: `use ${named} for the digest, or let DigestMethod say ${made}`,
    });
  }
  if (hex) {
    words.push({
      what: 'written in hexadecimal digits',
      hint: 'write the bytes of the digest in base64, not their hexadecimal digits',
    });
  }
  return { what: words.map(({ what }) => what).join(', and '), hint: words.map(({ hint }) => hint).join('; ') };
}
