import type { CommandOutcome } from '../../../bench/command.ts';
import type { StepDetail } from '../../../journal/record.ts';
import { formatHumanDuration } from '../../../openadr/time.ts';
import type { RequestReportStep } from '../../format/index.ts';
import type { DeliveryLog, Fate } from '../deliveries.ts';
import { RunEnded, StepFailed } from '../ending.ts';
import type { Instance } from '../instances.ts';
import { later, type Moment, scenarioMoment } from '../moment.ts';
import type { Slot } from '../slots.ts';
import { ACTS, type Act, type DeliveredPlan } from './acts.ts';
import { waitForMetadata } from './report.ts';
import { placeOf, type StepWorld } from './world.ts';

/** A share of a step: one VEN and how its part stands. */
interface Part {
  readonly slot: Slot;
  readonly fate: Fate | undefined;
}

/** Plays a step that is done when delivered to each of its VENs, within its `deliver`. */
export async function playDelivered(step: Instance<DeliveredPlan>, world: StepWorld): Promise<StepDetail | undefined> {
  const slots = await world.vens(step);
  const limit = step.step.deliver ?? usualLimit(slots, world);
  const { log, stop } = world.deliveries();
  try {
    const before = world.stamp();
    const deadline = limit === 'none' ? undefined : later(scenarioMoment(before), limit);
    if (isRequest(step)) {
      const most = limit === 'none' ? usualLimit(slots, world) : limit;
      const until = deadline ?? later(scenarioMoment(before), most);
      await waitForMetadata(step, slots, { deadline: until, limit: most }, world);
    }
    world.begin(step, deadline);
    const act = prepare(
      step,
      slots.flatMap(({ venID }) => venID ?? []),
      world,
    );
    const outcome = await world.execute(act.command, step);
    if (!deadline || limit === 'none') return undefined;
    return await delivered({ step, slots, act, outcome, log, deadline, limit, mono: before.mono }, world);
  } finally {
    stop();
  }
}

interface Delivery {
  readonly step: Instance<DeliveredPlan>;
  readonly slots: readonly Slot[];
  readonly act: Act;
  readonly outcome: CommandOutcome;
  readonly log: DeliveryLog;
  readonly deadline: Moment;
  readonly limit: number;
  readonly mono: number;
}

async function delivered(delivery: Delivery, world: StepWorld): Promise<StepDetail | undefined> {
  const { slots, deadline, mono } = delivery;
  let slack: number | undefined;
  const end = (): Moment => later(deadline, slack ?? 0);
  const parts = await world.pulse.wait(
    () => {
      const now = slots.map((slot): Part => ({ slot, fate: fateOf(slot, delivery, world) }));
      const settled = now.every(({ fate }) => fate === 'delivered') || now.some(({ fate }) => typeof fate === 'object');
      if (settled) return now;
      if (!world.clock.isDue(deadline)) return undefined;
      // What comes in as much time as the bench itself was late may have been in time.
      slack ??= world.lateness(mono);
      return world.clock.isDue(end()) ? now : undefined;
    },
    () => world.clock.wakeTime(end()),
  );
  const done = parts.filter(({ fate }) => fate === 'delivered').length;
  if (done === parts.length) {
    if (slack)
      throw new RunEnded(
        'error',
        `bench too slow, ${Math.ceil(slack)} ms: ${delivery.step.step.title} may have been delivered in time`,
      );
    return parts.length > 1 ? { message: `delivered to ${done} of ${parts.length} VENs` } : undefined;
  }
  throw new StepFailed(undelivered(delivery, parts, done, world));
}

function fateOf({ venID }: Slot, { act, outcome, log }: Delivery, world: StepWorld): Fate | undefined {
  if (venID === undefined) return undefined;
  const of = act.fateOf(outcome, venID);
  if (!of) return { dropped: 'the VTN had nothing to send' };
  const fate = log.fate(venID, of);
  if (fate || act.eventID === undefined) return fate;
  const ended = world.events.get(act.eventID)?.copies.get(venID)?.ended;
  return ended?.how === 'removed' ? { dropped: 'the event was lost with the registration' } : undefined;
}

function undelivered(
  { step, limit, log }: Delivery,
  parts: readonly Part[],
  done: number,
  world: StepWorld,
): StepDetail {
  const missing = parts.filter(({ fate }) => fate !== 'delivered');
  const words = missing.slice(0, 5).map(({ slot, fate }) => {
    const why = typeof fate === 'object' ? fate.dropped : stateOf(slot, log, world);
    return `${slot.label}: ${why}`;
  });
  const share = parts.length > 1 ? ` (${done} of ${parts.length} VENs)` : '';
  return {
    ...placeOf(step),
    message: `not delivered within ${formatHumanDuration(limit)}${share}: ${words.join('; ')}`,
    hint: 'give the step a longer "deliver", or see whether the VEN still polls',
  };
}

function stateOf(slot: Slot, log: DeliveryLog, world: StepWorld): string {
  if (slot.venID !== undefined && log.cameBack(slot.venID)) return 'the connection closed before it was through';
  const presence = world.slots.facts(slot)?.presence;
  if (!world.slots.isRegistered(slot)) return 'it is not registered';
  return presence === 'offline' || presence === 'late' ? `it is ${presence}` : 'it did not fetch it';
}

/** How long a delivery may take where the step does not say, ms. */
function usualLimit(slots: readonly Slot[], { plan, slots: all }: StepWorld): number {
  return 3 * Math.max(plan.vtn.pollInterval, ...slots.map((slot) => all.facts(slot)?.pollInterval ?? 0)) + 10_000;
}

function isRequest(step: Instance<DeliveredPlan>): step is Instance<RequestReportStep> {
  return step.step.do === 'requestReport';
}

/** The table's entry for the step, called with the step that it is for. */
function prepare(step: Instance<DeliveredPlan>, vens: readonly string[], world: StepWorld): Act {
  const entry: (step: Instance<never>, vens: readonly string[], world: StepWorld) => Act = ACTS[step.step.do];
  return entry(step as Instance<never>, vens, world);
}
