import { CommandError } from '../../bench/command.ts';
import { formatHumanDuration } from '../../openadr/time.ts';
import { type Anchor, TemplateError } from '../format/index.ts';
import { RunEnded, StepFailed } from './ending.ts';
import type { Instance } from './instances.ts';
import { type Border, later, type Moment, type Stamp, scenarioMoment } from './moment.ts';
import type { RunOptions } from './options.ts';
import type { RunParts } from './run-parts.ts';
import type { Slot } from './slots.ts';
import { placeOf, type StepWorld } from './steps/world.ts';
import { remedyText, strayText } from './strays.ts';

/** How long a step waits for a VEN that is not there, ms. */
const WAIT = 120_000;

/** What steps may do, over the parts of a run. */
export function stepWorld(parts: RunParts, options: RunOptions): StepWorld {
  const { plan, clock, pulse, slots, events, recorder, prompts, facts } = parts;
  const world: StepWorld = {
    plan,
    bench: options.bench,
    clock,
    pulse,
    slots,
    events,
    recorder,
    prompts,
    stamp: () => parts.stamp(),
    begin: (step, deadline) => begin(step, deadline, parts),
    vens: (step) => waitForVens(step, parts, options.wait ?? WAIT),
    until: (anchor, step) => waitForAnchor(anchor, step, parts, () => true),
    border: (anchor, step) => borderNow(anchor, step, parts),
    startOf: (start, step) =>
      Math.round('time' in start ? start.time : clock.benchTime(borderNow(start, step, parts).moment)),
    lookup: (step) => parts.lookup(step, step.begin?.bench ?? options.bench.clock.now()),
    eventID(id, step) {
      const eventID = parts.wireIDBy(id, step);
      if (eventID !== undefined) return eventID;
      throw new StepFailed({ ...placeOf(step), message: `the event "${id}" was not made yet` });
    },
    reportRequestID(id, step) {
      const reportRequestID = parts.wireIDBy(id, step);
      if (reportRequestID !== undefined) return reportRequestID;
      throw new StepFailed({ ...placeOf(step), message: `the report "${id}" was not asked for yet` });
    },
    name: (step, wireID) => parts.name(step, wireID),
    reports: parts.reports,
    measures: parts.measures,
    pollInterval: (slot) => parts.pollInterval(slot),
    listen: (listener) => facts.listen(listener),
    deliveries: () => facts.log(),
    lateness: (since) => parts.lateness(since),
    async execute(command, step) {
      try {
        return await pulse.guard(options.bench.execute(command, 'scenario', step.place));
      } catch (error) {
        throw commandFailure(error, step);
      }
    },
  };
  return world;
}

/** Records that a step begins; windows open. */
export function begin(step: Instance, deadline: Moment | undefined, parts: RunParts): Stamp {
  const at = parts.stamp();
  step.begin = at;
  parts.judging.began(step.position, at);
  parts.recorder.step(step, 'running', deadline ? { deadline: parts.clock.benchTime(deadline) } : {});
  return at;
}

/**
 * Waits for an anchor, while `mayGo` keeps it off no longer.
 * @throws StepFailed if it can no longer come, or the status that it names is over
 */
export async function waitForAnchor(
  anchor: Anchor,
  step: Instance,
  parts: RunParts,
  mayGo: () => boolean,
): Promise<{ readonly lateBy: number }> {
  const { pulse, clock, anchors } = parts;
  const since = parts.stamp();
  const moment = (): Moment | undefined => {
    const resolution = anchors.resolve(anchor, step);
    if (resolution === 'pending') return undefined;
    if ('border' in resolution) return resolution.border.moment;
    throw new StepFailed({ ...placeOf(step), message: `its time can no longer come: ${resolution.never}` });
  };
  const came = await pulse.wait(
    () => {
      const at = mayGo() ? moment() : undefined;
      return at && clock.isDue(at) ? at : undefined;
    },
    () => {
      const at = moment();
      return at && clock.wakeTime(at);
    },
  );
  refuseLeft(anchor, step, parts, since);
  return { lateBy: clock.lateBy(came) };
}

/** A status that is over cannot be acted in any more, unless it was the bench that came late. */
function refuseLeft(anchor: Anchor, step: Instance, parts: RunParts, since: Stamp): void {
  const now = parts.stamp().bench;
  const left = parts.anchors.left(anchor, step, now);
  if (!left) return;
  const slow = parts.lateness(since.mono);
  const by = formatHumanDuration(now - left.at);
  if (now - left.at < slow)
    throw new RunEnded('error', `bench too slow, ${Math.ceil(slow)} ms: step ${step.place} came ${by} too late`);
  throw new StepFailed({
    ...placeOf(step),
    message: `too late: ${left.status} was over ${by} before`,
    hint: 'give the steps before it less time, or the event a longer one',
  });
}

function borderNow(anchor: Anchor, step: Instance, parts: RunParts): Border {
  const resolution = parts.anchors.resolve(anchor, step);
  if (resolution !== 'pending' && 'border' in resolution) return resolution.border;
  const why = resolution === 'pending' ? 'it is not known yet' : resolution.never;
  throw new StepFailed({ ...placeOf(step), message: `its start cannot be told: ${why}` });
}

async function waitForVens(step: Instance, parts: RunParts, wait: number): Promise<Slot[]> {
  const { slots, pulse, clock, recorder } = parts;
  const wanted = slots.of(step.step.vens);
  const missing = (): Slot[] => wanted.filter((slot) => !slots.isRegistered(slot));
  if (missing().length === 0) return wanted;
  const deadline = later(scenarioMoment(parts.stamp()), wait);
  recorder.step(step, 'waiting', { deadline: clock.benchTime(deadline) });
  await pulse.wait(
    () => {
      const absent = missing();
      if (absent.length === 0) return true;
      if (!clock.isDue(deadline)) return undefined;
      const names = absent
        .slice(0, 5)
        .map((slot) => (slot.heard ? `${slot.label} (heard, not registered)` : slot.label));
      const stray = parts.facts.strays.get();
      const tried = stray && absent.some((slot) => !slot.heard) ? `; ${strayText(stray)}${remedyText(stray)}` : '';
      throw new RunEnded(
        'error',
        `no VEN within ${formatHumanDuration(wait)} for ${names.join(', ')}: step ${step.place} (${step.step.title}) could not run${tried}`,
      );
    },
    () => clock.wakeTime(deadline),
  );
  return wanted;
}

/** What the VTN refuses is the step's failure; anything else is the bench's. */
function commandFailure(error: unknown, step: Instance): Error {
  if (error instanceof RunEnded || error instanceof StepFailed) return error;
  if (error instanceof CommandError) {
    const { message, expected, actual, hint, rule } = error;
    const detail = {
      ...placeOf(step),
      message: rule === undefined ? message : `${message} (rule ${rule})`,
      ...(expected === undefined ? {} : { expected }),
      ...(actual === undefined ? {} : { actual }),
      ...(hint === undefined ? {} : { hint }),
    };
    return new StepFailed(detail, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new RunEnded('error', `the bench failed at step ${step.place}: ${message}`, { cause: error });
}

/** A variable without a value is the step's failure. */
export function asStepFailure(error: unknown, step: Instance): unknown {
  return error instanceof TemplateError
    ? new StepFailed({ ...placeOf(step), message: error.message }, { cause: error })
    : error;
}
