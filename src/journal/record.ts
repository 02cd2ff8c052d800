import type { Finding } from '../openadr/finding.ts';
import type { SignatureFacts } from '../openadr/signature/facts.ts';
import type { TransportFact } from '../transport/fact.ts';
import type { PeerCertificate } from '../transport/tls/types.ts';
import type { Change } from '../vtn/change.ts';

/** Text if it is valid UTF-8, else its bytes. */
export type Body = string | { readonly base64: string };

interface Base {
  /** 0, 1, 2, … without gaps. */
  readonly seq: number;
  /** Bench time, ms since the epoch. */
  readonly time: number;
  /** ms since the run began, monotonic, never scaled. */
  readonly mono: number;
}

/** First record of a file. */
export interface SessionRecord extends Base {
  readonly kind: 'session';
  readonly version: 1;
  readonly program: string;
  readonly vtnID?: string;
  readonly url?: string;
  readonly seed: string;
  readonly speed: number;
  /** Absent on plain HTTP. */
  readonly tls?: {
    readonly profile: string;
    /** Versions and suites in words. */
    readonly about: string;
    /** What the VTN presents, one a key type. */
    readonly certificates: readonly PeerCertificate[];
    readonly clientCertificates: 'required' | 'requested';
    readonly rejectWith: '403' | 'handshake';
  };
  /** Absent where nothing is signed (`--sign off`). */
  readonly signatures?: {
    readonly mode: 'on' | 'require';
    /** ms either way. */
    readonly replayWindow: number;
    /** What the VTN signs with, one a key type. */
    readonly certificates: readonly PeerCertificate[];
  };
}

/** A fact of the transport. */
export interface ConnectionRecord extends Base {
  readonly kind: 'connection';
  readonly connection: string;
  readonly exchange?: string;
  readonly fact: TransportFact;
}

/** One OpenADR payload (or what should have been one) in one direction, as bytes. */
export interface MessageRecord extends Base {
  readonly kind: 'message';
  /** As the bench has it: requests come in to a VTN and go out from simulated VENs alone. */
  readonly dir: 'in' | 'out';
  readonly exchange: string;
  readonly connection: string;
  /** venID as the VTN resolved it, or as the message says. */
  readonly ven?: string;
  readonly service: string;
  /** Payload root (`oadrPoll`), or the root element that came, or absent if none was readable. */
  readonly name?: string;
  /** Of an answer: HTTP status. */
  readonly status?: number;
  /** Name, value, … as received or sent; absent where they equal those of this connection's earlier message of the same direction. */
  readonly headers?: readonly string[];
  /** Absent where `same` stands. */
  readonly body?: Body;
  /** seq of the earlier message of this VEN, service and direction with the same bytes. */
  readonly same?: number;
  /** Bytes of the body. */
  readonly size: number;
  readonly findings: readonly Finding[];
  /** Absent where there is none and none is due. */
  readonly signature?: SignatureFacts;
  /** Of an answer: ms of I/O time from the request's last byte to the answer's. */
  readonly took?: number;
}

/** A fact of the VTN's core. */
export interface StateRecord extends Base {
  readonly kind: 'state';
  readonly ven: string;
  readonly exchange?: string;
  readonly change: Change;
}

/** A command of a scenario, a key press or the library. */
export interface CommandRecord extends Base {
  readonly kind: 'command';
  readonly by: 'scenario' | 'key' | 'library' | 'cli';
  readonly step?: string;
  readonly command: { readonly do: string; readonly [field: string]: unknown };
  /** Why it was refused. */
  readonly error?: string;
}

/** A step of a scenario or one of its expectations. */
export interface StepRecord extends Base {
  readonly kind: 'step';
  readonly scenario: string;
  /** Place in the file, `3` or `4.2#1` (second step in the first round of the fifth). */
  readonly step: string;
  readonly id?: string;
  readonly do: string;
  /** One line for people: `expect peak optIn`. */
  readonly title: string;
  readonly ven?: string;
  /** `waiting`: for its anchor or a VEN; `skipped`: never tried. */
  readonly state: 'waiting' | 'running' | 'passed' | 'failed' | 'done' | 'skipped';
  /** Bench time at which it times out or ends, ms since the epoch. */
  readonly deadline?: number;
  readonly soft?: boolean;
  /** What it waited for, what came instead, the nearest miss. */
  readonly detail?: StepDetail;
}

/** Why a step failed, or how well it passed. */
export interface StepDetail {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The line of the scenario file. */
  readonly source?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Exchange in the record that comes nearest. */
  readonly exchange?: string;
  /** seq of the record that met it or came nearest. */
  readonly seq?: number;
  readonly hint?: string;
  /** ms from the clock's start to the moment that decided. */
  readonly after?: number;
  readonly why?: string;
}

/** A scenario ended. */
export interface VerdictRecord extends Base {
  readonly kind: 'verdict';
  readonly scenario: string;
  readonly file: string;
  /** `error`: the bench could not run or judge it (exit 4). */
  readonly verdict: 'passed' | 'failed' | 'error' | 'skipped' | 'interrupted';
  readonly reason?: string;
  readonly expectations: { readonly passed: number; readonly failed: number; readonly skipped: number };
  /** What teardown left behind. */
  readonly left?: readonly string[];
}

/** A scenario's life, prompts, notes. */
export interface ScenarioRecord extends Base {
  readonly kind: 'scenario';
  readonly scenario: string;
  readonly file: string;
  readonly state: 'started' | 'held' | 'resumed' | 'prompt' | 'answered' | 'note' | 'teardown';
  readonly text?: string;
  readonly id?: string;
  readonly answers?: readonly string[];
  /** All steps in order, at `started`. */
  readonly steps?: readonly {
    readonly step: string;
    readonly do: string;
    readonly title: string;
    readonly soft?: boolean;
  }[];
}

/** Anything else that people should read. */
export interface LogRecord extends Base {
  readonly kind: 'log';
  readonly level: 'info' | 'warning' | 'error';
  readonly source: string;
  readonly ven?: string;
  readonly message: string;
}

export type JournalRecord =
  | SessionRecord
  | ConnectionRecord
  | MessageRecord
  | StateRecord
  | CommandRecord
  | StepRecord
  | ScenarioRecord
  | VerdictRecord
  | LogRecord;

/** A record before the journal has numbered and timed it. */
export type NewRecord = JournalRecord extends infer R
  ? R extends JournalRecord
    ? Omit<R, 'seq' | 'time' | 'mono'>
    : never
  : never;
