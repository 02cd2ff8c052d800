import type { Simple, SimpleKind } from './dsl.ts';
import {
  collapse,
  formatDecimal,
  formatFloating,
  isDateTime,
  isNCName,
  parseBoolean,
  parseDecimal,
  parseFloating,
  parseInteger,
} from './lexical.ts';
import { isAnyUri } from './uri.ts';

function textType(
  name: string,
  space: Simple<string>['space'],
  expected: string,
  accepts: (text: string) => boolean,
  more: Partial<Simple<string>> = {},
): Simple<string> {
  return {
    form: 'simple',
    kind: 'string',
    name,
    space,
    expected,
    closed: false,
    parse: (text) => (accepts(text) ? text : undefined),
    format(value) {
      return typeof value === 'string' && accepts(spaced(this.space, value)) ? value : undefined;
    },
    ...more,
  };
}

function numberType(
  name: string,
  expected: string,
  parse: (text: string) => number | undefined,
  format: (value: number) => string | undefined = formatFloating,
  base?: Simple<unknown>,
): Simple<number> {
  return {
    form: 'simple',
    kind: 'number',
    name,
    space: 'collapse',
    base,
    expected,
    closed: true,
    parse,
    format(value) {
      const text = typeof value === 'number' ? format(value) : undefined;
      return text !== undefined && parse(text) !== undefined ? text : undefined;
    },
  };
}

/** Text with its white space facet applied. */
export function spaced(facet: Simple<unknown>['space'], text: string): string {
  if (facet === 'preserve') return text;
  return facet === 'collapse' ? collapse(text) : text.replace(/[\t\n\r]/g, ' ');
}

export const string = textType('xs:string', 'preserve', 'text', () => true);
export const normalizedString = textType('xs:normalizedString', 'replace', 'text', () => true, { base: string });
export const token = textType('xs:token', 'collapse', 'text', () => true, { base: normalizedString });
export const ncName = textType('xs:NCName', 'collapse', 'a name without colon', isNCName, { base: token });
export const dateTime = textType('xs:dateTime', 'collapse', 'a date-time', isDateTime, { kind: 'dateTime' });
export const anyURI = textType('xs:anyURI', 'collapse', 'a URI', isAnyUri);
export const id = textType('xs:ID', 'collapse', 'a name without colon', isNCName, { id: true, base: ncName });
export const doubles = textType('gml:doubleList', 'collapse', 'numbers with blanks between', (text) =>
  text.split(' ').every((item) => text === '' || parseFloating(item) !== undefined),
);

export const float = numberType('xs:float', 'a number', parseFloating);
export const decimal = numberType('xs:decimal', 'a decimal number without exponent', parseDecimal, formatDecimal);

/** Whole numbers from `least` to `most`. */
export function integer(name: string, least: number, most: number, base?: Simple<unknown>): Simple<number> {
  const expected = `a whole number from ${least} to ${most}`;
  return numberType(name, expected, (text) => parseInteger(text, least, most), formatDecimal, base);
}
const big = Number.POSITIVE_INFINITY;
export const anyInteger = integer('xs:integer', -big, big, decimal);
export const nonNegativeInteger = integer('xs:nonNegativeInteger', 0, big, anyInteger);
export const unsignedLong = integer('xs:unsignedLong', 0, 2 ** 64, nonNegativeInteger);
export const unsignedInt = integer('xs:unsignedInt', 0, 4_294_967_295, unsignedLong);

export const boolean: Simple<boolean> = {
  form: 'simple',
  kind: 'boolean',
  name: 'xs:boolean',
  space: 'collapse',
  expected: 'true or false',
  closed: true,
  parse: parseBoolean,
  format: (value) => (typeof value === 'boolean' ? String(value) : undefined),
};

/** A type that only gives another a name. */
export function restriction<T>(name: string, base: Simple<T>): Simple<T> {
  return { ...base, name, base };
}

/** A restriction of a text type to what a pattern matches as a whole. */
export function pattern(
  name: string,
  base: Simple<string>,
  matches: RegExp,
  expected: string,
  kind: SimpleKind = base.kind,
): Simple<string> {
  const accepts = (text: string) => base.parse(text) !== undefined && matches.test(text);
  return textType(name, base.space, expected, accepts, { kind, base });
}

/** A closed list of values. */
export function enumeration<const V extends string>(name: string, base: Simple<string>, values: readonly V[]) {
  const known: ReadonlySet<string> = new Set(values);
  const expected = values.length > 30 ? `one of ${values.length} codes` : `one of ${values.join(', ')}`;
  const made = textType(name, base.space, expected, (text) => known.has(text), { values, closed: true, base });
  return made as Simple<V>;
}

/** EiExtensionTokenType: what a list of values may be extended by. */
export const extensionToken = pattern('ei:EiExtensionTokenType', token, /^x-\S[^\n\r]*$/u, 'x-…');

/** A list of values that may be extended by `x-…`. Any text can be told in a message, the known ones are suggested. */
export function extensible<V extends string>(name: string, list: Simple<V>): Simple<V | (string & {})> {
  const accepts = (text: string) => list.parse(text) !== undefined || extensionToken.parse(text) !== undefined;
  const expected = `${list.expected} or x-…`;
  return textType(name, 'collapse', expected, accepts, { values: list.values, members: [list, extensionToken] });
}
