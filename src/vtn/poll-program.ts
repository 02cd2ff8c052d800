import { isPayloadName, type Message } from '../openadr/index.ts';
import { CommandError } from './command-error.ts';
import { entryOf } from './command-queue.ts';
import { consult } from './consult.ts';
import type { Core } from './core.ts';
import type { Entry } from './queue.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * What the program answers a poll with, ready to be queued; undefined: nothing for the VEN.
 * @throws Asking, Unanswered; CommandError for what may not answer a poll, or is not valid
 */
export function programAnswer(core: Core, turn: Turn, ven: Ven): Entry | undefined {
  const answer = consult(core, turn, { handler: 'poll', input: { venID: ven.venID } });
  if (answer === undefined || answer === null) return undefined;
  const allowInvalid = isDeliberate(answer);
  const message = allowInvalid ? answer.message : answer;
  if (!isMessage(message)) {
    throw new CommandError('the answer to a poll is no message', {
      rule: 500,
      expected: 'nothing, or { name, body } of an OpenADR payload',
      actual: shown(message),
    });
  }
  return entryOf(core, turn, ven, { payload: message, allowInvalid });
}

function isDeliberate(answer: unknown): answer is { readonly message: unknown; readonly allowInvalid: true } {
  if (typeof answer !== 'object' || answer === null || !('message' in answer)) return false;
  return 'allowInvalid' in answer && answer.allowInvalid === true;
}

function isMessage(answer: unknown): answer is { readonly name: Message['name']; readonly body: unknown } {
  if (typeof answer !== 'object' || answer === null || !('name' in answer) || !('body' in answer)) return false;
  return typeof answer.name === 'string' && isPayloadName(answer.name);
}

function shown(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return `${typeof answer} ${String(answer)}`;
  return 'name' in answer ? `an object named ${String(answer.name)}` : 'an object without a name';
}
