import { z } from 'zod';
import { durationToMs, parseDuration } from '../../../openadr/time.ts';
import { RuntimeText } from '../runtime-text.ts';

/**
 * Small words of the format. Each carries its own `error`, which is what the reader of a mistake sees as *expected*, and
 * a description, which is what an editor shows.
 */
export const expected = (words: string) => ({ error: () => words });

/** Alias or id. */
export const NAME = /^[A-Za-z0-9_-]+$/;
/** Names with a meaning of their own. */
export const RESERVED: readonly string[] = ['start', 'end', 'now', 'i', 'env'];

export const name = z.string().regex(NAME, expected('a name of letters, digits, - and _'));

/** A run-time variable, or text with one in it. */
const runtime = z.custom<RuntimeText>((value) => value instanceof RuntimeText, expected('text'));

/** Text that may have run-time variables in it. */
export const text = z.union([z.string(), runtime], expected('text'));
export const number = z.union([z.number(), runtime], expected('a number'));
export const scalar = z.union([z.string(), z.number(), z.boolean(), runtime], expected('text, a number or true/false'));

const UNSIGNED = /^P(?!$)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;
const SIGNED = /^-?P(?!$)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;
const WIRE = /^P(?!$)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;
const WIRE_SIGNED = /^-?P(?!$)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;

/** Beyond that a date has no meaning, and far below it no scenario waits, ms. */
export const LONGEST = durationToMs('P100Y');
export const AT_MOST = 'at most 100 years';

/** Whether a duration leads to a time that can be told; what is none is told elsewhere. */
export function isReachable(text: string): boolean {
  const duration = parseDuration(text);
  return !duration || Math.abs(durationToMs(duration)) <= LONGEST;
}

/** A time of the bench: fractions of seconds and weeks are fine. */
export const duration = z
  .string()
  .regex(UNSIGNED, expected('a duration like PT30S or PT1M30S'))
  .refine(isReachable, expected(AT_MOST));
/** A time that may lie before. */
export const signedDuration = z
  .string()
  .regex(SIGNED, expected('a duration like PT30S or -PT10S'))
  .refine(isReachable, expected(AT_MOST));
/** A duration that goes on the wire: whole seconds (rule 1), no weeks (the schema has none with P). */
export const wireDuration = z
  .string()
  .regex(WIRE, expected('a duration in whole seconds like PT15M'))
  .refine(isReachable, expected(AT_MOST));
export const signedWireDuration = z
  .string()
  .regex(WIRE_SIGNED, expected('a duration in whole seconds like PT5M'))
  .refine(isReachable, expected(AT_MOST));

export const wholeNumber = z.int(expected('a whole number')).min(0, expected('0 or more'));
export const positive = z.int(expected('a whole number')).min(1, expected('1 or more'));
export const anchor = z
  .string(expected('an anchor like peak.active+PT5S'))
  .min(1, expected('an anchor like peak.active+PT5S'))
  .describe(
    'A moment: start, end, now, the id of a step (its begin), id.done, of an event id.near, id.active, id[n], id.end; each may carry + or - and a duration. A bare duration means start+.',
  );

export const patch = z
  .record(z.string(), z.union([scalar, z.null()], expected('text, a number, true/false, or null to remove it')))
  .describe('Element path → value, null removes. Applied last, not checked; such a message has no findings.');
