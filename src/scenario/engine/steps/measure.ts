import type { StepDetail } from '../../../journal/record.ts';
import { formatHumanDuration } from '../../../openadr/time.ts';
import { rounded } from '../../expect/distance.ts';
import { type Sample, samplesIn } from '../../expect/sample.ts';
import { type MeasureStep, resolveTemplate } from '../../format/index.ts';
import { StepFailed } from '../ending.ts';
import type { Instance } from '../instances.ts';
import { type Border, isInside, isWithin, later, type Moment, scenarioMoment } from '../moment.ts';
import { lossOf, standingText } from '../reports.ts';
import type { Slot } from '../slots.ts';
import { type Play, placeOf, type StepWorld } from './world.ts';

/** What a measure saw of one VEN. */
interface Seen {
  readonly samples: Sample[];
  timeless: number;
  bad: number;
  readonly others: Set<string>;
}

/**
 * Takes the samples that begin in `over` from the step's begin. When that has passed it counts with those that came; where
 * none did it waits as long as one may be under way.
 */
export const playMeasure: Play<MeasureStep> = async (step, world) => {
  const slots = await world.vens(step);
  const { report, over, take, time } = step.step;
  const reportRequestID = world.reportRequestID(report, step);
  const rID = resolveTemplate(step.step.rID, world.lookup(step));
  const seen = new Map(
    slots.map((slot): [Slot, Seen] => [slot, { samples: [], timeless: 0, bad: 0, others: new Set() }]),
  );
  const now = world.stamp();
  const opening: Border = { moment: scenarioMoment(now), ...(time === 'arrival' ? { seq: now.seq } : {}) };
  const end = later(opening.moment, over);
  const stop = world.listen((slot, fact) => {
    const mine = seen.get(slot);
    const came = mine && samplesIn(fact, { reportRequestID, rID, time, scenarioAt: (bench) => world.clock.of(bench) });
    if (!mine || !came) return;
    mine.timeless += came.timeless;
    mine.bad += came.bad;
    for (const other of came.others) mine.others.add(other);
    mine.samples.push(...came.samples.filter(({ at }) => isInside(at, opening) && isWithin(at, { moment: end })));
  });
  try {
    world.begin(step, end);
    await waitForSamples([...seen], end, reportRequestID, world);
    const values = [...seen].map(([slot, { samples }]): [Slot, number | undefined] => [slot, taken(samples, take)]);
    const missing = values.filter(([, value]) => value === undefined).map(([slot]) => slot);
    if (missing[0]) throw new StepFailed(nothing(step, missing[0], seen, reportRequestID, rID, world));
    for (const [slot, value] of values) if (value !== undefined) world.measures.set(step, slot, value);
    return { message: values.map(([slot, value = 0]) => valueText(slot, value, seen, rID, world)).join('; ') };
  } finally {
    stop();
  }
};

/** Until `over` has passed; for a VEN of which nothing came until nothing can be under way any more. */
async function waitForSamples(
  seen: readonly (readonly [Slot, Seen])[],
  end: Moment,
  reportRequestID: string,
  world: StepWorld,
): Promise<void> {
  const last = (): Moment => later(end, Math.max(...seen.map(([slot]) => lagOf(slot, reportRequestID, world))));
  const isLost = (slot: Slot): boolean => {
    const copy = world.reports.get(reportRequestID, slot.venID);
    return copy !== undefined && lossOf(copy) !== undefined;
  };
  await world.pulse.wait(
    () => {
      if (seen.some(([slot, { samples }]) => samples.length === 0 && isLost(slot))) return true;
      if (!world.clock.isDue(end)) return undefined;
      return seen.every(([, { samples }]) => samples.length > 0) || world.clock.isDue(last()) || undefined;
    },
    () => world.clock.wakeTime(world.clock.isDue(end) ? last() : end),
  );
}

function lagOf(slot: Slot, reportRequestID: string, world: StepWorld): number {
  const { granularity = 0, reportBack = 0 } = world.reports.get(reportRequestID, slot.venID) ?? {};
  return granularity + reportBack + 2 * world.pollInterval(slot);
}

function taken(samples: readonly Sample[], take: MeasureStep['take']): number | undefined {
  const values = samples.map(({ value }) => value);
  if (values.length === 0) return undefined;
  switch (take) {
    case 'mean':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case 'min':
      return values.reduce((least, value) => Math.min(least, value));
    case 'max':
      return values.reduce((most, value) => Math.max(most, value));
    case 'last':
      return samples.reduce((last, one) => (one.at.bench >= last.at.bench ? one : last)).value;
  }
}

function valueText(slot: Slot, value: number, seen: ReadonlyMap<Slot, Seen>, rID: string, world: StepWorld): string {
  const unit = world.slots.unit(slot, rID);
  const many = seen.get(slot)?.samples.length ?? 0;
  const who = seen.size > 1 ? `${slot.label}: ` : '';
  return `${who}${rounded(value)}${unit === undefined ? '' : ` ${unit}`} of ${many === 1 ? '1 sample' : `${many} samples`}`;
}

/** Why there is no sample. */
function nothing(
  step: Instance<MeasureStep>,
  slot: Slot,
  all: ReadonlyMap<Slot, Seen>,
  reportRequestID: string,
  rID: string,
  world: StepWorld,
): StepDetail {
  const copy = world.reports.get(reportRequestID, slot.venID);
  const unusable = uselessText(all.get(slot));
  const why =
    unusable?.why ??
    (copy ? (lossOf(copy) ?? standingText(copy)) : undefined) ??
    'the report was not asked of this VEN';
  const who = all.size > 1 ? `${slot.label}: ` : '';
  return {
    ...placeOf(step),
    message: `${who}no sample of ${rID} in ${formatHumanDuration(step.step.over)}; ${why}`,
    expected: `a sample of ${rID} in ${step.step.report} (${reportRequestID})`,
    actual: why,
    ...(copy?.exchange === undefined ? {} : { exchange: copy.exchange }),
    ...(copy ? { seq: copy.at.message ?? copy.at.seq } : {}),
    ...(unusable ? { hint: unusable.hint } : {}),
  };
}

/** What came instead of samples that can be used, and what helps. */
function uselessText(seen: Seen | undefined): { why: string; hint: string } | undefined {
  const { timeless = 0, bad = 0, others = new Set<string>() } = seen ?? {};
  const many = (number: number): string => (number === 1 ? '1 sample' : `${number} samples`);
  if (timeless > 0) {
    return {
      why: `${many(timeless)} came without a dtstart`,
      hint: '"time": "arrival" takes samples by when they came',
    };
  }
  if (bad > 0) {
    return {
      why: `${many(bad)} came that do not count: bad quality, or no new value`,
      hint: 'look at oadrDataQuality in its oadrUpdateReport',
    };
  }
  const [other] = others;
  if (other === undefined) return undefined;
  return { why: `there were samples of ${[...others].join(', ')} only`, hint: `"rID": "${other}"` };
}
