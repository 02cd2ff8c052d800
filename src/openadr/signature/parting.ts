import { readingText } from './reading-words.ts';
import type { OtherReading, Refusal } from './refusal.ts';

/** Two readings of what was signed. */
export interface Parting {
  /** Canonical text of what came: what the digest should be of. */
  readonly canonical: string;
  /** The sender's reading; absent where the digest is of none that is known. */
  readonly other?: OtherReading;
}

/** The two readings behind a digest that does not fit. */
export function partingOf({ canonical, other }: Extract<Refusal, { reason: 'digest' }>): Parting {
  return { canonical, ...(other && { other }) };
}

/** Two rows that are equal up to `at`, and part there. */
export interface PartingRows {
  readonly canonical: string;
  readonly other: string;
  /** Characters before the place. */
  readonly at: number;
  /** Of the place in the canonical text, both 1-based. */
  readonly line: number;
  readonly column: number;
  /** What the other reading is. */
  readonly label: string;
}

/**
 * A window of at most `width` characters on both readings, with the place where they part in its first half; line ends and
 * tabs are written as `\n` and `\t`. Undefined where there are no two texts: no reading fits, or the canonical text does.
 */
export function partingRows({ canonical, other }: Parting, width: number): PartingRows | undefined {
  if (other?.parts === undefined) return undefined;
  const { parts, text } = other;
  const before = canonical.slice(0, parts);
  const half = Math.floor(width / 2);
  const head = visible(before.slice(-half)).slice(-half);
  const row = (whole: string): string => `${head}${visible(whole.slice(parts, parts + width))}`.slice(0, width);
  return {
    canonical: row(canonical),
    other: row(text),
    at: head.length,
    line: before.split('\n').length,
    column: parts - before.lastIndexOf('\n'),
    label: readingText(other) ?? 'the canonical text',
  };
}

function visible(text: string): string {
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
