import type { Finding } from '../openadr/finding.ts';
import type { Message, PayloadName } from '../openadr/index.ts';
import type { Patch } from '../openadr/patch.ts';
import type { Service } from '../openadr/service.ts';
import type { Ask, HandlerName } from './ask.ts';
import type { CertificateNames } from './certificate-names.ts';
import type { Change } from './change.ts';
import type { CommandError } from './command-error.ts';
import type { EventSpec } from './event-spec.ts';

export type { CertificateNames } from './certificate-names.ts';

/** Who is on the other side of a request. */
export interface Peer {
  /** Connection id. */
  readonly connection: string;
  readonly address: string;
  /**
   * Last ten bytes of the SHA-256 of the client certificate, if there was one; on plain HTTP of the certificate that the
   * message was signed with, if it was verified.
   */
  readonly fingerprint?: string;
  /** Whose that certificate is. */
  readonly certificate?: CertificateNames;
  /** It speaks TLS, so that it could have presented a certificate. */
  readonly tls?: true;
}

/** The identifiers that were read from a message, also from one that is broken further down. */
export interface ReadIds {
  readonly root?: string;
  readonly venID?: string;
  readonly vtnID?: string;
  readonly requestID?: string;
  readonly registrationID?: string;
  readonly venName?: string;
}

/** A request as the core sees it. */
export interface Received {
  readonly exchange: string;
  readonly peer: Peer;
  readonly service: Service;
  /** Absent if the body was no known payload. */
  readonly message?: Message;
  readonly ids: ReadIds;
  /** Findings of the layers below (http, xml, schema). */
  readonly findings: readonly Finding[];
  /** ReplayProtect's timestamp of a verified message, ms since the epoch: what the VEN's clock said when it sent it. */
  readonly sentAt?: number;
  /** When it was whole, ms since the epoch, where judging its signature took a while; default: now. */
  readonly arrivedAt?: number;
}

/** What goes out: made by the core, untouched by it afterwards. */
export interface Outgoing {
  /** HTTP status; other than 200 carries `reason` as plain text and no payload. */
  readonly status: number;
  readonly payload?: Message;
  /** Sent as it stands instead of a payload. */
  readonly raw?: string;
  readonly patch: readonly Patch[];
  readonly reason?: string;
}

/** What one call of the core brought. */
export interface VtnResult {
  /** Absent where `ask` is there: it comes by `resume`. */
  readonly reply?: Outgoing;
  readonly ask?: Ask;
  /** venID of the VEN that sent the message, as far as it could be told. */
  readonly ven?: string;
  /** Pushes to VENs; empty for pull. */
  readonly sends: readonly Outgoing[];
  readonly changes: readonly Change[];
  /** Findings of layer `sequence` (or of a rule that only the state can judge) about the received message. */
  readonly findings: readonly Finding[];
  /** Durable state that changed: venIDs; stored before the reply goes out. */
  readonly dirty: readonly string[];
  /** Why the program's answer to the question could not be used; the VEN got 469. */
  readonly answerFault?: CommandError;
}

/** A report to ask for, as its author says it. */
export interface ReportRequestSpec {
  /** Made if absent. */
  readonly reportRequestID?: string;
  /** Which one: by name (`TELEMETRY_USAGE`, `HISTORY_USAGE`, …, `METADATA`) or by reportSpecifierID. */
  readonly reportName?: string;
  readonly reportSpecifierID?: string;
  /** Data points, default all of the report. */
  readonly rIDs?: readonly string[];
  /** reportBackDuration, ISO 8601; `PT0S`: once (rule 324). */
  readonly reportBack: string;
  /** ISO 8601; default the coarsest oadrMinPeriod that its points offer, for a one-shot PT0S (rules 317, 324). */
  readonly granularity?: string;
  /** Begin of the reportInterval, ms since the epoch; default now. In the past for a history report (rule 338). */
  readonly start?: number;
  /** Its length, ISO 8601; `PT0S` (default): until cancelled. */
  readonly duration?: string;
}

/** Commands that reach the VTN's state; `vens` are venIDs. */
export type VtnCommand =
  | {
      readonly do: 'event';
      readonly vens: readonly string[];
      readonly event: EventSpec;
      readonly patch?: readonly Patch[];
      readonly allowInvalid?: boolean;
    }
  | {
      readonly do: 'modify';
      readonly vens: readonly string[];
      readonly eventID: string;
      readonly set: Partial<Omit<EventSpec, 'eventID'>>;
      readonly patch?: readonly Patch[];
      readonly allowInvalid?: boolean;
    }
  | {
      readonly do: 'cancel';
      readonly vens: readonly string[];
      readonly eventID: string;
      readonly patch?: readonly Patch[];
    }
  /** Leaves the event out of the list from now on: implied cancel. */
  | { readonly do: 'omit'; readonly vens: readonly string[]; readonly eventID: string }
  /** The VTN's own oadrRegisterReport (empty). */
  | {
      readonly do: 'requestReport';
      readonly vens: readonly string[];
      /** All of them in one oadrCreateReport. */
      readonly reports: readonly ReportRequestSpec[];
      /** `registeredReport`: piggy-backed on the next oadrRegisteredReport (rule 344); default `poll`. */
      readonly via?: 'poll' | 'registeredReport';
      readonly patch?: readonly Patch[];
      readonly allowInvalid?: boolean;
    }
  | {
      readonly do: 'cancelReport';
      readonly vens: readonly string[];
      readonly reportRequestIDs: readonly string[];
      /** One more report under the old ID is to come (rule 345); default false. */
      readonly reportToFollow?: boolean;
      /** `updatedReport`: piggy-backed on the next oadrUpdatedReport for it (rules 328, 335); default `poll`. */
      readonly via?: 'poll' | 'updatedReport';
      readonly patch?: readonly Patch[];
      readonly allowInvalid?: boolean;
    }
  | { readonly do: 'registerReport'; readonly vens: readonly string[]; readonly patch?: readonly Patch[] }
  | {
      readonly do: 'requestReregistration';
      readonly vens: readonly string[];
      /** ms; offered from now on. */
      readonly pollInterval?: number;
    }
  | { readonly do: 'cancelRegistration'; readonly vens: readonly string[] }
  | {
      readonly do: 'send';
      readonly vens: readonly string[];
      readonly payload?: { readonly name: PayloadName; readonly body: unknown };
      readonly raw?: string;
      readonly patch?: readonly Patch[];
      /** Allows what must not answer a poll, and what is not valid; recorded as our fault. */
      readonly allowInvalid?: boolean;
    }
  | {
      readonly do: 'provision';
      readonly venID: string;
      readonly venName?: string;
      readonly registrationID?: string;
      readonly fingerprint?: string;
    }
  /**
   * Binds VENs to the certificate that was refused last for each, if it is a renewal; to one of another subject only by its
   * `fingerprint` (of one VEN).
   */
  | { readonly do: 'repin'; readonly vens: readonly string[]; readonly fingerprint?: string }
  /** Forgets registration, metadata, events, queue: the VEN is unknown. */
  | { readonly do: 'forget'; readonly vens: readonly string[] }
  /** The poll interval (ms) offered from now on, to these VENs or (absent) to all. */
  | { readonly do: 'offer'; readonly pollInterval: number; readonly vens?: readonly string[] }
  /** Whether each new registration is followed by the VTN's own oadrRegisterReport, and the default market context. */
  | { readonly do: 'configure'; readonly registerReports?: boolean; readonly marketContext?: string }
  /** A run begins: events, report requests and queued payloads of earlier runs are gone; registrations stay. */
  | { readonly do: 'clear' }
  | { readonly do: 'drop'; readonly venID: string; readonly item: string }
  | { readonly do: 'move'; readonly venID: string; readonly item: string; readonly by: 1 | -1 };

/** What a command brought at once; delivery comes later as changes. */
export interface CommandOutcome {
  /** Queue items made or joined, one a VEN. */
  readonly items: readonly { readonly venID: string; readonly item: string }[];
  /** Event versions made, one a VEN. */
  readonly versions: readonly {
    readonly venID: string;
    readonly eventID: string;
    readonly modificationNumber: number;
  }[];
  /** Report requests made, one a VEN and report. */
  readonly requests?: readonly { readonly venID: string; readonly reportRequestID: string }[];
  /** Opts that simulated VENs were told to send. */
  readonly opts?: readonly { readonly venID: string; readonly optID: string }[];
}

/** How the VTN answers; all of it can be changed while it runs. */
export interface VtnConfig {
  readonly vtnID: string;
  /** Poll interval offered (oadrRequestedOadrPollFreq), ms. */
  readonly pollInterval: number;
  readonly marketContext: string;
  /** The VTN's own oadrRegisterReport after each new registration (rules 301, 309). */
  readonly registerReports: boolean;
  /** Errors get the standard's own rejection (406, 459) instead of being processed. */
  readonly rejectInvalid: boolean;
  /** Whether a VEN may choose its venID on first registration without being provisioned (rule 402). */
  readonly anyVenID: boolean;
  /** How often a cancelled event is sent again until it is acknowledged (rule 52). */
  readonly cancelRetries: number;
  /** What is asked of the program around the VTN before it acts; default nothing. */
  readonly asks?: ReadonlySet<HandlerName>;
}
