import type { Message } from '../openadr/index.ts';
import type { OfferedReport, OptChange } from './change.ts';
import type { ReportRequestSpec } from './types.ts';

/** Who registers, as far as it says so and the connection shows it. */
export interface RegistrationInfo {
  /** What it was or claims to be; absent on a first registration without one. */
  readonly venID?: string;
  /** Of a re-registration (8.4.1), which keeps its IDs. */
  readonly registrationID?: string;
  readonly venName?: string;
  readonly profile?: string;
  readonly transport?: string;
  readonly transportAddress?: string;
  readonly pullModel?: boolean;
  readonly reportOnly?: boolean;
  readonly xmlSignature?: boolean;
  readonly fingerprint?: string;
  readonly address: string;
}

/** A report in an oadrUpdateReport. */
export interface ReceivedReport {
  readonly reportRequestID: string;
  readonly reportSpecifierID: string;
  readonly reportName: string;
}

/** What an eventResponse says. */
export interface ReceivedResponse {
  readonly eventID: string;
  readonly modificationNumber: number;
  readonly optType: 'optIn' | 'optOut';
  readonly responseCode: string;
}

/** What the VTN may ask the program around it, with what it wants to know (`in`) and hear (`out`). */
export interface Questions {
  /**
   * `false` refuses (463), and what was registered before stays as it is; an answer with IDs gives these; `undefined`
   * leaves them to the VTN. A re-registration (8.4.1: `registrationID` is in the question) keeps its IDs. A venID that
   * the VEN chose itself is its own if the answer repeats it.
   */
  readonly createPartyRegistration: {
    readonly in: RegistrationInfo;
    readonly out: { readonly venID?: string; readonly registrationID?: string } | false | undefined;
  };
  readonly cancelPartyRegistration: {
    readonly in: { readonly venID: string; readonly registrationID: string };
    readonly out: undefined;
  };
  /**
   * The answer: reports to ask for at once, in the oadrRegisteredReport (rule 344). What the VEN offers is a fact: it is
   * taken over even where the handler fails, though the VEN is told of that (469). A request that cannot be made is the
   * program's mistake, and no matter of the VEN's: it gets the others (200).
   */
  readonly registerReport: {
    readonly in: { readonly venID: string; readonly reports: readonly OfferedReport[] };
    readonly out: readonly ReportRequestSpec[];
  };
  /** Asked about the reports that the VTN asked for; nothing is taken over where the handler fails. */
  readonly updateReport: {
    readonly in: { readonly venID: string; readonly message: Message; readonly reports: readonly ReceivedReport[] };
    readonly out: undefined;
  };
  readonly createOpt: {
    readonly in: Omit<OptChange, 'what' | 'state'> & { readonly modificationNumber?: number };
    readonly out: undefined;
  };
  readonly cancelOpt: { readonly in: { readonly venID: string; readonly optID: string }; readonly out: undefined };
  /** A fact: it is taken over even where the handler fails, though the VEN is told of the failure. */
  readonly createdEvent: {
    readonly in: { readonly venID: string; readonly responses: readonly ReceivedResponse[] };
    readonly out: undefined;
  };
  /**
   * The answer to the poll; `undefined`: nothing for it. The VTN's own queue is not served. IDs that it lacks are
   * filled in.
   */
  readonly poll: { readonly in: { readonly venID: string }; readonly out: Message | Deliberate | undefined };
}

/** An answer to a poll that goes out though nothing such may answer one (rule 500), or though it is not valid. */
export interface Deliberate {
  readonly message: Message;
  readonly allowInvalid: true;
}

export type HandlerName = keyof Questions;

/** What a service wants to know of the program before it acts. */
export type Question = {
  readonly [K in HandlerName]: { readonly handler: K; readonly input: Questions[K]['in'] };
}[HandlerName];

/** A question to the program around the core (library handlers); its answer comes back by `resume`. */
export type Ask = {
  readonly [K in HandlerName]: { readonly id: string } & Extract<Question, { handler: K }>;
}[HandlerName];

/** How it went: what the handler returned, or why there is nothing (it threw, or took too long). */
export type Answered = { readonly answer: unknown } | { readonly failed: string };
