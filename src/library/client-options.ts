import type { Clock } from '../base/time.ts';
import type { PersonalityName } from '../ven/personality-name.ts';
import type { ClientEvent } from './client-event.ts';
import type { OpenADRError } from './error.ts';
import type { Logger } from './logger.ts';
import type { ClientSecurity } from './security-options.ts';
import type { Duration } from './time.ts';

/** Whether a VEN takes part. */
export type OptType = 'optIn' | 'optOut';

/** What the client is to do now: the values of the event that rules, or normal operation. */
export interface ClientLevel {
  /** Absent: normal operation. */
  readonly eventId?: string;
  readonly values: readonly {
    readonly signalId: string;
    readonly signalName: string;
    readonly signalType: string;
    readonly signalPayload: number;
  }[];
}

/** What a program may decide or hear as a VEN. */
export interface ClientHandlers {
  /**
   * Whether to take part, asked once for each version of an event that can be carried out; without it the VEN opts in.
   * One that throws or takes longer than `handlerTimeout` opts out and gives an `onError`.
   */
  readonly onEvent: (event: ClientEvent) => OptType | Promise<OptType>;
  /** Called whenever what is to be done now changes: at the begin and end of intervals, by priority, at a cancellation. */
  readonly onLevel: (level: ClientLevel) => unknown;
}

/** What a client is made of. */
export interface ClientOptions extends ClientSecurity {
  /** The VTN's address: `http://host:port/…/OpenADR2/Simple/2.0b`, or https. */
  readonly url: string;
  readonly venName: string;
  /** If the VTN gave one beforehand (rule 402). */
  readonly venId?: string;
  /** A registration that it already has, with `venId`. */
  readonly registrationId?: string;
  /** The only vtnID that it believes (rule 21). */
  readonly vtnId?: string;
  /** Between polls where the VTN asks for nothing else, ISO 8601 or ms; default `PT10S`. */
  readonly pollInterval?: Duration;
  /** resourceIDs that events may be for; those of `addReport` are added; default `<venName>-load`. */
  readonly resourceIds?: readonly string[];
  /** How it behaves where it is not the program's business, default `cooperative`. */
  readonly personality?: PersonalityName;
  /** Reports a simulated load beside nothing of the program; not with `addReport`. Default false: it reports nothing else. */
  readonly simulatedLoad?: boolean;
  readonly clock?: Clock;
  /** Makes IDs and random starts repeatable; for tests. */
  readonly seed?: string;
  /** `console`, or what has its `info`, `warn` and `error`; `false`: silence; default: warnings and errors on stderr. */
  readonly logger?: Logger | false;
  readonly handlers?: Partial<ClientHandlers>;
  /** How long `onEvent` may take, ISO 8601 or ms of real time; default `PT5S`. */
  readonly handlerTimeout?: Duration;
  /** Errors of handlers and callbacks; default: the logger. */
  readonly onError?: (error: OpenADRError) => void;
}
