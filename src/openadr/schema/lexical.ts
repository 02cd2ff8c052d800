/**
 * Lexical forms of the XML Schema built-in types that 2.0b uses (XML Schema Part 2, section 3), as libxml2 reads them.
 * Each parser takes text whose white space was treated, and gives undefined for text that is not of the type.
 */

const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const INTEGER = /^[+-]?\d+$/;
const DATE_TIME =
  /^(-?)(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?$/;
// Letters and digits of XML 1.0, fifth edition, section 2.3.
const START =
  'A-Za-z_\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NC_NAME = new RegExp(`^[${START}][${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}]*$`, 'u');
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** xs:float and xs:double. */
export function parseFloating(text: string): number | undefined {
  if (text === 'INF') return Number.POSITIVE_INFINITY;
  if (text === '-INF') return Number.NEGATIVE_INFINITY;
  if (text === 'NaN') return Number.NaN;
  return FLOAT.test(text) ? Number(text) : undefined;
}

/** The shortest text that reads as the same number. */
export function formatFloating(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'INF';
  if (value === Number.NEGATIVE_INFINITY) return '-INF';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** xs:decimal. */
export function parseDecimal(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}

/** xs:decimal knows no exponents; undefined for infinite values. */
export function formatDecimal(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const text = formatFloating(value);
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)\.?(\d*)(?:e([+-]\d+))?$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${whole}${fraction}`;
  return `${sign}${whole}${fraction.padEnd(shift, '0')}`;
}

/** Integers within bounds. */
export function parseInteger(text: string, least: number, most: number): number | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = Number(text) + 0;
  return value >= least && value <= most ? value : undefined;
}

/** xs:boolean. */
export function parseBoolean(text: string): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

/** xs:dateTime: the calendar is checked too. */
export function isDateTime(text: string): boolean {
  const match = DATE_TIME.exec(text);
  if (!match) return false;
  const [year, month, day, hour, minute, second] = [2, 3, 4, 5, 6, 7].map((part) => Number(match[part])) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if ((match[2] ?? '').length > 4 && match[2]?.startsWith('0')) return false;
  if (year === 0 || month < 1 || month > 12 || day < 1) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > (DAYS[month - 1] ?? 0) + (leap ? 1 : 0)) return false;
  return hour < 24 ? minute < 60 && second < 60 : hour === 24 && minute === 0 && second === 0;
}

/** xs:ID: a name without colon. */
export function isNCName(text: string): boolean {
  return NC_NAME.test(text);
}

/** White space facet `collapse`. */
export function collapse(text: string): string {
  if (!/[\t\n\r ]/.test(text)) return text;
  return text.replace(/[\t\n\r ]+/g, ' ').replace(/^ | $/g, '');
}
