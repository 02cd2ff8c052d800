import { nearest } from '../openadr/index.ts';
import { invalid } from './error.ts';

/** The fields that an argument may have: an object of them, so that the compiler counts them. */
export type Fields<T> = { readonly [K in T extends unknown ? keyof T : never]-?: true };

/** A value for an error, in short. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  const names = Object.keys(value).slice(0, 8).join(', ');
  return names === '' ? 'an empty object' : `an object with ${names}`;
}

/**
 * Checks an argument as a program in plain JavaScript may give it: that it is an object without unknown fields, which
 * would else be left unheard.
 * @param what for the error: `the event`
 * @throws OpenADRError naming the field, and the right one that comes nearest
 */
export function checkFields(value: unknown, what: string, fields: Readonly<Record<string, true>>): void {
  checkObject(value, what, fields);
  for (const [name, own] of Object.entries(value)) {
    if (own === undefined || Object.hasOwn(fields, name)) continue;
    const near = nearest(name, Object.keys(fields)) ?? meant(name, Object.keys(fields));
    throw invalid(`${what} has no field ${name}`, {
      expected: Object.keys(fields).join(', '),
      actual: name,
      ...(near !== undefined && { hint: near }),
    });
  }
}

/** The field that a name of several words means: `http_cert` is `cert`; its last words say most. */
function meant(name: string, fields: readonly string[]): string | undefined {
  const words = name.split(/[_-]|(?=[A-Z])/).map((word) => word.toLowerCase());
  return words.reverse().flatMap((word) => fields.filter((field) => field.toLowerCase() === word))[0];
}

/** @throws OpenADRError where it is no object */
export function checkObject(
  value: unknown,
  what: string,
  fields: Readonly<Record<string, true>> = {},
): asserts value is object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  const names = Object.keys(fields).join(', ');
  throw invalid(`${what} is no object`, {
    expected: names === '' ? 'an object' : `an object of ${names}`,
    actual: shown(value),
  });
}

/** @throws OpenADRError where it is no list */
export function checkList(value: unknown, what: string, of: string): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(`${what} is no list`, { expected: `a list of ${of}`, actual: shown(value) });
}

/** @throws OpenADRError where it is there and no function */
export function checkCallback(value: unknown, what: string): void {
  if (value === undefined || typeof value === 'function') return;
  throw invalid(`${what} is no function`, { expected: 'a function', actual: shown(value) });
}

/** @throws OpenADRError where it is there and no text, or an empty one */
export function checkText(value: unknown, what: string): void {
  if (value === undefined || (typeof value === 'string' && value !== '')) return;
  throw invalid(`${what} is no text`, { expected: 'a text that is not empty', actual: shown(value) });
}

/** @throws OpenADRError where it is there and no list of texts */
export function checkTexts(value: unknown, what: string): void {
  if (value === undefined) return;
  checkList(value, what, 'texts');
  for (const one of value) {
    checkText(one, `a value of ${what}`);
    if (one === undefined) throw invalid(`a value of ${what} is no text`, { expected: 'a text', actual: 'undefined' });
  }
}

/** @throws OpenADRError where it is there and no absolute URI */
export function checkUri(value: unknown, what: string): void {
  if (value === undefined) return;
  if (typeof value === 'string' && URL.canParse(value) && !/[\s<>"{}|\\^`]/.test(value)) return;
  throw invalid(`${what} is no URI`, { expected: 'a URI such as http://example.com/program', actual: shown(value) });
}
