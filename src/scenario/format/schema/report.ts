import { z } from 'zod';
import { duration, expected, name, text, wireDuration } from './scalars.ts';
import { common, delivered } from './step.ts';

const TIMES = ['sample', 'arrival'] as const;
const TAKES = ['mean', 'min', 'max', 'last'] as const;
const OPTS = ['optIn', 'optOut'] as const;

/** id of the step that asked for a report. */
export const report = name.describe('id of the requestReport step.');
export const rID = text.describe('The data point, as the metadata names it.');
export const time = z
  .enum(TIMES, expected('sample or arrival'))
  .optional()
  .describe(
    'When a sample is: sample (default), its own begin; arrival, when it came, for a device whose clock is off.',
  );

const start = text
  .optional()
  .describe(
    "Begin of the report: a duration from this step's begin (negative for a history), a date-time in Zulu, or an anchor. Default PT0S.",
  );

/** Steps about reports and opts. */
export const REPORT_STEPS = {
  requestReport: z
    .strictObject({
      ...delivered,
      do: z.literal('requestReport'),
      id: name,
      reportName: text.optional().describe('TELEMETRY_USAGE, TELEMETRY_STATUS, HISTORY_USAGE, METADATA or x-….'),
      specifier: text.optional().describe('The reportSpecifierID, instead of the name.'),
      reportBack: wireDuration.describe('How often it comes; PT0S: once (rule 324).'),
      rIDs: z
        .array(text)
        .min(1, expected('at least one rID'))
        .optional()
        .describe('Data points, default all of the report.'),
      granularity: wireDuration
        .optional()
        .describe('Length of an interval, default the oadrMinPeriod that the VEN offers (rule 317).'),
      start,
      duration: wireDuration.optional().describe('How long it goes on, default PT0S: until it is cancelled.'),
    })
    .describe('Asks for a report, once the VEN has registered its reports; done when delivered.'),
  cancelReport: z
    .strictObject({
      ...delivered,
      do: z.literal('cancelReport'),
      report,
      reportToFollow: z.boolean().optional().describe('One more report is to come (rule 345), default false.'),
    })
    .describe('Cancels a report; done when delivered.'),
  opt: z
    .strictObject({
      ...common,
      do: z.literal('opt'),
      event: name.optional().describe('id of the event step.'),
      schedule: z
        .strictObject({
          start: text.describe("A duration from this step's begin, a date-time in Zulu, or an anchor."),
          duration: wireDuration.describe('How long, PT0S: open-ended (rule 210).'),
        })
        .optional()
        .describe('When it is available, or not, instead of an event.'),
      type: z.enum(OPTS, expected('optIn or optOut')).describe('optIn or optOut.'),
    })
    .describe('A simulated VEN sends an oadrCreateOpt; done when answered.'),
  measure: z
    .strictObject({
      ...common,
      do: z.literal('measure'),
      id: name,
      report,
      rID,
      over: duration.describe('How long.'),
      take: z
        .enum(TAKES, expected(`one of ${TAKES.join(', ')}`))
        .optional()
        .describe('What becomes of the samples, default mean.'),
      time,
    })
    .describe('Takes a value of samples for percentOf; no sample is a failure.'),
} as const;
