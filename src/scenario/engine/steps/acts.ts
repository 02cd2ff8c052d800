import type { Command, CommandOutcome } from '../../../bench/command.ts';
import type {
  CancelRegistrationStep,
  CancelReportStep,
  CancelStep,
  EventStep,
  ModifyStep,
  OmitStep,
  PlanPatch,
  RegisterReportStep,
  RequestReportStep,
  RequestReregistrationStep,
  SendStep,
  StartPlan,
} from '../../format/index.ts';
import { resolveTemplate } from '../../format/index.ts';
import { byAbsence, byItem, byVersion, type FateOf } from '../deliveries.ts';
import { specOf } from '../event-spec.ts';
import type { Instance } from '../instances.ts';
import { cancelReport, requestReport } from './report.ts';
import type { StepWorld } from './world.ts';

/** What a delivered step asks of the bench, and how its delivery to one VEN is told. */
export interface Act {
  readonly command: Command;
  fateOf(outcome: CommandOutcome, venID: string): FateOf | undefined;
  /** The event concerned: gone with the registration, it can no longer be delivered. */
  readonly eventID?: string;
}

type Prepare<S extends DeliveredPlan> = (step: Instance<S>, vens: readonly string[], world: StepWorld) => Act;

/** Steps that are done when delivered. */
export type DeliveredPlan =
  | EventStep
  | ModifyStep
  | CancelStep
  | OmitStep
  | RequestReportStep
  | CancelReportStep
  | RegisterReportStep
  | RequestReregistrationStep
  | CancelRegistrationStep
  | SendStep;

/** One entry a step: the command it becomes, and what its delivery looks like in the records. */
export const ACTS: { readonly [K in DeliveredPlan['do']]: Prepare<Extract<DeliveredPlan, { do: K }>> } = {
  event(step, vens, world) {
    const { set, patch } = step.step;
    const lookup = world.lookup(step);
    const spec = specOf(set, lookup, starts(step, world));
    const eventID = world.name(step, set.eventID === undefined ? undefined : resolveTemplate(set.eventID, lookup));
    const event = { ...spec, eventID, start: spec.start ?? world.stamp().bench, signals: spec.signals ?? [] };
    return {
      command: { do: 'event', vens, event, ...patched(patch, step, world) },
      eventID,
      fateOf: versionOf(eventID, false),
    };
  },
  modify(step, vens, world) {
    const { set, patch, event } = step.step;
    const eventID = world.eventID(event, step);
    const command: Command = {
      do: 'modify',
      vens,
      eventID,
      set: specOf(set, world.lookup(step), starts(step, world)),
      ...patched(patch, step, world),
    };
    return { command, eventID, fateOf: versionOf(eventID, false) };
  },
  cancel(step, vens, world) {
    const eventID = world.eventID(step.step.event, step);
    return { command: { do: 'cancel', vens, eventID }, eventID, fateOf: versionOf(eventID, true) };
  },
  omit(step, vens, world) {
    const eventID = world.eventID(step.step.event, step);
    return { command: { do: 'omit', vens, eventID }, fateOf: () => byAbsence(eventID) };
  },
  requestReport,
  cancelReport,
  registerReport: (step, vens, world) => ({
    command: { do: 'registerReport', vens, ...patched(step.step.patch, step, world) },
    fateOf: itemOf,
  }),
  requestReregistration: ({ step: { pollInterval } }, vens) => ({
    command: { do: 'requestReregistration', vens, ...(pollInterval === undefined ? {} : { pollInterval }) },
    fateOf: itemOf,
  }),
  cancelRegistration: (_, vens) => ({ command: { do: 'cancelRegistration', vens }, fateOf: itemOf }),
  send(step, vens, world) {
    const { payload, xml } = step.step;
    const lookup = world.lookup(step);
    const content = payload
      ? { payload: { name: payload.name, body: resolveTemplate<unknown>(payload.body, lookup) } }
      : { raw: resolveTemplate(xml ?? '', lookup) };
    // What a scenario sends is meant as it is.
    return { command: { do: 'send', vens, allowInvalid: true, ...content }, fateOf: itemOf };
  },
};

function itemOf({ items }: CommandOutcome, venID: string): FateOf | undefined {
  const mine = items.filter((one) => one.venID === venID).map(({ item }) => item);
  return mine.length > 0 ? byItem(mine) : undefined;
}

function versionOf(eventID: string, cancelled: boolean): Act['fateOf'] {
  return ({ versions }, venID) => {
    const version = versions.find((one) => one.venID === venID && one.eventID === eventID);
    return version && byVersion(eventID, version.modificationNumber, cancelled);
  };
}

function starts(step: Instance, world: StepWorld): (start: StartPlan) => number {
  return (start) => world.startOf(start, step);
}

function patched(
  patch: readonly PlanPatch[],
  step: Instance,
  world: StepWorld,
): { patch?: Extract<Command, { do: 'cancel' }>['patch'] } {
  return patch.length === 0 ? {} : { patch: resolveTemplate(patch, world.lookup(step)) };
}
