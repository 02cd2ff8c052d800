import { isUsableID, shownID, USABLE_ID } from '../openadr/id.ts';
import { invalid } from './error.ts';
import { checkFields, type Fields, shown } from './given.ts';

const FIELDS: Fields<{ readonly venId: string; readonly registrationId: string }> = {
  venId: true,
  registrationId: true,
};

/** What a registration is answered, in the bench's words. */
type Answer = { readonly venID?: string; readonly registrationID?: string } | false | undefined;

/**
 * Reads what onCreatePartyRegistration returned, which may be anything in plain JavaScript: what is no answer must let
 * nobody in.
 * @throws OpenADRError naming what came and what is expected
 */
export function registrationAnswer(answer: unknown): Answer {
  if (answer === undefined || answer === false) return answer;
  if (typeof answer !== 'object' || answer === null) {
    throw invalid('no answer to a registration', {
      expected: 'undefined (the server gives the IDs), false (refused), or { venId, registrationId }',
      actual: shown(answer),
      hint: 'return false to refuse a VEN; it was given an error (469) and is not registered',
    });
  }
  checkFields(answer, 'the answer to a registration', FIELDS);
  const venID = idOf(answer, 'venId');
  const registrationID = idOf(answer, 'registrationId');
  return { ...(venID !== undefined && { venID }), ...(registrationID !== undefined && { registrationID }) };
}

function idOf(answer: object, name: keyof typeof FIELDS): string | undefined {
  const id: unknown = Reflect.get(answer, name);
  if (id === undefined || isUsableID(id)) return id;
  throw invalid(`the ${name} in the answer to a registration cannot be used`, {
    expected: `nothing, or ${USABLE_ID}`,
    actual: shownID(id),
  });
}
