import type { Pair } from '../journal/view.ts';
import type { Theme } from './theme.ts';

/** How much longer than usual the way to the next value is where values are missing. */
const GAP = 2.5;

/**
 * The newest values as one row of bars, a space where some are missing or a value is no number.
 *
 * @param tail values, oldest first
 * @param width columns, all of them filled: spaces at the left where there are fewer values
 * @param range lowest and highest value; default those of the values that are drawn, at least a tenth of their size apart
 */
export function sparkline(
  { symbols }: Pick<Theme, 'symbols'>,
  tail: readonly Pair[],
  width: number,
  range?: readonly [number, number],
): string {
  if (width <= 0) return '';
  const shown = withGaps(tail.slice(-width)).slice(-width);
  const [low, high] = range ?? widened(rangeOf(shown));
  const levels = [...symbols.bars];
  const bars = shown.map((value) => {
    if (value === undefined || !Number.isFinite(value)) return ' ';
    // All alike: in the middle, since neither end says anything.
    const share = high > low ? (value - low) / (high - low) : 0.5;
    return levels[Math.max(0, Math.min(levels.length - 1, Math.floor(share * levels.length)))] ?? ' ';
  });
  return bars.join('').padStart(width);
}

/** The least share of the largest magnitude that the height stands for: a drift of one per cent looks like one. */
const LEAST_SPAN = 0.1;

function widened([low, high]: readonly [number, number]): readonly [low: number, high: number] {
  const lacking = LEAST_SPAN * Math.max(Math.abs(low), Math.abs(high)) - (high - low);
  return lacking > 0 && Number.isFinite(lacking) ? [low - lacking / 2, high + lacking / 2] : [low, high];
}

/** Lowest and highest of the values that are numbers; ±Infinity where there is none. */
export function rangeOf(values: readonly (number | undefined)[]): readonly [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === undefined || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function withGaps(tail: readonly Pair[]): (number | undefined)[] {
  const steps = tail.slice(1).map(([time], at) => time - (tail[at]?.[0] ?? time));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return tail.flatMap(([, value], at) => (at > 0 && (steps[at - 1] ?? 0) > usual * GAP ? [undefined, value] : [value]));
}
