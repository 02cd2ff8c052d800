import { nearest, type PayloadName } from '../../../openadr/index.ts';
import { type Place, rootPlace } from '../../../openadr/path/index.ts';
import type { BodyValue } from '../plan.ts';
import { anyOf, RuntimeText } from '../runtime-text.ts';
import type { StepContext } from './context.ts';

type Path = readonly PropertyKey[];

/** `body` of a message: every name in it is one that the schema has at that place. */
export function body(context: StepContext, payload: PayloadName, value: Readonly<Record<string, unknown>>): BodyValue {
  return part(context, ['body'], rootPlace(payload), value);
}

function part(context: StepContext, path: Path, place: Place | undefined, value: unknown): BodyValue {
  if (Array.isArray(value)) return value.map((item, index) => part(context, [...path, index], place, item));
  if (typeof value === 'object' && value !== null && !(value instanceof RuntimeText)) {
    const fields = Object.entries(value).map(([name, item]) => {
      return [name, part(context, [...path, name], inside(context, path, place, name), item)] as const;
    });
    return Object.fromEntries(fields);
  }
  return value instanceof RuntimeText || isScalar(value) ? anyOf(value) : null;
}

/** The place of a child; `undefined` where anything may stand. */
function inside(context: StepContext, path: Path, place: Place | undefined, name: string): Place | undefined {
  if (!place || place.kind === 'opaque') return undefined;
  const child = place.children.get(name);
  if (child || place.inner?.name === name) return child;
  const names = place.inner ? [place.inner.name] : [...place.children.keys()];
  const near = nearest(name, names);
  const message = `${place.name} has no element "${name}"`;
  const expected = names.length > 0 ? `one of ${names.join(', ')}` : 'a value';
  context.failAt(path, name, { message, expected, ...(near ? { hint: `"${near}"` } : {}) });
  return undefined;
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
