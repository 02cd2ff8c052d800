import { CommandError } from '../bench/command.ts';
import { HandlerTimeout } from '../bench/handlers.ts';
import { OpenADRError } from './error.ts';
import { textOf } from './program.ts';

const REQUEST = 'return what is offered, at a samplingInterval within its bounds; a history without one';

/** What went wrong with a handler or callback, with what to do about it. @param what failed, in a few words */
export function handlerError(what: string, cause: unknown): OpenADRError {
  if (cause instanceof OpenADRError) {
    const { rule, expected, actual, hint } = cause;
    return new OpenADRError('HANDLER', `${what}: ${cause.what}`, { rule, expected, actual, hint, cause });
  }
  if (cause instanceof CommandError) {
    const { message, rule, expected, actual } = cause;
    const hint = what.startsWith('a wrong request') ? REQUEST : cause.hint;
    return new OpenADRError('HANDLER', `${what}: ${message}`, { rule, expected, actual, hint, cause });
  }
  if (cause instanceof HandlerTimeout) {
    const why = cause.ms === undefined ? 'no answer before the server stopped' : `no answer within ${cause.ms} ms`;
    const hint = 'answer at once and do the work later, or give the server a longer handlerTimeout';
    return new OpenADRError('HANDLER', `${what}: ${why}`, { hint, cause });
  }
  const hint = 'catch in it what may fail; the VEN was told of an error (469) and may try again';
  return new OpenADRError('HANDLER', `${what}: ${textOf(cause)}`, { hint, cause });
}
