import type { Element } from './dsl.ts';
import { type Message, PAYLOADS, type PayloadName } from './oadr.ts';
import { type Plan, planOf, type Slot } from './plan.ts';

/** What stands in for ids and times that a body lacks; without a value such a field stays absent. */
export interface FillValues {
  readonly requestID?: string;
  readonly venID?: string;
  readonly vtnID?: string;
  readonly registrationID?: string;
  readonly eventID?: string;
  readonly optID?: string;
  readonly reportRequestID?: string;
  readonly reportSpecifierID?: string;
  /** Lexical date-time for createdDateTime and dtstart. */
  readonly now?: string;
}

type Body = Record<string, unknown>;

/**
 * A message whose body is `partial`, with what the schema requires and it lacks: ids and times as given, eiResponse 200,
 * schemaVersion 2.0b, flags false, numbers 0, the first value of an enumeration, empty text. `null` leaves a field out,
 * required or not; the message may then be written with `lenient` only.
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
    const value = standIn(plan, slot, name, values);
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

function standIn(plan: Plan, slot: Slot, name: string, values: FillValues): unknown {
  const entry = plan.children.get(name);
  if (!entry) return undefined;
  const { type } = entry.plan;
  if (type.form === 'opaque') return { xml: '' };
  if (type.form === 'complex') return complete(entry.plan, {}, values);
  if (name === 'responseCode') return '200';
  const known: string | undefined = { ...values }[name as keyof FillValues];
  if (known !== undefined) return known;
  if (entry.element.fixed !== undefined) return entry.element.fixed;
  if (type.values) return slot.names.length === 1 ? type.values[0] : undefined;
  switch (type.kind) {
    case 'boolean':
      return false;
    case 'number':
      return 0;
    case 'dateTime':
      return values.now;
    case 'duration':
      return 'PT0S';
    default:
      return name.endsWith('ID') ? undefined : '';
  }
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
