import type { SimpleKind } from '../schema/dsl.ts';
import { parseBoolean, parseFloating } from '../schema/lexical.ts';
import { type Duration, durationToMs, parseDateTime, parseDuration } from '../time.ts';

export type WhereScalar = string | number | boolean;

/** What a value must be; all that is given must hold. */
export interface Comparison {
  readonly eq?: WhereScalar;
  readonly not?: WhereValue;
  readonly gt?: WhereScalar;
  readonly gte?: WhereScalar;
  readonly lt?: WhereScalar;
  readonly lte?: WhereScalar;
  /** A regular expression (JavaScript, flag u) that is found in the text. */
  readonly matches?: WhereScalar;
  readonly oneOf?: readonly WhereScalar[];
  readonly exists?: boolean;
}

/** Equality, or comparisons. */
export type WhereValue = WhereScalar | Comparison;

/** What the schema says of the text that is compared; absent: unknown to it. */
export type ValueKind = SimpleKind | undefined;

/**
 * Whether the text of an element is what `wanted` says. Numbers, dates and durations compare by value, other text as it
 * stands. `undefined`: the element is absent, which meets only `exists: false`. `null`: it has no text of its own, which
 * meets only `exists: true`.
 */
export function meets(text: string | null | undefined, wanted: WhereValue, kind?: ValueKind): boolean {
  if (typeof wanted !== 'object') return typeof text === 'string' && equal(text, wanted, kind);
  if (wanted.exists === false) return text === undefined;
  if (text === null) return Object.keys(wanted).every((key) => key === 'exists');
  return text !== undefined && TESTS.every((test) => test(text, wanted, kind));
}

type Test = (text: string, wanted: Comparison, kind: ValueKind) => boolean;

const TESTS: readonly Test[] = [
  (text, { eq }, kind) => eq === undefined || equal(text, eq, kind),
  (text, { not }, kind) => not === undefined || !meets(text, not, kind),
  (text, { gt }, kind) => gt === undefined || order(text, gt, kind) > 0,
  (text, { gte }, kind) => gte === undefined || order(text, gte, kind) >= 0,
  (text, { lt }, kind) => lt === undefined || order(text, lt, kind) < 0,
  (text, { lte }, kind) => lte === undefined || order(text, lte, kind) <= 0,
  (text, { matches }) => matches === undefined || finds(String(matches), text),
  (text, { oneOf }, kind) => oneOf === undefined || oneOf.some((one) => equal(text, one, kind)),
];

/** A pattern made of a run-time variable may be none; then it is found nowhere. */
function finds(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return false;
  }
}

function equal(text: string, wanted: WhereScalar, kind: ValueKind): boolean {
  if (typeof wanted === 'number') return parseFloating(text.trim()) === wanted;
  if (typeof wanted === 'boolean') return parseBoolean(text.trim()) === wanted;
  if (text === wanted) return true;
  switch (kind) {
    case 'number':
      return same(parseFloating(text.trim()), parseFloating(wanted.trim()));
    case 'boolean':
      return same(parseBoolean(text.trim()), parseBoolean(wanted.trim()));
    case 'dateTime':
      return same(parseDateTime(text), parseDateTime(wanted));
    case 'duration':
      return same(lengthOf(text), lengthOf(wanted));
    default:
      return false;
  }
}

function same<T>(a: T | undefined, b: T | undefined): boolean {
  return a !== undefined && a === b;
}

/** Months have no fixed length, so P1M is no P30D; P1Y is P12M and P1D is PT24H. */
function lengthOf(text: string): string | undefined {
  const d = parseDuration(text.trim());
  if (!d) return undefined;
  const months = (d.negative ? -1 : 1) * (d.years * 12 + d.months);
  const rest: Duration = { ...d, years: 0, months: 0 };
  return `${months === 0 ? 0 : months}/${durationToMs(rest)}`;
}

/** Negative, zero or positive as the text lies before, at or after `wanted`; NaN (never true) if they do not compare. */
function order(text: string, wanted: WhereScalar, kind: ValueKind): number {
  for (const read of SCALES) {
    const [a, b] = [read(text.trim(), kind), read(String(wanted).trim(), kind)];
    if (a !== undefined && b !== undefined) return Math.sign(a - b);
  }
  return Number.NaN;
}

const SCALES: readonly ((text: string, kind: ValueKind) => number | undefined)[] = [
  (text) => parseFloating(text),
  (text) => parseDateTime(text),
  (text) => (parseDuration(text) ? durationToMs(text) : undefined),
];

/** A wanted value in words: `at least 2`, `not "optOut"`, `present`. */
export function explainValue(wanted: WhereValue): string {
  if (typeof wanted !== 'object') return JSON.stringify(wanted);
  const words: string[] = [];
  if (wanted.exists !== undefined) words.push(wanted.exists ? 'present' : 'absent');
  if (wanted.eq !== undefined) words.push(JSON.stringify(wanted.eq));
  if (wanted.not !== undefined) words.push(`not ${explainValue(wanted.not)}`);
  if (wanted.gt !== undefined) words.push(`above ${wanted.gt}`);
  if (wanted.gte !== undefined) words.push(`at least ${wanted.gte}`);
  if (wanted.lt !== undefined) words.push(`below ${wanted.lt}`);
  if (wanted.lte !== undefined) words.push(`at most ${wanted.lte}`);
  if (wanted.matches !== undefined) words.push(`matching /${wanted.matches}/`);
  if (wanted.oneOf !== undefined) words.push(`one of ${wanted.oneOf.map((one) => JSON.stringify(one)).join(', ')}`);
  return words.join(' and ');
}
