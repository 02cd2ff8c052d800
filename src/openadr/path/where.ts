import { pathOf, type XmlElement } from '../xml/tree.ts';
import { type Choice, Choices, count, type KeyTest, names } from './choice.ts';
import { explainValue, type WhereValue } from './compare.ts';
import { meant } from './key.ts';
import { payloadName, payloadOf, survey } from './survey.ts';
import { visitPath, visitText } from './text.ts';

/** Keys (ends of element paths) and what their values must be; one row must meet all of them. */
export type WhereObject = Readonly<Record<string, WhereValue>>;

/** One of the objects must be met. */
export type Where = WhereObject | readonly WhereObject[];

/** The key that kept the nearest row from matching. */
export interface NearMiss {
  readonly key: string;
  /** In words. */
  readonly expected: string;
  /** The element's text; absent if there is no such element. */
  readonly actual?: string;
  /** Element path of what was compared, or of the row if nothing was there. */
  readonly path: string;
  /** 1-based, 0 if the tree was not read from a body. */
  readonly line: number;
  readonly column: number;
  /** How many of how many keys the row met. */
  readonly met: number;
  readonly of: number;
}

export interface WhereResult {
  readonly matched: boolean;
  /** Only where nothing matched. */
  readonly nearest?: NearMiss;
}

/**
 * Whether a message has a row that meets `where`. A row is one innermost repeated item with all that stands outside it;
 * where independent elements are repeated (intervals and targets), one of each.
 */
export function matchWhere(where: Where, tree: XmlElement): WhereResult {
  const payload = payloadOf(tree);
  let nearest: NearMiss | undefined;
  for (const object of isList(where) ? where : [where]) {
    const miss = matchObject(object, payload);
    if (!miss) return { matched: true };
    if (!nearest || miss.met > nearest.met) nearest = miss;
  }
  return nearest ? { matched: false, nearest } : { matched: false };
}

function isList(where: Where): where is readonly WhereObject[] {
  return Array.isArray(where);
}

/** The nearest miss, `undefined` if the object is met. */
function matchObject(object: WhereObject, payload: XmlElement): NearMiss | undefined {
  const name = payloadName(payload);
  const tests = Object.entries(object).map(([key, wanted]): KeyTest => {
    const parts = key.split('.');
    return { key, parts, wanted, meant: name ? meant(name, parts) : [] };
  });
  const choices = new Choices(tests);
  const root = survey(payload, (visit) => {
    for (const [index, test] of tests.entries()) if (names(test, visit)) choices.see(index, visit);
  });
  const [best, ...others] = choices.of(root);
  if (!best) return undefined;
  return missOf(
    tests,
    others.reduce((one, other) => (count(other) > count(one) ? other : one), best),
  );
}

/** The first key that was not met, `undefined` if all were. */
function missOf(tests: readonly KeyTest[], { met, found, item }: Choice): NearMiss | undefined {
  const index = met.indexOf(false);
  const test = tests[index];
  if (!test) return undefined;
  const visit = found[index];
  const { line, column } = visit?.element ?? item.element;
  return {
    key: test.key,
    expected: explainValue(test.wanted),
    ...(visit ? { actual: visitText(visit) ?? 'present' } : {}),
    path: visit ? visitPath(visit) : pathOf(item.element),
    line,
    column,
    met: met.filter(Boolean).length,
    of: tests.length,
  };
}
