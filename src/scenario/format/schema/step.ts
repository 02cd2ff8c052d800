import { z } from 'zod';
import { anchor, duration, expected, name } from './scalars.ts';

/** Fields of any step. */
export const common = {
  do: z.string(),
  id: name.optional().describe('Name by which anchors and other steps speak of it.'),
  ven: z
    .union([name, z.array(name).min(1, expected('at least one alias'))], expected('an alias or an array of them'))
    .optional()
    .describe('Alias(es) of the VENs it is about, default all.'),
  at: anchor.optional().describe('Not before this moment.'),
  soft: z.boolean().optional().describe('A failure does not end the run; the verdict is still failed.'),
  why: z.string().optional().describe('Reason, for people.'),
};

/** Fields of a step that is done when its payload is delivered. */
export const delivered = {
  ...common,
  deliver: z
    .union([z.literal('none'), duration], expected('a duration like PT30S, or none'))
    .optional()
    .describe('How long to wait for the delivery; none: not at all. Default 3 poll intervals + PT10S.'),
};
