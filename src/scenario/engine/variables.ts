import type { Lookup, Variable } from '../format/index.ts';
import type { Instance } from './instances.ts';
import type { Slots } from './slots.ts';

/** What variables are answered from. */
export interface VariableWorld {
  readonly slots: Slots;
  find(id: string, from: Instance): Instance | undefined;
  /** eventID or reportRequestID of what a step made. */
  wireID(of: Instance): string | undefined;
}

/** Answers the run-time variables of a step, with `now` at a bench time. */
export function lookupFor(world: VariableWorld, step: Instance, now: number): Lookup {
  return (variable: Variable) => {
    switch (variable.variable) {
      case 'i':
        return step.round?.number;
      case 'now':
        return now;
      case 'ven':
        return venField(world.slots, variable.alias, variable.field);
      case 'step': {
        const target = world.find(variable.id, step);
        return target && world.wireID(target);
      }
    }
  };
}

type VenField = Extract<Variable, { variable: 'ven' }>['field'];

/** Of the first VEN of an alias. */
function venField(slots: Slots, alias: string, field: VenField): string | undefined {
  const [slot] = slots.of([alias]);
  if (!slot) return undefined;
  if (field === 'venID') return slot.venID;
  return slots.facts(slot)?.[field] ?? (field === 'registrationID' ? undefined : slot[field]);
}
