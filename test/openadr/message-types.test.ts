import { readFileSync } from 'node:fs';
import test from 'ava';
import { messageTypes } from '../../scripts/message-types.ts';
import type { OadrSignedObject } from '../../src/openadr/schema/oadr.ts';
import type { PayloadTypes } from '../../src/openadr/types.ts';

type Inferred = Required<Omit<OadrSignedObject, 'Id'>>;

// The compiler's work: what is inferred from the declaration and what is written out are the same types.
const written = (inferred: Inferred): PayloadTypes => inferred;
const inferred = (types: PayloadTypes): Inferred => types;

test('the message types are as the schema declares them: node --import tsx scripts/message-types.ts', (t) => {
  const file = readFileSync(new URL('../../src/openadr/types.ts', import.meta.url), 'utf8');
  t.true(file === messageTypes(), 'src/openadr/types.ts is not current');
  t.deepEqual([written, inferred].length, 2);
});
