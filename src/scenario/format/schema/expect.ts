import { z } from 'zod';
import { PAYLOAD_NAMES } from '../../../openadr/index.ts';
import { report, rID, time } from './report.ts';
import { anchor, duration, expected, name, positive, wholeNumber } from './scalars.ts';
import { common } from './step.ts';
import { where, whereValue } from './where.ts';

const window = {
  within: duration
    .optional()
    .describe('Met at some moment up to the clock (the step before that is not an expect) + this.'),
  until: anchor.optional().describe('Holds at every moment up to this anchor; runs in the background.'),
  from: anchor.optional().describe("Sets the window's begin and the clock's start."),
};
const count = z
  .union(
    [
      wholeNumber,
      z.strictObject({
        gte: wholeNumber.optional().describe('At least.'),
        lte: wholeNumber.optional().describe('At most.'),
      }),
    ],
    expected('a number, or { "gte": …, "lte": … }'),
  )
  .optional()
  .describe('How many. An exact or upper count needs until; with until it is required. Default at least 1.');
const base = { ...common, do: z.literal('expect'), ...window };

const messageName = z
  .enum(['*', ...PAYLOAD_NAMES], expected('the root name of a payload, or *'))
  .describe('Root name of the payload, * for any.');
const pattern = z.strictObject({ message: messageName, where: where.optional() });

const FINDINGS = ['error', 'warning', 'tls', 'http', 'xml', 'schema', 'rule', 'sequence'] as const;
const STATES = ['registered', 'online', 'offline', 'reporting'] as const;
const OPTS = ['optIn', 'optOut', 'any'] as const;

/** One schema a subject: the key that names the subject is the key of this table. */
export const SUBJECTS = {
  that: z
    .strictObject({
      ...base,
      that: z
        .enum(STATES, expected(`one of ${STATES.join(', ')}`))
        .describe('State of the VEN, which was heard in this run.'),
    })
    .describe('The VEN is in a state and was heard in this run.'),
  message: z
    .strictObject({ ...base, message: messageName, where: where.optional(), count })
    .describe('A message came from the VEN.'),
  event: z
    .strictObject({
      ...base,
      event: name.describe('id of the event step.'),
      opt: z
        .enum(OPTS, expected(`one of ${OPTS.join(', ')}`))
        .describe('The answer; any takes every version and code.'),
      code: z
        .int(expected('a whole number'))
        .min(100, expected('three digits'))
        .max(999, expected('three digits'))
        .optional()
        .describe('responseCode, default 200 for optIn, else any.'),
      version: wholeNumber.optional().describe('modificationNumber, default the newest delivered.'),
      count,
    })
    .describe('An eventResponse for an event, with its version and the requestID of its delivery.'),
  report: z
    .strictObject({ ...base, report, where: where.optional(), count })
    .describe('An oadrUpdateReport for a report came.'),
  telemetry: z
    .strictObject({
      ...base,
      telemetry: report,
      rID,
      value: whereValue.describe('What a sample must be, in the unit of the data point.'),
      percentOf: name.optional().describe('id of a measure step: the value is compared as % of it.'),
      time,
    })
    .describe('A sample in the window compares (within), or all do and there is one (until).'),
  poll: z
    .strictObject({
      ...base,
      poll: duration.describe('Expected interval.'),
      tolerance: duration.optional().describe('Default 10 %, at least PT0.5S.'),
      count: positive.optional().describe('Gaps in a row that fit, default 3.'),
    })
    .describe('Polls come at a cadence.'),
  sequence: z
    .strictObject({
      ...base,
      sequence: z
        .array(z.union([messageName, pattern], expected('a message name, or { "message", "where" }')))
        .min(2, expected('at least two messages'))
        .describe('Their first occurrences come in this order.'),
    })
    .describe('Messages come in an order.'),
  finding: z
    .strictObject({
      ...base,
      finding: z.enum(FINDINGS, expected(`one of ${FINDINGS.join(', ')}`)).describe('Severity or layer.'),
      in: z.enum(PAYLOAD_NAMES, expected('the root name of a payload')).optional().describe('Only in this message.'),
      count,
    })
    .describe('A message of the VEN has a finding.'),
} as const;

export type SubjectName = keyof typeof SUBJECTS;
export type SubjectInput = { [K in SubjectName]: z.output<(typeof SUBJECTS)[K]> };
/** A count as it stands in a file. */
export type CountInput = z.output<typeof count>;

/** Any expectation: for the published schema. */
export const expect = z.union([
  SUBJECTS.that,
  SUBJECTS.message,
  SUBJECTS.event,
  SUBJECTS.report,
  SUBJECTS.telemetry,
  SUBJECTS.poll,
  SUBJECTS.sequence,
  SUBJECTS.finding,
]);
