import { isPayloadName } from '../../../openadr/index.ts';
import { durationToMs } from '../../../openadr/time.ts';
import type { AnchorRole } from '../anchor-check.ts';
import { shown } from '../collector.ts';
import type { Count, ExpectStep, MessagePattern, Subject } from '../plan.ts';
import { textOf } from '../runtime-text.ts';
import type { CountInput, SubjectInput, SubjectName } from '../schema/expect.ts';
import type { WhereInput } from '../schema/where.ts';
import type { StepContext } from './context.ts';
import { numberPlan, wherePlan } from './keys.ts';

type Input = SubjectInput[SubjectName];

/** Payloads that only a VTN sends: waiting for one from a VEN never ends. */
const OURS: ReadonlySet<string> = new Set([
  'oadrDistributeEvent',
  'oadrCreatedPartyRegistration',
  'oadrRequestReregistration',
  'oadrCreatedOpt',
  'oadrCanceledOpt',
]);

/** What an `expect` adds to any step. */
export function expectation(
  context: StepContext,
  input: Input,
): Pick<ExpectStep, 'do' | 'subject' | 'window' | 'from'> {
  const window = windowOf(context, input);
  const role: AnchorRole = 'until' in window ? 'fromAhead' : 'from';
  const from = input.from === undefined ? {} : { from: context.anchor(['from'], input.from, role) };
  return { do: 'expect', subject: subject(context, input), window, ...from };
}

function windowOf(context: StepContext, { within, until }: Input): ExpectStep['window'] {
  if (within !== undefined && until !== undefined) {
    context.failAt([], 'until', { message: 'an expectation has "within" or "until", not both', hint: 'leave one out' });
  } else if (within !== undefined) return { within: durationToMs(within) };
  else if (until === undefined) {
    const hint = '"within": "PT30S" (met at some moment) or "until": "end" (holds all the time)';
    context.fail([], { message: 'the expectation needs "within" or "until"', hint });
  }
  return until === undefined ? { within: 0 } : { until: context.anchor(['until'], until, 'until') };
}

function subject(context: StepContext, input: Input): Subject {
  if ('that' in input) return { subject: 'that', that: input.that };
  if ('message' in input) {
    const count = countOf(context, input, input.count);
    fromVen(context, ['message'], input.message, count);
    return { subject: 'message', ...pattern(context, [], input), count };
  }
  if ('event' in input) return event(context, input);
  if ('report' in input) return report(context, input);
  if ('telemetry' in input) return telemetry(context, input);
  if ('poll' in input) return poll(context, input);
  if ('sequence' in input) return sequence(context, input);
  return finding(context, input);
}

function pattern(
  context: StepContext,
  path: readonly PropertyKey[],
  input: { message: MessagePattern['message']; where?: WhereInput },
): MessagePattern {
  const { message, where } = input;
  return { message, ...(where ? { where: wherePlan(context, [...path, 'where'], message, where) } : {}) };
}

function event(context: StepContext, input: SubjectInput['event']): Subject {
  context.made('event', ['event'], input.event, input.until !== undefined);
  const code = input.code ?? (input.opt === 'optIn' ? 200 : undefined);
  return {
    subject: 'event',
    event: input.event,
    opt: input.opt,
    ...(code === undefined ? {} : { code }),
    ...(input.version === undefined ? {} : { version: input.version }),
    count: countOf(context, input, input.count),
  };
}

/** Its own report is given: rows are held against the others. */
function report(context: StepContext, input: SubjectInput['report']): Subject {
  const { where } = input;
  context.made('report', ['report'], input.report, input.until !== undefined);
  for (const key of new Set([where ?? []].flat().flatMap((object) => Object.keys(object)))) {
    if (key.split('.').at(-1) === 'reportRequestID')
      context.fail(['where'], { message: `"report" says which report is meant: "${key}" cannot be asked for too` });
  }
  return {
    subject: 'report',
    report: input.report,
    ...(where ? { where: wherePlan(context, ['where'], 'oadrUpdateReport', where) } : {}),
    count: countOf(context, input, input.count),
  };
}

function telemetry(context: StepContext, input: SubjectInput['telemetry']): Subject {
  const { rID, value, percentOf, time } = input;
  const ahead = input.until !== undefined;
  context.made('report', ['telemetry'], input.telemetry, ahead);
  if (percentOf !== undefined) context.made('measure', ['percentOf'], percentOf, ahead);
  return {
    subject: 'telemetry',
    telemetry: input.telemetry,
    rID: textOf(rID),
    value: numberPlan(context, ['value'], value),
    ...(percentOf === undefined ? {} : { percentOf }),
    time: time ?? 'sample',
  };
}

function poll(context: StepContext, input: SubjectInput['poll']): Subject {
  const interval = durationToMs(input.poll);
  if (interval === 0) context.fail(['poll'], { message: 'a poll interval is longer than nothing' });
  const tolerance = input.tolerance === undefined ? Math.max(500, interval / 10) : durationToMs(input.tolerance);
  return { subject: 'poll', interval, tolerance, gaps: input.count ?? 3 };
}

function sequence(context: StepContext, input: SubjectInput['sequence']): Subject {
  const list = input.sequence.map((item, index) => {
    const plan = typeof item === 'string' ? { message: item } : pattern(context, ['sequence', index], item);
    fromVen(context, typeof item === 'string' ? ['sequence', index] : ['sequence', index, 'message'], plan.message, {
      gte: 1,
    });
    return plan;
  });
  return { subject: 'sequence', sequence: list };
}

function finding(context: StepContext, input: SubjectInput['finding']): Subject {
  const { finding: name } = input;
  return {
    subject: 'finding',
    finding: name === 'error' || name === 'warning' ? { severity: name } : { layer: name },
    ...(input.in === undefined ? {} : { in: input.in }),
    count: countOf(context, input, input.count),
  };
}

function fromVen(context: StepContext, path: readonly PropertyKey[], name: string, count: Count): void {
  if (!isPayloadName(name) || !OURS.has(name) || !count.gte) return;
  const message = `${name} is what a VTN sends: none comes from a VEN`;
  context.fail(path, { message, hint: 'expect what the VEN answers to it' });
}

/** `count`, with the rules that keep an expectation from passing by doing nothing. */
function countOf(context: StepContext, { until }: Input, input: CountInput): Count {
  if (input === undefined) {
    if (until !== undefined) {
      context.fail([], { message: '"until" needs a "count"', hint: '"count": 0 (none came), or { "gte": 1 }' });
    }
    return { gte: 1 };
  }
  const count: Count = typeof input === 'number' ? { gte: input, lte: input } : input;
  const { gte, lte } = count;
  if (gte === undefined && lte === undefined) {
    context.fail(['count'], { message: '"count" says nothing', expected: 'a number, or { "gte": …, "lte": … }' });
  } else if (gte !== undefined && lte !== undefined && gte > lte) {
    context.fail(['count'], { message: `no number is at least ${gte} and at most ${lte}` });
  } else if (lte === undefined && gte === 0) {
    context.fail(['count'], {
      message: 'a count of at least 0 is met by anything',
      actual: shown(input),
      hint: '{ "gte": 1 }',
    });
  } else if (lte !== undefined && until === undefined) {
    const message = 'an exact or upper count can be told only at the end of a window: it needs "until"';
    context.fail(['count'], {
      message,
      actual: shown(input),
      hint: '"until": "now+PT30S" instead of "within", or { "gte": … }',
    });
  }
  return count;
}
