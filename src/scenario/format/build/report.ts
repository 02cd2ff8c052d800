import { durationToMs } from '../../../openadr/time.ts';
import type {
  CancelReportStep,
  DeliveredStep,
  MeasureStep,
  OptStep,
  RequestReportStep,
  StepBase,
  Text,
} from '../plan.ts';
import { type RuntimeText, textOf } from '../runtime-text.ts';
import type { StepInput } from '../schema/steps.ts';
import type { StepContext } from './context.ts';

type Base = Omit<StepBase, 'title'>;
type Sent = Omit<DeliveredStep, 'title'>;
type Built<S> = Omit<S, 'title'>;

export function requestReport(
  context: StepContext,
  base: Sent,
  input: StepInput['requestReport'],
): Built<RequestReportStep> {
  const { id, reportName, specifier, reportBack, granularity, start, duration, rIDs } = input;
  if ((reportName === undefined) === (specifier === undefined)) {
    const hint = '"reportName": "TELEMETRY_USAGE", or "specifier" with the reportSpecifierID';
    context.fail([], { message: 'requestReport needs "reportName" or "specifier", and not both', hint });
  }
  if (granularity !== undefined) checkGranularity(context, granularity, reportBack);
  if (typeof reportName === 'string' && /^(METADATA_)?HISTORY_/.test(reportName)) checkHistory(context, input);
  return {
    ...base,
    do: 'requestReport',
    id,
    ...maybe('reportName', reportName),
    ...maybe('specifier', specifier),
    reportBack,
    ...(rIDs === undefined ? {} : { rIDs: rIDs.map(textOf) }),
    ...(granularity === undefined ? {} : { granularity }),
    ...(start === undefined ? {} : { start: context.start(['start'], start) }),
    ...(duration === undefined ? {} : { duration }),
  };
}

/** A report comes at most as often as it has something new (rule 317). */
function checkGranularity(context: StepContext, granularity: string, reportBack: string): void {
  const back = durationToMs(reportBack);
  if (back === 0 || durationToMs(granularity) <= back) return;
  const message = 'the granularity is longer than reportBack (rule 317)';
  context.fail(['granularity'], { message, expected: `at most ${reportBack}`, actual: JSON.stringify(granularity) });
}

/** History comes once, of what was (rules 324, 325). */
function checkHistory(context: StepContext, { reportBack, start }: StepInput['requestReport']): void {
  if (durationToMs(reportBack) > 0) {
    const message = 'a history report comes once (rule 324)';
    context.fail(['reportBack'], { message, expected: 'PT0S', actual: JSON.stringify(reportBack), hint: '"PT0S"' });
  }
  if (typeof start === 'string' && /^P(?=.*[1-9])/.test(start)) {
    const message = 'history lies in the past (rule 325)';
    context.fail(['start'], {
      message,
      expected: 'a negative duration',
      actual: JSON.stringify(start),
      hint: `"-${start}"`,
    });
  }
}

export function cancelReport(
  context: StepContext,
  base: Sent,
  input: StepInput['cancelReport'],
): Built<CancelReportStep> {
  context.made('report', ['report'], input.report);
  return { ...base, do: 'cancelReport', report: input.report, reportToFollow: input.reportToFollow ?? false };
}

export function opt(context: StepContext, base: Base, { event, schedule, type }: StepInput['opt']): Built<OptStep> {
  if ((event === undefined) === (schedule === undefined))
    context.fail([], { message: 'opt needs "event" or "schedule", and not both' });
  if (event !== undefined) context.made('event', ['event'], event);
  const step = { ...base, do: 'opt' as const, type };
  if (!schedule) return { ...step, ...(event === undefined ? {} : { event }) };
  const start = context.start(['schedule', 'start'], schedule.start);
  return { ...step, schedule: { start, duration: durationToMs(schedule.duration) } };
}

export function measure(context: StepContext, base: Base, input: StepInput['measure']): Built<MeasureStep> {
  const { id, report, rID, over, take, time } = input;
  context.made('report', ['report'], report);
  const length = durationToMs(over);
  if (length === 0) context.fail(['over'], { message: 'no sample lies in no time', expected: 'more than nothing' });
  return {
    ...base,
    do: 'measure',
    id,
    report,
    rID: textOf(rID),
    over: length,
    take: take ?? 'mean',
    time: time ?? 'sample',
  };
}

function maybe<K extends string>(key: K, value: string | RuntimeText | undefined): { [P in K]?: Text } {
  const made: { [P in K]?: Text } = {};
  if (value !== undefined) made[key] = textOf(value);
  return made;
}
