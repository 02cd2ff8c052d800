import type { JournalPort } from '../journal/port.ts';
import type { TransportHandlers } from '../transport/types.ts';

/** `source` of the log record that tells of a fault of the bench itself. */
export const BENCH_FAULT = 'bench-fault';

/** Tells of an error of ours, with its stack for whoever reports it; the process lives on. */
export function logFault(journal: JournalPort, what: string, error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  journal.append({ kind: 'log', level: 'error', source: BENCH_FAULT, message: `internal error ${what}: ${reason}` });
}

/**
 * The same handlers, whose errors are told in the record. One that fails at a request is still thrown, for the
 * transport answers it (500, no stack trace on the wire); what happens after the answer must not end the process.
 */
export function guarded(handlers: TransportHandlers, journal: JournalPort): TransportHandlers {
  return {
    request(request) {
      const failed = (error: unknown): never => {
        logFault(journal, `at ${request.service}, exchange ${request.exchange}`, error);
        throw error;
      };
      try {
        const plan = handlers.request(request);
        return plan instanceof Promise ? plan.catch(failed) : plan;
      } catch (error) {
        return failed(error);
      }
    },
    sent(sent) {
      try {
        handlers.sent(sent);
      } catch (error) {
        logFault(journal, `after exchange ${sent.exchange}`, error);
      }
    },
    fact: (fact) => handlers.fact(fact),
  };
}
