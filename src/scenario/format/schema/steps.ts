import { z } from 'zod';
import { PAYLOAD_NAMES } from '../../../openadr/index.ts';
import type { StepName } from '../plan.ts';
import { eventSet, modifySet } from './event.ts';
import { expect } from './expect.ts';
import { REPORT_STEPS } from './report.ts';
import { anchor, duration, expected, name, patch, positive, text, wireDuration } from './scalars.ts';
import { common, delivered } from './step.ts';

const event = name.describe('id of the event step.');

/** One schema a step but `expect`, which has one a subject. */
export const STEPS = {
  event: z
    .strictObject({ ...delivered, do: z.literal('event'), id: name, set: eventSet, patch: patch.optional() })
    .describe('Sends an event; done when delivered.'),
  modify: z
    .strictObject({ ...delivered, do: z.literal('modify'), event, set: modifySet.optional(), patch: patch.optional() })
    .describe('Modifies an event (modificationNumber + 1); done when delivered.'),
  cancel: z
    .strictObject({ ...delivered, do: z.literal('cancel'), event })
    .describe('Cancels an event; done when delivered as cancelled.'),
  omit: z
    .strictObject({ ...delivered, do: z.literal('omit'), event })
    .describe('Leaves an event out of the list (implied cancel); done when a list without it is delivered.'),
  requestReport: REPORT_STEPS.requestReport,
  cancelReport: REPORT_STEPS.cancelReport,
  registerReport: z
    .strictObject({ ...delivered, do: z.literal('registerReport'), patch: patch.optional() })
    .describe("Sends the VTN's own oadrRegisterReport (empty)."),
  requestReregistration: z
    .strictObject({
      ...delivered,
      do: z.literal('requestReregistration'),
      pollInterval: wireDuration.optional().describe('Offered from now on.'),
    })
    .describe('Asks the VEN to register again.'),
  cancelRegistration: z
    .strictObject({ ...delivered, do: z.literal('cancelRegistration') })
    .describe("Cancels the VEN's registration."),
  send: z
    .strictObject({
      ...delivered,
      do: z.literal('send'),
      message: z
        .enum(PAYLOAD_NAMES, expected('the root name of a payload'))
        .optional()
        .describe('Root name of the payload.'),
      body: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('XML names; what the schema requires and it lacks is filled in, null leaves it out.'),
      xml: z
        .union([text, z.strictObject({ file: z.string() })], expected('text, or { "file": … }'))
        .optional()
        .describe('Goes out as it is: text, or a file beside the scenario.'),
    })
    .describe('Sends any payload, valid or not.'),
  opt: REPORT_STEPS.opt,
  restart: z
    .strictObject({
      ...common,
      do: z.literal('restart'),
      down: duration.optional().describe('How long nobody listens, default PT0S.'),
      state: z
        .enum(['keep', 'lose'], expected('keep or lose'))
        .optional()
        .describe('What the VTN knows afterwards, default keep.'),
    })
    .describe('Restarts the VTN; done when it listens again.'),
  prompt: z
    .strictObject({
      ...common,
      do: z.literal('prompt'),
      text: text.describe('What the person at the bench is asked or told.'),
      answers: z
        .array(z.string())
        .min(1, expected('at least one answer'))
        .optional()
        .describe('Default pass and fail.'),
      pass: z
        .array(z.string())
        .min(1, expected('at least one answer'))
        .optional()
        .describe('Answers that pass, default the first.'),
      within: duration.optional().describe('Default: as long as it takes.'),
    })
    .describe("Asks a person; the answer is an expectation's result."),
  wait: z
    .strictObject({
      ...common,
      do: z.literal('wait'),
      for: duration.optional().describe('How long.'),
      until: anchor.optional(),
    })
    .describe('Waits; proves nothing.'),
  measure: REPORT_STEPS.measure,
  note: z.strictObject({ ...common, do: z.literal('note'), text }).describe('A remark in the record.'),
  repeat: z.strictObject({
    ...common,
    do: z.literal('repeat'),
    times: positive.max(100_000).describe('How many rounds, at most 100,000.'),
    // Read one by one, so that a mistake is told of the step that has it.
    steps: z.array(z.unknown()).min(1, expected('at least one step')),
  }),
} as const satisfies Record<Exclude<StepName, 'expect'>, z.ZodType>;

/** `repeat` with what its steps are: for the published schema. */
const repeat = z
  .strictObject({
    ...STEPS.repeat.shape,
    get steps() {
      return z.array(step).min(1);
    },
  })
  .describe("Repeats steps; the variable i is the round, from 1; ids are the round's own.");

/** Any step: for the published schema. */
export const step: z.ZodType = z
  .union([
    ...([
      STEPS.event,
      STEPS.modify,
      STEPS.cancel,
      STEPS.omit,
      STEPS.requestReport,
      STEPS.cancelReport,
      STEPS.registerReport,
      STEPS.requestReregistration,
      STEPS.cancelRegistration,
      STEPS.send,
      STEPS.opt,
      STEPS.restart,
      STEPS.prompt,
      STEPS.wait,
      STEPS.measure,
      STEPS.note,
      repeat,
    ] as const),
    expect,
  ])
  .meta({ id: 'Step', description: 'One step; they run in order.' });

export type StepInput = { [K in keyof typeof STEPS]: z.output<(typeof STEPS)[K]> };
