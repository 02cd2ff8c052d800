import type { OtherReading, Refusal } from './refusal.ts';

/** Two readings of what was signed. */
export interface Parting {
  /** Canonical text of what came: what the digest should be of. */
  readonly canonical: string;
  /** The sender's reading if the digest is its, else the text as it came; absent where that is the canonical text. */
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

const LABELS: Readonly<Record<OtherReading['reading'], string>> = {
  comments: 'signed with its comments',
  alone: 'signed as if it stood alone',
  received: 'signed as it was sent',
};

/**
 * A window of at most `width` characters on both readings, with the place where they part in its first half; line ends and
 * tabs are written as `\n` and `\t`. Undefined where there is one reading only.
 */
export function partingRows({ canonical, other }: Parting, width: number): PartingRows | undefined {
  if (!other) return undefined;
  const { parts, text, reading, matches } = other;
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
    label: matches ? LABELS[reading] : 'as it came, which has not that digest either',
  };
}

function visible(text: string): string {
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
