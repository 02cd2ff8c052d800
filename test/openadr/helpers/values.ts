import type { Simple } from '../../../src/openadr/schema/dsl.ts';
import { spaced } from '../../../src/openadr/schema/simple.ts';
import type { Draw } from './draw.ts';

/** Texts at the borders of the lexical forms, valid for some type or for none. */
export const ODD_TEXTS: readonly string[] = [
  ...['', ' ', '\n', 'x', ' x ', 'a b', 'é', '日本', '\u{1F50C}', '&<>"\'', ']]', '\u00a0', '\u2028'],
  ...['0', '1', '-0', '+0', '-1', '+5', '007', '1.0', '1.', '.5', '.', '-', '+', '1 2', '1,5', '0x10', '1_0'],
  ...['4294967295', '4294967296', '99999999999999999999', '100', '101', '1e5', '1E-5', '1e400', '-1e400', '1e', '-+5'],
  ...['INF', '-INF', '+INF', 'NaN', '-NaN', 'inf', 'Infinity', '123456789012345678901234567890.5', ' 1 ', '\t2\n'],
  ...['true', 'false', ' true ', 'TRUE', 'yes', '2026-07-01T14:00:00Z', '2026-07-01T14:00:00', '2026-07-01'],
  ...['2026-07-01T14:00:00.5Z', '2026-07-01T14:00:00.Z', '2026-07-01T14:00:00+00:00', '2026-07-01T14:00:00+02:00'],
  ...['2026-02-29T00:00:00Z', '2024-02-29T00:00:00Z', '1900-02-29T00:00:00Z', '2000-02-29T00:00:00Z'],
  ...['2026-13-01T00:00:00Z', '2026-00-10T00:00:00Z', '2026-04-31T00:00:00Z', '2026-01-01T24:00:00Z'],
  ...['2026-01-01T24:00:01Z', '2026-01-01T23:59:60Z', '0000-01-01T00:00:00Z', '-0001-01-01T00:00:00Z'],
  ...['12026-01-01T00:00:00Z', '+2026-01-01T00:00:00Z', ' 2026-01-01T00:00:00Z ', '2026-1-1T0:0:0Z'],
  ...['PT0S', 'PT15M', '-PT5M', '+PT5M', 'P', 'PT', '-P', 'P1Y2M3DT4H5M6S', 'P1D4H', 'P1M1M', 'P1W', '5W', '-5W'],
  ...['PT5.5S', ' PT5M', 'PT5M ', 'pt5m', 'PT٥M', 'P-1D', 'PT1M1H', 'P1H', 'PT99999999999999999999S'],
  ...[
    'http://example.com/programme',
    'urn:x:y',
    'a b',
    '%',
    '%20',
    '%zz',
    ':a',
    'a:',
    '#a#b',
    'http://[',
    'http://[::1]',
  ],
  ...['http://a:x/', 'http://a:', 'http://a:99999999999', '//', '[', 'a^b', '1:b', '?q?', 'mailto:a@b', 'http://ü/'],
  ...['x-own', 'x-', 'x- a', 'x-a b', 'x-ä', 'X-own', ' x-own ', 'SIMPLE', 'simple', 'Simple', 'always', ' always'],
  ...['200', '2000', '20', ' 200', '45x', 'optIn', 'optin', 'far', 'cancelled', 'canceled', 'usage', 'Direct Read'],
  ...['2.0a', '2.0b', '2.0', 'simpleHttp', 'none', 'k', 'K', 'W', 'Wh', 'V', 'USD', 'usd', 'RealPower', 'currency'],
  ...['a-b', '_', '.a', 'a:b', 'a\u00b7', '\u0300a', '1 2 3', '1 x', 'EiEvent', 'oadrPoll'],
];

const NUMBERS = [0, 1, -1, 0.5, 1e21, 1e-7, 123456.789, -0, 4294967295, 100, Number.MAX_VALUE];
const TEXTS = [
  '0',
  'ven-1',
  'a b',
  ' padded ',
  'line\nbreak',
  'é日本\u{1F50C}',
  '<&>"\'',
  ']]>',
  'tab\tand\rreturn',
  '',
];
const MOMENTS = ['2026-07-01T14:00:00Z', '2026-07-01T14:00:00', '2024-02-29T23:59:59.999Z', '-0001-01-01T00:00:00Z'];
const DURATIONS = ['PT0S', 'PT15M', 'P1Y2M3DT4H5M6S', '-PT5M', 'P1D', 'P', '5W'];
const URIS = ['http://example.com/programme', 'urn:x:y', 'relative/path', '', '#fragment', 'http://[::1]:8080/?q=1'];

let identities = 0;

function nextIdentity(): string {
  identities += 1;
  return `id${identities}`;
}

/** A text that is valid for a simple type. */
export function validText(draw: Draw, type: Simple<unknown>): string {
  if (type.id === true) return nextIdentity();
  if (type.values && !(type.members && draw.chance(0.2))) return draw.pick(type.values);
  if (type.members) return draw.pick(['x-own', 'x-a b', 'x-ä']);
  for (let tries = 0; tries < 20; tries += 1) {
    const text = candidate(draw, type);
    const treated = spaced(type.space, text);
    if (type.parse(treated) !== undefined) return text;
  }
  return type.name === 'ei:ResponseCodeType' ? '200' : '1';
}

function candidate(draw: Draw, type: Simple<unknown>): string {
  if (draw.chance(0.1)) return draw.pick(ODD_TEXTS);
  switch (type.kind) {
    case 'number':
      return type.format(draw.pick(NUMBERS)) ?? '1';
    case 'boolean':
      return draw.pick(['true', 'false', '1', '0', ' true ']);
    case 'dateTime':
      return draw.pick(MOMENTS);
    case 'duration':
      return draw.pick(DURATIONS);
    default:
      return draw.pick(type.name.endsWith('MarketContextType') ? URIS : TEXTS);
  }
}
