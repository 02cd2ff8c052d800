import { SystemClock } from '../base/clock.ts';
import type { Clock } from '../base/time.ts';
import { invalid, type OpenADRError } from './error.ts';
import type { ServerHandlers } from './handlers.ts';
import type { Logger } from './logger.ts';
import { durationMs } from './moment.ts';
import type { ServerSecurity } from './security-options.ts';
import type { Duration } from './time.ts';

/** A VEN that is known before it comes. */
export interface Provision {
  readonly venId: string;
  readonly venName?: string;
  /** With it the VEN counts as registered already (rule 405). */
  readonly registrationId?: string;
  /** Of its client certificate. */
  readonly fingerprint?: string;
}

/** What a server is made of; all of it may be left out. */
export interface ServerOptions extends ServerSecurity {
  /** Default `OADR-SIM`, or what the state file has. */
  readonly vtnId?: string;
  /** Address to listen on, default `127.0.0.1`; devices need `0.0.0.0` or an address of this machine. */
  readonly host?: string;
  /** Default 8080; 0 picks a free one. */
  readonly port?: number;
  /** Path before `/OpenADR2/Simple/2.0b`. */
  readonly prefix?: string;
  /**
   * Nothing listens: the server is mounted by `middleware()` in a Koa app, which is reached at this address, as VENs are
   * given it: `http://host:port/…/OpenADR2/Simple/2.0b`.
   */
  readonly mountedAt?: string | (() => string);
  /** Offered to VENs, ISO 8601 or ms; default `PT10S`, at least one second. */
  readonly pollInterval?: Duration;
  /** URI of the market context of events that name none. */
  readonly marketContext?: string;
  /** File that keeps registrations, events and queues across restarts; default: they end with the process. */
  readonly state?: string;
  /** File that all records are written to, NDJSON; default: none. */
  readonly record?: string;
  /** Time of events and polls; default the system's. */
  readonly clock?: Clock;
  /** Makes IDs repeatable; for tests. */
  readonly seed?: string;
  /** `console`, or what has its `info`, `warn` and `error`; `false`: silence; default: warnings and errors on stderr. */
  readonly logger?: Logger | false;
  readonly handlers?: Partial<ServerHandlers>;
  /** How long a handler may take, ISO 8601 or ms of real time; default `PT5S`. */
  readonly handlerTimeout?: Duration;
  /** Errors that no call can throw: handlers and callbacks that failed, state that could not be stored; default: the logger. */
  readonly onError?: (error: OpenADRError) => void;
  /** VENs known before they come (rule 402). */
  readonly vens?: readonly Provision[];
  /** Sends what breaks the rules, in all calls that do not say otherwise; default false. */
  readonly allowInvalid?: boolean;
  /** Wrong messages get the standard's rejection instead of being understood as far as they can be; default false. */
  readonly rejectInvalid?: boolean;
  /** A VEN may choose its venID itself (rule 402); default false. */
  readonly anyVenId?: boolean;
  /** The server's own oadrRegisterReport after each registration (rules 301, 309); default true. */
  readonly registerReports?: boolean;
  /** How often a cancelled event is sent until it is acknowledged (rule 52); default 5. */
  readonly cancelRetries?: number;
}

/** ms. @throws OpenADRError if it is no duration of at least a second (rule 1) */
export function pollIntervalOf({ pollInterval = 'PT10S' }: Pick<ServerOptions, 'pollInterval'>): number {
  const ms = durationMs(pollInterval, 'pollInterval');
  if (ms >= 1000 && ms % 1000 === 0) return ms;
  throw invalid('the poll interval is no whole number of seconds, at least one', { rule: 1, actual: `${ms} ms` });
}

/** The clock of events and polls. */
export function clockOf({ clock }: ServerOptions): Clock {
  return clock ?? new SystemClock();
}
