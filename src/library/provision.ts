import { isUsableID, shownID, USABLE_ID } from '../openadr/id.ts';
import type { Do } from '../vtn/command-common.ts';
import { invalid } from './error.ts';
import { fingerprintOf } from './fingerprint.ts';
import { checkFields, checkText, type Fields } from './given.ts';
import type { Provision } from './options.ts';

const FIELDS: Fields<Provision> = { venId: true, venName: true, registrationId: true, fingerprint: true };

/** The bench's words for a VEN that is known before it comes. @throws OpenADRError */
export function provisionCommand(ven: Provision): Do<'provision'> {
  checkFields(ven, 'the VEN to provision', FIELDS);
  const { venId, venName, registrationId, fingerprint } = ven;
  checkID(venId, 'the venId', USABLE_ID);
  if (registrationId !== undefined) checkID(registrationId, 'the registrationId', `nothing, or ${USABLE_ID}`);
  checkText(venName, 'the venName');
  const pinned = fingerprint === undefined ? undefined : fingerprintOf(fingerprint, 'the fingerprint of the VEN');
  return { do: 'provision', venID: venId, venName, registrationID: registrationId, fingerprint: pinned };
}

function checkID(id: unknown, what: string, expected: string): void {
  if (!isUsableID(id)) throw invalid(`${what} of a VEN to provision cannot be used`, { expected, actual: shownID(id) });
}
