import type { MessageRecord } from '../../journal/record.ts';
import type { XmlElement } from '../../openadr/index.ts';
import type { NearMiss } from '../../openadr/path/index.ts';
import { matchWhere } from '../../openadr/path/index.ts';
import type { Stamp } from '../engine/moment.ts';
import { type Lookup, type MessagePattern, resolveTemplate, TemplateError } from '../format/index.ts';
import type { Miss } from './fact.ts';

/** A message from the VEN as a pattern looks at it. */
export interface Looked {
  readonly at: Stamp;
  readonly record: MessageRecord;
  tree(): XmlElement | undefined;
}

/** Answers run-time variables when a message comes. */
export type LookupAt = (at: Stamp) => Lookup;

/** Whether a message fits a pattern, and if not, what kept it off. */
export function fitPattern(pattern: MessagePattern, message: Looked, lookup: LookupAt): { hit: boolean; miss?: Miss } {
  const { record, at } = message;
  if (pattern.message !== '*' && record.name !== pattern.message) return { hit: false };
  if (pattern.where === undefined) return { hit: true };
  const base = { at, exchange: record.exchange };
  const name = record.name ?? 'a message without a readable root';
  const tree = message.tree();
  if (!tree) return { hit: false, miss: { ...base, score: 0, what: `${name} that could not be read` } };
  try {
    const { matched, nearest } = matchWhere(resolveTemplate(pattern.where, lookup(at)), tree);
    return matched ? { hit: true } : { hit: false, miss: { ...base, ...missOf(name, nearest) } };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { hit: false, miss: { ...base, score: 0, what: `${name}, but ${error.message}` } };
  }
}

/** `oadrCreatedEvent where eventID is …`, for people. */
export function patternText({ message, where }: MessagePattern): string {
  const name = message === '*' ? 'any message' : message;
  if (!where) return name;
  const keys = [...new Set(where.flatMap((one) => Object.keys(one)))];
  return `${name} where ${keys.join(', ')} fit`;
}

function missOf(name: string, nearest: NearMiss | undefined): Omit<Miss, 'at' | 'exchange'> {
  if (!nearest) return { score: 0, what: `${name} with other content` };
  const { key, expected, actual, met, of } = nearest;
  return {
    score: of === 0 ? 0 : met / of,
    what: `${name} whose ${key} ${actual === undefined ? 'is absent' : 'differs'}`,
    expected: `${key} ${expected}`,
    actual: actual === undefined ? `${key} absent` : `${key} ${JSON.stringify(actual)}`,
  };
}
