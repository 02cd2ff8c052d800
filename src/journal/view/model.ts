import type { Severity } from '../../openadr/finding.ts';
import type { CertificateChange, ClockChange, EventStatus, ResponseChange, Schedule } from '../../vtn/change.ts';
import type { CertificateNames } from '../../vtn/types.ts';
import { BodyMemory } from '../body.ts';
import type { Body, MessageRecord, SessionRecord, StepRecord, VerdictRecord } from '../record.ts';
import type { Decision, OptScheduleView, ReportsView, SeriesView } from './report-model.ts';
import { Ring } from './ring.ts';

/** How many findings there were of each severity. */
export interface FindingCounts {
  error: number;
  warning: number;
  info: number;
}

/** The poll rhythm of a VEN, bench time in ms. Polls that only drain the queue are no part of it. */
export interface Cadence {
  polls: number;
  /** Time of the last poll. */
  last?: number;
  lastGap?: number;
  /** Mean of the newest gaps (at most ten). */
  mean?: number;
  readonly gaps: number[];
  /** The last poll was answered with a payload, so that the next one may come at once. */
  draining: boolean;
}

/** The newest event of a VEN and what it said to it. */
export interface NewestEvent extends Decision {
  readonly eventID: string;
  modificationNumber: number;
  status: EventStatus;
  responseRequired: 'always' | 'never';
  match?: ResponseChange['match'];
}

/** One VEN as the journal tells it. */
export interface VenView {
  readonly venID: string;
  venName?: string;
  /** `seen`: only its messages told of it. */
  state: 'seen' | 'known' | 'registered' | 'cancelled';
  presence?: 'online' | 'late' | 'offline';
  /** Bench time of its last message or of what the VTN said about it. */
  lastHeard?: number;
  profile?: string;
  transport?: string;
  pullModel?: boolean;
  registrationID?: string;
  fingerprint?: string;
  /** Whose the certificate with that fingerprint is. */
  certificate?: CertificateNames;
  /** Another certificate came for it, and was refused. */
  changed?: CertificateChange & { readonly presented: string };
  /** Of the connection that its newest message came over; absent on plain HTTP. */
  tls?: SecuredView;
  /** It registered to sign, and to be answered signed. */
  xmlSignature?: boolean;
  /** Its clock less ours, as far as its messages tell. */
  clock?: Pick<ClockChange, 'offset' | 'from'>;
  /** Poll interval offered to it, ms. */
  pollInterval?: number;
  readonly cadence: Cadence;
  queue: readonly { readonly item: string; readonly payload: string; readonly label: string }[];
  newest?: NewestEvent;
  readonly reports: ReportsView;
  /** Its opt schedules by optID, oldest first. */
  readonly opts: Map<string, OptScheduleView>;
  readonly findings: FindingCounts;
  received: number;
  sent: number;
  lastMessage?: string;
}

/** What a connection over TLS agreed on, and whose certificate its client showed. */
export interface SecuredView {
  readonly version: string;
  readonly suite: string;
  /** Begun from an earlier connection's session: nothing was shown anew. */
  readonly resumed: boolean;
  /** Of the client's certificate; absent: it has none. */
  readonly subject?: string;
}

/** A message as a list shows it. */
export interface MessageRow {
  readonly seq: number;
  readonly time: number;
  readonly dir: 'in' | 'out';
  readonly ven?: string;
  readonly name?: string;
  readonly service: string;
  readonly exchange: string;
  readonly status?: number;
  readonly took?: number;
  readonly size: number;
  readonly worst?: Severity;
  readonly record: MessageRecord;
  /** The record that holds the bytes: `record`, or the earlier one that it names as the same. */
  readonly source: MessageRecord;
  /** Of its connection; absent on plain HTTP. */
  readonly tls?: SecuredView;
  /** Name, value, … also where the record leaves them out as unchanged. */
  readonly headers: readonly string[];
  /** Bytes that only this row keeps in memory. */
  readonly weight: number;
}

/** An event's copy at one VEN. */
export interface EventVen extends Decision {
  modificationNumber: number;
  status: EventStatus;
  /** Newest version that was delivered. */
  delivered?: number;
  code?: string;
  match?: ResponseChange['match'];
}

export interface EventView {
  readonly eventID: string;
  summary: string;
  modificationNumber: number;
  /** Of the VEN that the journal told of last. */
  status: EventStatus;
  schedule: Schedule;
  responseRequired: 'always' | 'never';
  readonly vens: Map<string, EventVen>;
}

export interface StepView {
  readonly step: string;
  readonly do: string;
  title: string;
  soft: boolean;
  state: StepRecord['state'] | 'planned';
  ven?: string;
  /** Bench time of the first record that called it running. */
  started?: number;
  /** Bench time of its end. */
  ended?: number;
  deadline?: number;
  detail?: StepRecord['detail'];
  /** Steps of a repeat: the newest ones. */
  readonly children: StepView[];
}

export interface PromptView {
  readonly id?: string;
  readonly text: string;
  readonly answers: readonly string[];
  readonly since: number;
}

export interface ScenarioView {
  readonly name: string;
  readonly file: string;
  readonly started: number;
  state: 'running' | 'teardown' | 'ended';
  /** Bench time since which it is held. */
  heldSince?: number;
  readonly steps: StepView[];
  readonly byStep: Map<string, StepView>;
  prompt?: PromptView;
  verdict?: VerdictRecord;
}

/** A connection that did not come to an OpenADR message. */
export interface RefusedConnection {
  readonly time: number;
  readonly address?: string;
  readonly tried: string;
  readonly hint?: string;
}

export interface ConnectionsView {
  open: number;
  total: number;
  /** Of the open ones, by connection id. */
  readonly addresses: Map<string, string>;
  /** Of the open ones over TLS, by connection id. */
  readonly secured: Map<string, SecuredView>;
  /** Headers last told, by connection id and direction. */
  readonly headers: Map<string, readonly string[]>;
  lastRefused?: RefusedConnection;
  /** Failures that the log told. */
  failed: number;
  /** Open connections of which one was told. */
  readonly refused: Set<string>;
}

export interface LogLine {
  readonly seq: number;
  readonly time: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly source: string;
  readonly ven?: string;
  readonly text: string;
  /** The remedy. */
  readonly hint?: string;
}

/** All that the UI shows, folded from the journal. Mutable; `version` grows with each record. */
export interface View {
  version: number;
  session?: SessionRecord;
  /** Bench time of the newest record. */
  time: number;
  readonly vens: Map<string, VenView>;
  /** VENs that were only seen in messages and found no more room. */
  vensLeftOut: number;
  readonly messages: Ring<MessageRow>;
  /** The last record with bytes of each place, remembered as the journal does: what `same` refers to. */
  readonly bodies: BodyMemory<MessageRecord>;
  readonly events: Map<string, EventView>;
  /** Series that have a tail, least recently updated first. */
  readonly tails: Set<SeriesView>;
  /** Grows when offers, requests or series come, go or change their place; not with values. */
  reportsShape: number;
  scenario?: ScenarioView;
  readonly verdicts: VerdictRecord[];
  readonly connections: ConnectionsView;
  readonly findings: FindingCounts;
  readonly log: Ring<LogLine>;
  readonly limits: ViewLimits;
}

export interface ViewLimits {
  /** Messages kept, default 5,000. */
  readonly messages: number;
  /** Bytes of message bodies kept, default 256 MiB. */
  readonly bytes: number;
  /** VENs kept that only messages told of, default 2,000. */
  readonly seenVens: number;
  /** Events kept, default 1,000. */
  readonly events: number;
  /** Log lines kept, default 1,000. */
  readonly log: number;
  /** Report requests kept a VEN, default 64. */
  readonly requests: number;
  /** Data points kept a VEN, default 64: those updated last. */
  readonly series: number;
  /** Data points of all VENs that keep a tail of values, default 1,000: those updated last. */
  readonly tails: number;
  /** Values in a tail, default 120. */
  readonly pairs: number;
  /** Opt schedules kept a VEN, default 64. */
  readonly opts: number;
}

const DEFAULTS: ViewLimits = {
  messages: 5_000,
  bytes: 256 * 2 ** 20,
  seenVens: 2_000,
  events: 1_000,
  log: 1_000,
  requests: 64,
  series: 64,
  tails: 1_000,
  pairs: 120,
  opts: 64,
};

/** An empty view; `reduce` fills it. */
export function createView(limits: Partial<ViewLimits> = {}): View {
  const all = { ...DEFAULTS, ...limits };
  return {
    version: 0,
    time: 0,
    vens: new Map(),
    vensLeftOut: 0,
    messages: new Ring<MessageRow>(all.messages, all.bytes, (row) => row.weight),
    bodies: new BodyMemory(),
    events: new Map(),
    tails: new Set(),
    reportsShape: 0,
    verdicts: [],
    connections: {
      ...{ open: 0, total: 0, failed: 0, refused: new Set() },
      ...{ addresses: new Map(), secured: new Map(), headers: new Map() },
    },
    findings: { error: 0, warning: 0, info: 0 },
    log: new Ring<LogLine>(all.log),
    limits: all,
  };
}

/** The bytes of a body in memory, about. */
export function bodySize(body: Body | undefined): number {
  if (body === undefined) return 0;
  return typeof body === 'string' ? body.length : body.base64.length;
}
