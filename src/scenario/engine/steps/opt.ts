import type { Command } from '../../../bench/command.ts';
import type { MessageRecord } from '../../../journal/record.ts';
import type { Message } from '../../../openadr/index.ts';
import { formatHumanDuration } from '../../../openadr/time.ts';
import type { OptStep } from '../../format/index.ts';
import { StepFailed } from '../ending.ts';
import type { Instance } from '../instances.ts';
import { later, type Moment, scenarioMoment } from '../moment.ts';
import type { Slot } from '../slots.ts';
import { type Play, placeOf, type StepWorld } from './world.ts';

/** An oadrCreateOpt of a VEN, and what it was answered. */
interface Sent {
  readonly optID: string;
  readonly exchange: string;
  answer?: { readonly code: string; readonly description?: string };
}

/** Has simulated VENs send an opt; done when each was answered by its oadrCreatedOpt, whatever that says. */
export const playOpt: Play<OptStep> = async (step, world) => {
  const slots = await world.vens(step);
  const limit = 3 * Math.max(...slots.map((slot) => world.pollInterval(slot))) + 10_000;
  const deadline = later(scenarioMoment(world.stamp()), limit);
  await settledIn(slots, deadline, world);
  const { sent, stop } = watchOpts(slots, world);
  try {
    world.begin(step, deadline);
    const { opts = [] } = await world.execute(commandOf(step, slots, world), step);
    const answers = (): (Sent | undefined)[] =>
      opts.map(({ optID }) => sent.find((one) => one.optID === optID && one.answer));
    await world.pulse.wait(
      () => answers().every((one) => one !== undefined) || world.clock.isDue(deadline) || undefined,
      () => world.clock.wakeTime(deadline),
    );
    const all = answers();
    const missing = opts.find((_, index) => all[index] === undefined);
    if (missing || opts.length === 0) throw new StepFailed(unanswered(step, missing, sent, limit, world));
    return { message: all.map((one) => answerText(one)).join('; ') };
  } finally {
    stop();
  }
};

/**
 * The VTN calls a VEN registered before the VEN has read so; its oadrRegisterReport, which comes next (rule 301), shows that
 * it has.
 */
async function settledIn(
  slots: readonly Slot[],
  deadline: Moment,
  { pulse, clock, slots: all }: StepWorld,
): Promise<void> {
  await pulse.wait(
    () => slots.every((slot) => all.facts(slot)?.reports !== undefined) || clock.isDue(deadline) || undefined,
    () => clock.wakeTime(deadline),
  );
}

function commandOf(step: Instance<OptStep>, slots: readonly Slot[], world: StepWorld): Command {
  const { event, schedule, type: optType } = step.step;
  const vens = slots.flatMap(({ venID }) => venID ?? []);
  if (schedule) {
    const start = world.startOf(schedule.start, step);
    return { do: 'opt', vens, optType, schedule: { start, duration: schedule.duration } };
  }
  return { do: 'opt', vens, optType, eventID: world.eventID(event ?? '', step) };
}

/** Keeps the opts that VENs send from now on, and their answers. */
function watchOpts(slots: readonly Slot[], world: StepWorld): { readonly sent: Sent[]; readonly stop: () => void } {
  const sent: Sent[] = [];
  const read = (record: MessageRecord): Message | undefined => world.bench.parsed(record).message;
  const stop = world.listen((slot, fact) => {
    if (!slots.includes(slot)) return;
    if (fact.fact === 'message' && fact.record.name === 'oadrCreateOpt') {
      const message = read(fact.record);
      const optID = message?.name === 'oadrCreateOpt' ? message.body.optID : undefined;
      if (optID !== undefined) sent.push({ optID, exchange: fact.record.exchange });
    }
    if (fact.fact !== 'answer' || fact.record.status === 0) return;
    const asked = sent.find(({ exchange }) => exchange === fact.record.exchange);
    const message = asked && read(fact.record);
    if (!asked) return;
    const response = message?.name === 'oadrCreatedOpt' ? message.body.eiResponse : undefined;
    const code = response?.responseCode ?? `${fact.record.name ?? 'HTTP'} ${fact.record.status ?? ''}`.trim();
    const description = response?.responseDescription;
    asked.answer = { code, ...(description === undefined ? {} : { description }) };
  });
  return { sent, stop };
}

function answerText(sent: Sent | undefined): string {
  const { code = '', description } = sent?.answer ?? {};
  return code === '200' || description === undefined ? `answered ${code}` : `answered ${code}: ${description}`;
}

function unanswered(
  step: Instance<OptStep>,
  missing: { readonly venID: string; readonly optID: string } | undefined,
  sent: readonly Sent[],
  limit: number,
  world: StepWorld,
) {
  const who = (missing && world.slots.withVen(missing.venID)?.label) ?? step.step.vens.join(', ');
  const came = sent.find(({ optID }) => optID === missing?.optID);
  const what = came ? 'its oadrCreateOpt was not answered' : 'it sent no oadrCreateOpt';
  return {
    ...placeOf(step),
    message: `${who}: ${what} within ${formatHumanDuration(limit)}`,
    expected: `an oadrCreateOpt with optID ${missing?.optID ?? ''} and its oadrCreatedOpt`,
    ...(came ? { exchange: came.exchange } : {}),
  };
}
