import type { Answered, HandlerName, Question } from './ask.ts';
import type { Core } from './core.ts';
import type { Verdict } from './reply.ts';
import type { Turn } from './turn.ts';

/** Leaves a turn to put a question; by then the message has changed nothing, and `resume` goes through it anew. */
export class Asking extends Error {
  override readonly name = 'Asking';
  readonly question: Question;

  constructor(question: Question) {
    super(`asks ${question.handler}`);
    this.question = question;
  }
}

/** Leaves a turn because its question was not answered: the request is refused, and nothing has been changed. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** What a VEN hears where the program around the VTN failed; why is for the program alone. */
export const NOT_HANDLED: Verdict = { code: '469', description: 'the VTN failed to handle this; try again later' };

/** Whether the program wants to be asked, or has just answered. */
export function isConsulted(core: Core, turn: Turn, handler: HandlerName): boolean {
  return turn.answered?.handler === handler || core.config.asks?.has(handler) === true;
}

/**
 * How the program answered; undefined where it does not want to be asked.
 * @throws Asking the first time
 */
export function put(core: Core, turn: Turn, question: Question): Answered | undefined {
  if (turn.answered?.handler === question.handler) return turn.answered.answered;
  if (!isConsulted(core, turn, question.handler)) return undefined;
  throw new Asking(question);
}

/**
 * The program's answer, which may be anything; undefined where it does not want to be asked.
 * @throws Asking the first time, Unanswered where the handler failed
 */
export function consult(core: Core, turn: Turn, question: Question): unknown {
  const answered = put(core, turn, question);
  if (answered && 'failed' in answered) throw new Unanswered(answered.failed);
  return answered?.answer;
}
