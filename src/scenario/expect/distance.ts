import type { WhereScalar, WhereValue } from '../../openadr/path/index.ts';

/** How far a number is from meeting a comparison, in its own unit; 0 where that cannot be told. */
export function distanceOf(value: number, wanted: WhereValue | undefined): number {
  if (!Number.isFinite(value)) return Number.MAX_VALUE;
  if (wanted === undefined) return 0;
  if (typeof wanted !== 'object') return Math.abs(value - numberOf(wanted, value));
  const { eq, gt, gte, lt, lte, oneOf } = wanted;
  const apart = [
    eq === undefined ? 0 : Math.abs(value - numberOf(eq, value)),
    below(value, gt),
    below(value, gte),
    above(value, lt),
    above(value, lte),
    oneOf === undefined ? 0 : Math.min(...oneOf.map((one) => Math.abs(value - numberOf(one, value)))),
  ];
  return Math.max(...apart);
}

function below(value: number, least: WhereScalar | undefined): number {
  return least === undefined ? 0 : Math.max(0, numberOf(least, value) - value);
}

function above(value: number, most: WhereScalar | undefined): number {
  return most === undefined ? 0 : Math.max(0, value - numberOf(most, value));
}

/** A text that is no number is as far as nothing. */
function numberOf(scalar: WhereScalar, otherwise: number): number {
  const number = Number(scalar);
  return Number.isFinite(number) ? number : otherwise;
}

/** At most three decimals. */
export function rounded(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 1000) / 1000) : 'no number';
}
