import type { Simple } from './dsl.ts';
import { isNCName } from './lexical.ts';
import * as xs from './simple.ts';

/** The XML Schema built-ins that no declaration of 2.0b names but an `xsi:type` may (XML Schema Part 2, section 3). */
const nmtoken = xs.pattern('xs:NMTOKEN', xs.token, /^[\p{L}\p{N}\p{M}._:·-]+$/u, 'a name token');
const name = xs.pattern('xs:Name', xs.token, /^[\p{L}_:][\p{L}\p{N}\p{M}._:·-]*$/u, 'a name');
const nothing: Simple<string> = { ...xs.ncName, name: 'xs:ENTITY', base: xs.ncName, parse: () => undefined };

const big = Number.POSITIVE_INFINITY;
const long = xs.integer('xs:long', -(2 ** 63), 2 ** 63, xs.anyInteger);
const int = xs.integer('xs:int', -(2 ** 31), 2 ** 31 - 1, long);
const short = xs.integer('xs:short', -(2 ** 15), 2 ** 15 - 1, int);
const nonPositive = xs.integer('xs:nonPositiveInteger', -big, 0, xs.anyInteger);
const unsignedShort = xs.integer('xs:unsignedShort', 0, 65_535, xs.unsignedInt);

export const builtins: readonly Simple<unknown>[] = [
  xs.string,
  xs.normalizedString,
  xs.token,
  xs.ncName,
  xs.id,
  xs.dateTime,
  xs.anyURI,
  xs.float,
  xs.decimal,
  xs.unsignedInt,
  xs.boolean,
  nmtoken,
  name,
  nothing,
  xs.pattern('xs:language', xs.token, /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/, 'a language'),
  { ...xs.ncName, name: 'xs:IDREF', base: xs.ncName, parse: (text) => (isNCName(text) ? text : undefined) },
  { ...xs.float, name: 'xs:double' },
  xs.anyInteger,
  long,
  int,
  short,
  xs.integer('xs:byte', -128, 127, short),
  nonPositive,
  xs.integer('xs:negativeInteger', -big, -1, nonPositive),
  xs.nonNegativeInteger,
  xs.integer('xs:positiveInteger', 1, big, xs.nonNegativeInteger),
  xs.unsignedLong,
  unsignedShort,
  xs.integer('xs:unsignedByte', 0, 255, unsignedShort),
];
