import { z } from 'zod';
import type { RuntimeText } from '../runtime-text.ts';
import { expected, scalar } from './scalars.ts';

type ScalarInput = string | number | boolean | RuntimeText;

/** A comparison as it stands in a file. */
export interface ComparisonInput {
  eq?: ScalarInput;
  not?: WhereValueInput;
  gt?: ScalarInput;
  gte?: ScalarInput;
  lt?: ScalarInput;
  lte?: ScalarInput;
  matches?: ScalarInput;
  oneOf?: ScalarInput[];
  exists?: boolean;
}
export type WhereValueInput = ScalarInput | ComparisonInput;

/** All that is given must hold. */
const comparison: z.ZodType<ComparisonInput> = z
  .strictObject({
    eq: scalar.optional().describe('Equal, by value.'),
    get not() {
      return whereValue.optional().describe('Neither this value nor what this comparison says.');
    },
    gt: scalar.optional().describe('Above.'),
    gte: scalar.optional().describe('At least.'),
    lt: scalar.optional().describe('Below.'),
    lte: scalar.optional().describe('At most.'),
    matches: scalar.optional().describe('A regular expression found in the text.'),
    oneOf: z.array(scalar).min(1, expected('at least one value')).optional().describe('Equal to one of them.'),
    exists: z.boolean().optional().describe('Whether the element is there.'),
  })
  .meta({ id: 'Comparison' });

export const whereValue: z.ZodType<WhereValueInput> = z
  .union([scalar, comparison], expected('a value or a comparison such as { "gte": 1 }'))
  .meta({ id: 'WhereValue' });

const whereObject = z.record(z.string(), whereValue);

/** `where` of a message. */
export const where = z
  .union(
    [whereObject, z.array(whereObject).min(1, expected('at least one object'))],
    expected('an object or an array of objects'),
  )
  .meta({
    id: 'Where',
    description:
      'Ends of element paths → value or comparison. One row of the message (an innermost repeated item with all around it) must meet all keys; an array: any of its objects.',
  });
export type WhereInput = z.output<typeof where>;
