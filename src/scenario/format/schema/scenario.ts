import { z } from 'zod';
import { duration, expected, name, positive, wireDuration } from './scalars.ts';
import { step } from './steps.ts';

const LEVELS = ['error', 'warn', 'off'] as const;
const level = z.enum(LEVELS, expected('error, warn or off'));
export const LAYERS = ['tls', 'http', 'xml', 'schema', 'rule', 'sequence'] as const;

const vtn = z
  .strictObject({
    pollInterval: wireDuration.optional().describe('Offered to VENs, default PT10S.'),
    conformance: z
      .union(
        [level, z.record(z.string(), level)],
        expected('error, warn, off, or an object of them by rule number or layer'),
      )
      .optional()
      .describe('What a finding does to the verdict: one level, or {"default", rule number, layer}. Default error.'),
    marketContext: z.string().min(1, expected('a URI')).optional().describe('Default http://example.com/oadr-sim.'),
    vtnID: z.string().min(1, expected('an ID')).optional().describe('Default that of the state.'),
    registerReports: z
      .boolean()
      .optional()
      .describe('Own oadrRegisterReport after each new registration, default true.'),
  })
  .describe('The embedded VTN. Address, TLS and signatures belong to the command line.');

const selector = z
  .strictObject({
    venName: z.string().optional(),
    venID: z.string().optional(),
    fingerprint: z.string().optional().describe('Of its certificate.'),
    simulated: z
      .strictObject({ personality: z.string().optional().describe('Default cooperative.') })
      .optional()
      .describe('The bench starts it.'),
    count: positive.max(10_000).optional().describe('How many VENs the alias stands for, default 1, at most 10,000.'),
    fresh: z.boolean().optional().describe('Forget its registration before the run.'),
  })
  .describe('{} takes the first VEN that comes.');

/** All but the steps, which are read one by one. */
export const TOP = {
  $schema: z.string().optional(),
  name: z.string().min(1, expected('a name')).describe('For people.'),
  description: z.string().optional(),
  tags: z.array(z.string()).optional().describe('For --grep.'),
  extends: z
    .string()
    .optional()
    .describe("Path relative to this file; objects merge, arrays replace, the base's steps come first."),
  vtn: vtn.optional(),
  vens: z.record(name, selector).describe('Alias → which VEN.'),
  vars: z
    .record(name, z.union([z.string(), z.number(), z.boolean()], expected('text, a number or true/false')))
    .optional()
    .describe('Defaults of variables; --set overrides them.'),
  requires: z.array(z.string()).optional().describe('Report names or signal names; not offered = skipped.'),
  timeout: duration.describe('From the start to the last step.'),
  teardown: z.enum(['cancel', 'leave'], expected('cancel or leave')).optional().describe('Default cancel.'),
};

export const top = z.strictObject({ ...TOP, steps: z.array(z.unknown()).min(1, expected('at least one step')) });
export type TopInput = z.output<typeof top>;
export type SelectorInput = z.output<typeof selector>;

/** A whole file, for the published schema: a base for `extends` may lack what is required in the end. */
export const scenarioFile = z
  .strictObject({
    ...TOP,
    name: TOP.name.optional(),
    vens: TOP.vens.optional(),
    timeout: TOP.timeout.optional(),
    steps: z.array(step).optional().describe('Run in order. A file without them only serves extends.'),
  })
  .meta({ title: 'oadr-sim scenario' });
