import { after, SystemClock } from '../base/clock.ts';
import { HandlerTimeout } from '../bench/handlers.ts';
import { OpenADRError } from './error.ts';
import { fingerprintOf } from './fingerprint.ts';
import { handlerError } from './handler-error.ts';
import { textOf } from './program.ts';
import { Pending } from './promise.ts';
import type { ServerSecurity } from './security-options.ts';

type Ask = NonNullable<ServerSecurity['fingerprintLookup']>;

/** The program's fingerprintLookup, which may say anything, late or never. */
export class FingerprintLookup {
  readonly #ask: Ask;
  readonly #timeout: number;
  readonly #failed: (error: OpenADRError) => void;
  readonly #ioClock = new SystemClock();

  /**
   * @param timeout ms
   * @param failed told where `told` gets no answer that can be used
   */
  constructor(ask: Ask, timeout: number, failed: (error: OpenADRError) => void) {
    this.#ask = ask;
    this.#timeout = timeout;
    this.#failed = failed;
  }

  /** Undefined where the program does not know that venID. @throws what the program throws; OpenADRError for no fingerprint */
  async of(venID: string): Promise<string | undefined> {
    const found: unknown = await this.#ask(venID);
    if (found === undefined || found === null) return undefined;
    return fingerprintOf(found, `what fingerprintLookup returned for ${venID}`);
  }

  /** The same within the time of a handler, for whoever has no time-out of its own. @throws OpenADRError, told before */
  readonly told = async (venID: string): Promise<string | undefined> => {
    const ms = this.#timeout;
    const late = new Pending<never>();
    const timer = after(this.#ioClock, ms, () => late.reject(new HandlerTimeout('no fingerprint in time', ms)));
    try {
      return await Promise.race([this.of(venID), late.promise]);
    } catch (cause) {
      const error = failure(venID, cause);
      this.#failed(error);
      throw error;
    } finally {
      timer.cancel();
    }
  };
}

function failure(venID: string, cause: unknown): OpenADRError {
  const what = `fingerprintLookup failed for ${venID}`;
  if (cause instanceof OpenADRError || cause instanceof HandlerTimeout) return handlerError(what, cause);
  const hint = 'catch in it what may fail; the message of the VEN was refused';
  return new OpenADRError('HANDLER', `${what}: ${textOf(cause)}`, { hint, cause });
}
