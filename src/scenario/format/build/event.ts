import type { PayloadName } from '../../../openadr/index.ts';
import type { BaselinePlan, EventSet, Numeric, PlanPatch, SignalPlan, StartPlan, TargetPlan, Text } from '../plan.ts';
import { anyOf, numberOf, RuntimeText, textOf } from '../runtime-text.ts';
import type { BaselineInput, EventSetInput, ModifySetInput } from '../schema/event.ts';
import type { StepContext } from './context.ts';
import { checkPath } from './keys.ts';
import { intervals, signals, unitPlan } from './signals.ts';

type Path = readonly PropertyKey[];
type SetInput = ModifySetInput & Pick<Partial<EventSetInput>, 'eventID'>;

/** `set` of an event: all that it needs is there. */
export function eventSet(
  context: StepContext,
  input: EventSetInput,
): EventSet & { start: StartPlan; signals: SignalPlan[] } {
  return {
    ...modifySet(context, input),
    start: context.start(['set', 'start'], input.start),
    signals: signals(context, ['set', 'signals'], input.signals),
  };
}

/** `set` of a modification; what is absent stays. */
export function modifySet(context: StepContext, input: SetInput): EventSet {
  const { responseRequired, notification, rampUp, recovery, startAfter, targets, testEvent, baseline } = input;
  return present({
    start: input.start === undefined ? undefined : context.start(['set', 'start'], input.start),
    signals: input.signals && signals(context, ['set', 'signals'], input.signals),
    baseline: baseline && baselinePlan(context, ['set', 'baseline'], baseline),
    responseRequired,
    marketContext: maybeText(input.marketContext),
    priority: input.priority === undefined ? undefined : priority(context, input.priority),
    notification,
    rampUp,
    recovery,
    startAfter,
    targets: targets && targetPlan(context, targets),
    testEvent: typeof testEvent === 'boolean' ? testEvent : maybeText(testEvent),
    comment: maybeText(input.comment),
    eventID: maybeText(input.eventID),
  });
}

/** `patch` of a step: paths that the payload has. */
export function patches(
  context: StepContext,
  payload: PayloadName,
  input: Readonly<Record<string, string | number | boolean | null | RuntimeText>> | undefined,
): PlanPatch[] {
  return Object.entries(input ?? {}).map(([path, value]) => {
    checkPath(context, ['patch'], payload, path, value === null);
    return { path, value: anyOf(value) };
  });
}

function baselinePlan(context: StepContext, path: Path, input: BaselineInput): BaselinePlan {
  const { baselineID, start, resourceIDs, unit } = input;
  return present({
    name: textOf(input.name),
    baselineID: maybeText(baselineID),
    start: start === undefined ? undefined : context.start([...path, 'start'], start),
    intervals: intervals(context, [...path, 'intervals'], input.intervals),
    resourceIDs: resourceIDs?.map(textOf),
    unit: unit && unitPlan(context, [...path, 'unit'], unit),
  });
}

function priority(context: StepContext, value: number | RuntimeText): Numeric {
  const fits = value instanceof RuntimeText ? value.only?.variable === 'i' : Number.isInteger(value) && value >= 0;
  if (!fits) {
    const actual = JSON.stringify(value instanceof RuntimeText ? value.source : value);
    context.fail(['set', 'priority'], {
      message: 'a priority is a whole number (rule 3)',
      expected: '1 highest … 0 none',
      actual,
    });
  }
  return numberOf(value);
}

function targetPlan(context: StepContext, input: NonNullable<SetInput['targets']>): TargetPlan {
  if ((input.venID?.length ?? 0) > 1) {
    const message = 'an event is aimed at one venID at most (rule 63)';
    context.fail(['set', 'targets', 'venID'], {
      message,
      hint: 'with several VENs each gets an event of its own: leave venID out, "ven" says who',
    });
  }
  const { transportInterface, ...texts } = input;
  const plan: { -readonly [K in keyof TargetPlan]: TargetPlan[K] } = {};
  for (const key of TARGETS) {
    const values = texts[key];
    if (values) plan[key] = values.map(textOf);
  }
  if (transportInterface) {
    plan.transportInterface = transportInterface.map(({ pointOfReceipt, pointOfDelivery }) => ({
      pointOfReceipt: textOf(pointOfReceipt),
      pointOfDelivery: textOf(pointOfDelivery),
    }));
  }
  return plan;
}

const TARGETS = [
  'venID',
  'resourceID',
  'groupID',
  'groupName',
  'partyID',
  'aggregatedPnode',
  'endDeviceAsset',
  'meterAsset',
  'pnode',
  'serviceDeliveryPoint',
  'serviceArea',
  'serviceLocation',
] as const;

function maybeText(value: string | RuntimeText | undefined): Text | undefined {
  return value === undefined ? undefined : textOf(value);
}

/** Without the keys that have no value. */
function present<T extends object>(value: T): T {
  for (const [key, item] of Object.entries(value)) if (item === undefined) Reflect.deleteProperty(value, key);
  return value;
}
