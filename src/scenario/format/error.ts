import type { Place } from './plan.ts';

/** A mistake in a scenario file. */
export interface ScenarioError {
  /** What is wrong, one line, without the place. */
  readonly message: string;
  readonly place: Place;
  /** Characters from the place on that are meant; 1 if nothing in particular. */
  readonly length: number;
  /** `3 (expect)`, where it is in a step. */
  readonly step?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** The remedy. */
  readonly hint?: string;
}

/** Widest source line that is shown whole. */
const WIDEST = 160;

/**
 * The error as console and reports show it: what, the place, the step, the source line with a caret, and a remedy.
 */
export function formatError(error: ScenarioError): string {
  const { place, step, hint } = error;
  const lines = [error.message, `  --> ${place.file}:${place.line}:${place.column}`];
  if (step !== undefined) lines.push(`  step ${step}`);
  if (place.source.trim() !== '') lines.push(...pointed(error));
  else if (words(error) !== '') lines.push(`  ${words(error)}`);
  if (hint !== undefined) lines.push(`  try: ${hint}`);
  return lines.join('\n');
}

function pointed(error: ScenarioError): string[] {
  const { place, length } = error;
  // A long line is cut to what surrounds the mistake.
  const from = place.source.length <= WIDEST ? 0 : Math.max(0, place.column - 1 - WIDEST / 2);
  const source = place.source.slice(from, from + WIDEST);
  const before = source.slice(0, place.column - 1 - from).replace(/[^\t]/g, ' ');
  const caret = '^'.repeat(Math.max(1, Math.min(length, source.length - before.length)));
  const text = words(error);
  return [`  | ${source.trimEnd()}`, `  | ${before}${caret}${text && ` ${text}`}`];
}

function words({ expected, actual }: ScenarioError): string {
  const parts = [expected !== undefined && `expected ${expected}`, actual !== undefined && `actual ${actual}`];
  return parts.filter(Boolean).join(', ');
}
