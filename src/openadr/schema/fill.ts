import type { Message, PayloadName } from '../types.ts';
import type { Element } from './dsl.ts';
import { PAYLOADS } from './oadr.ts';
import { type Plan, planOf } from './plan.ts';

/** What stands in for what a body lacks: ids by element name (`requestID`, `venID`, `rID`, …) and the time. */
export interface FillValues {
  /** Lexical date-time for createdDateTime and dtstart. */
  readonly now?: string;
  readonly [id: string]: string | undefined;
}

const EPOCH = '1970-01-01T00:00:00Z';

type Body = Record<string, unknown>;

/**
 * A message whose body is `partial`, with what the schema requires and it lacks: ids and times as given (an id that is
 * not given is 0), eiResponse 200, schemaVersion 2.0b, flags false, numbers 0, the first value of an enumeration.
 * `null` leaves a field out, required or not; such a message may then be written with `lenient` only.
 */
export function fill(name: PayloadName, partial: Body, values: FillValues = {}): Message {
  const element: Element<unknown> = PAYLOADS[name];
  const body = { schemaVersion: '2.0b', ...partial };
  return { name, body: complete(planOf(element.type), body, values) } as unknown as Message;
}

function complete(plan: Plan, partial: Body, values: FillValues): Body {
  const body: Body = {};
  for (const [key, value] of Object.entries(partial)) {
    // A payload's schemaVersion is written where the key is absent, so it stays, without a value.
    if (value !== null) body[key] = completeValue(plan, key, value, values);
    else if (key === 'schemaVersion') body[key] = undefined;
  }
  for (const slot of plan.slots) {
    const name = slot.names[0];
    if (!slot.required || name === undefined || slot.names.some((one) => one in partial)) continue;
    const value = standIn(plan, name, values);
    if (value !== undefined) body[name] = slot.repeated ? [value] : value;
  }
  return body;
}

function completeValue(plan: Plan, key: string, value: unknown, values: FillValues): unknown {
  const inner = plan.children.get(key)?.plan;
  if (inner?.type.form !== 'complex') return value;
  if (Array.isArray(value)) return value.map((item) => (isBody(item) ? complete(inner, item, values) : item));
  return isBody(value) ? complete(inner, value, values) : value;
}

function standIn(plan: Plan, name: string, values: FillValues): unknown {
  const entry = plan.children.get(name);
  if (!entry) return undefined;
  const { type } = entry.plan;
  if (type.form === 'opaque') return { xml: '' };
  if (type.form === 'complex') return complete(entry.plan, {}, values);
  if (name === 'responseCode') return '200';
  if (values[name] !== undefined) return values[name];
  if (entry.element.fixed !== undefined) return entry.element.fixed;
  if (type.values) return type.values[0];
  switch (type.kind) {
    case 'boolean':
      return false;
    case 'number':
      return 0;
    case 'dateTime':
      return values.now ?? EPOCH;
    case 'duration':
      return 'PT0S';
    default:
      return name.endsWith('ID') ? '0' : '';
  }
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
