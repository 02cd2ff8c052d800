import { nearest } from '../../openadr/index.ts';

import {
  durationToMs,
  formatDuration,
  formatHumanDuration,
  parseDuration,
  parseHumanDuration,
} from '../../openadr/time.ts';
import type { Problem } from './collector.ts';
import type { Anchor, AnchorStep } from './plan.ts';
import { AT_MOST, LONGEST } from './schema/scalars.ts';

const WORDS = ['start', 'end', 'now'] as const;
const PARTS = ['done', 'near', 'active', 'end'] as const;
const NAMED = /^([A-Za-z0-9_-]+)(?:\.([A-Za-z]+)|\[(\d+)\])?$/;
// The shortest head first, so that a duration that follows is not taken for a part of a name.
const OFFSET = /^(.*?)([+-])(P[^+-]*)$/;
/** Parts that only an event has. */
const STATUS: ReadonlySet<string> = new Set(['near', 'active']);

export function isStatusPart(part: AnchorStep['part']): boolean {
  return typeof part === 'object' || (part !== undefined && STATUS.has(part));
}

/** Reads an anchor. `isId` settles what a name with a dash is: `peak-P1D` may be an id, or a day before `peak`. */
export function parseAnchor(text: string, isId: (name: string) => boolean): Anchor | Problem {
  const anchor = readAnchor(text, isId);
  if (!isAnchor(anchor) || Math.abs(anchor.offset) <= LONGEST) return anchor;
  return { message: `"${text}" leads to a time that cannot be told`, expected: AT_MOST };
}

function readAnchor(text: string, isId: (name: string) => boolean): Anchor | Problem {
  if (parseDuration(text) && !/^[+-]/.test(text)) return { base: 'start', offset: ms(text) };
  const whole = baseOf(text);
  if (whole && (typeof whole !== 'object' || isId(whole.id))) return { base: whole, offset: 0 };
  const [, head, sign, duration] = OFFSET.exec(text) ?? [];
  if (head !== undefined && duration !== undefined && parseDuration(duration)) {
    const base = baseOf(head);
    if (base) return { base, offset: (sign === '-' ? -1 : 1) * ms(duration) || 0 };
  }
  return whole ? { base: whole, offset: 0 } : problem(text);
}

/** What is wrong with `5s` or `peak+5s`, where nobody has such an id. */
export function humanDuration(text: string): Problem | undefined {
  const [, head = '', duration = ''] = /^(?:(.*?[+-]))?(\d[^+-]*)$/.exec(text) ?? [];
  const ms = parseHumanDuration(duration);
  if (ms === undefined || ms < 0 || ms % 1000 !== 0) return undefined;
  return {
    message: `"${duration}" is no duration`,
    expected: 'a duration like PT10S',
    hint: `"${head}${formatDuration(ms)}"`,
  };
}

export function isAnchor(value: Anchor | Problem): value is Anchor {
  return 'base' in value;
}

/** As it is written, offsets shortened for people: `peak.active+5s`. */
export function anchorText({ base, offset }: Anchor): string {
  const sign = offset < 0 ? '-' : '+';
  const by = offset === 0 ? '' : `${sign}${formatHumanDuration(Math.abs(offset))}`;
  return `${typeof base === 'string' ? base : stepText(base)}${by}`;
}

function stepText({ id, part }: AnchorStep): string {
  if (part === undefined) return id;
  return typeof part === 'object' ? `${id}[${part.interval}]` : `${id}.${part}`;
}

function baseOf(text: string): Anchor['base'] | undefined {
  const word = WORDS.find((one) => one === text);
  if (word) return word;
  const [, id, part, interval] = NAMED.exec(text) ?? [];
  if (id === undefined || (WORDS as readonly string[]).includes(id)) return undefined;
  if (interval !== undefined) return { id, part: { interval: Number(interval) } };
  if (part === undefined) return { id };
  const known = PARTS.find((one) => one === part);
  return known && { id, part: known };
}

function problem(text: string): Problem {
  const message = `"${text}" is no anchor`;
  const expected = 'start, end, now, or an id with .done, .near, .active, [n] or .end, then + or - and a duration';
  const [, id, part] = NAMED.exec(text.replace(/[+-]P[^+-]*$/, '')) ?? [];
  const near = part === undefined ? undefined : nearest(part, PARTS);
  return { message, expected, ...(near ? { hint: `"${id}.${near}"` } : {}) };
}

function ms(duration: string): number {
  return durationToMs(duration);
}
