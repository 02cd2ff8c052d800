import type { Attribute, Complex, Element, Particle, Type } from './dsl.ts';
import { singleOf } from './dsl.ts';

/** A place in the content of a complex type: one element or one group, and how often. */
export interface Slot {
  readonly index: number;
  /** Names that may stand here; more than one for a group. */
  readonly names: readonly string[];
  readonly members: ReadonlyMap<string, Element<unknown>>;
  readonly required: boolean;
  readonly repeated: boolean;
}

/** What a child element of a given name means. */
export interface Entry {
  readonly slot: Slot;
  readonly element: Element<unknown>;
  readonly plan: Plan;
}

/** A type, compiled into what reader and writer look up. Made once for each type. */
export interface Plan {
  readonly type: Type;
  readonly slots: readonly Slot[];
  /** By local name: no type of 2.0b has two children of one local name. */
  readonly children: ReadonlyMap<string, Entry>;
  readonly attributes: ReadonlyMap<string, Attribute<unknown>>;
}

const plans = new Map<Type, Plan>();
const NO_SLOTS: readonly Slot[] = [];

/** The plan of a type. */
export function planOf(type: Type): Plan {
  const known = plans.get(type);
  if (known) return known;
  const made =
    type.form === 'complex' ? complexPlan(type) : { type, slots: NO_SLOTS, children: new Map(), attributes: new Map() };
  plans.set(type, made);
  return made;
}

function complexPlan(type: Complex): Plan {
  const slots: Slot[] = [];
  const children = new Map<string, Entry>();
  for (const [index, field] of Object.values<Particle>(type.fields).entries()) {
    const single = singleOf(field);
    const elements = single.form === 'element' ? [single] : Object.values(single.members);
    const slot: Slot = {
      index,
      names: elements.map((element) => element.name),
      members: new Map(elements.map((element) => [element.name, element])),
      required: field.form !== 'optional' && field.form !== 'many',
      repeated: field.form === 'many' || field.form === 'some',
    };
    slots.push(slot);
    for (const element of elements) children.set(element.name, { slot, element, plan: planOf(element.type) });
  }
  const attributes = new Map(Object.values<Attribute<unknown>>(type.attributes).map((own) => [own.name, own]));
  return { type, slots, children, attributes };
}
