import { ManualClock } from '../../../src/base/manual-clock.ts';
import { SeededRandom } from '../../../src/base/random.ts';
import type { Command, Commander, CommandOutcome } from '../../../src/bench/command.ts';
import { CommandError } from '../../../src/bench/command.ts';
import type { BenchPort, SimulateOptions } from '../../../src/bench/port.ts';
import type { JournalPort, Subscriber } from '../../../src/journal/port.ts';
import type { JournalRecord, MessageRecord, NewRecord, StateRecord } from '../../../src/journal/record.ts';
import {
  element,
  type Finding,
  type Message,
  type ReadResult,
  read,
  write,
  type XmlElement,
} from '../../../src/openadr/index.ts';
import { addDuration, durationToMs, formatDateTime } from '../../../src/openadr/time.ts';

type Change = StateRecord['change'];
type EventChange = Extract<Change, { what: 'event' }>;
type RequestChange = Extract<Change, { what: 'reportRequest' }>;
type ReportSpec = Extract<Command, { do: 'requestReport' }>['reports'][number];
type Spec = Extract<Command, { do: 'event' }>['event'];

/** A journal in memory; what a subscriber appends is told after what it was told. */
export class MemoryJournal implements JournalPort {
  readonly records: JournalRecord[] = [];
  readonly #clock: ManualClock;
  readonly #subscribers = new Set<Subscriber>();
  readonly #untold: JournalRecord[] = [];
  #telling = false;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  append(record: NewRecord): JournalRecord {
    const now = this.#clock.now();
    const appended: JournalRecord = {
      seq: this.records.length,
      time: now,
      mono: now - Date.UTC(2026, 0, 1),
      ...record,
    };
    this.records.push(appended);
    this.#untold.push(appended);
    if (this.#telling) return appended;
    this.#telling = true;
    for (let next = this.#untold.shift(); next; next = this.#untold.shift()) {
      for (const fn of [...this.#subscribers]) fn(next);
    }
    this.#telling = false;
    return appended;
  }

  subscribe(fn: Subscriber): () => void {
    this.#subscribers.add(fn);
    return () => this.#subscribers.delete(fn);
  }
}

/** What waits for a VEN of the fake VTN. */
interface Queued {
  readonly item: string;
  readonly payload:
    | 'oadrDistributeEvent'
    | 'oadrRegisterReport'
    | 'oadrRequestReregistration'
    | 'oadrCreateReport'
    | 'oadrCancelReport'
    | 'oadrResponse';
  readonly reportRequestIDs?: readonly string[];
}

/**
 * A bench without HTTP on a clock that is moved by hand: its VTN keeps registrations, events and queues just so far that
 * the records are those of a real one; VENs are played by the test.
 */
export class FakeBench implements BenchPort {
  readonly clock = new ManualClock();
  readonly ioClock = this.clock;
  readonly speed = 1;
  readonly random = new SeededRandom('engine');
  readonly journal = new MemoryJournal(this.clock);
  readonly config = { vtnID: 'vtn', pollInterval: 10_000, marketContext: 'http://example.com/lab' };
  readonly commands: Command[] = [];
  readonly simulated: SimulateOptions[] = [];
  /** What `lateness` answers, ms. */
  late = 0;
  /** Commands that are refused, by name. */
  readonly refused = new Map<string, Error>();
  readonly #trees = new Map<number, XmlElement>();
  readonly #read = new Map<number, ReadResult>();
  readonly #requests = new Map<string, RequestChange>();
  readonly #events = new Map<string, EventChange & { omitted?: boolean }>();
  readonly #queues = new Map<string, Queued[]>();
  #number = 0;

  async execute(command: Command, by: Commander, step?: string): Promise<CommandOutcome> {
    const refusal = this.refused.get(command.do);
    this.journal.append({
      kind: 'command',
      by,
      command,
      ...(step ? { step } : {}),
      ...(refusal ? { error: refusal.message } : {}),
    });
    if (refusal) throw refusal;
    this.commands.push(command);
    return this.#carryOut(command);
  }

  parsed(record: MessageRecord): ReadResult {
    const read = this.#read.get(record.seq);
    if (read) return read;
    const tree = this.#trees.get(record.seq);
    return { valid: true, findings: [], ids: {}, ...(tree ? { tree } : {}) };
  }

  simulate(options: SimulateOptions): void {
    this.simulated.push(options);
  }

  lateness(): number {
    return this.late;
  }

  /** The commands of some kinds, in order. */
  done(...names: Command['do'][]): Command[] {
    return this.commands.filter((command) => names.includes(command.do));
  }

  /** The wire ID of an event by the id of its step. */
  eventID(id = 'peak'): string {
    const found = [...this.#events.values()].findLast(({ eventID }) => eventID.startsWith(`${id}-`));
    if (!found) throw new Error(`no event ${id}`);
    return found.eventID;
  }

  change(venID: string, change: Change, exchange?: string): void {
    this.journal.append({ kind: 'state', ven: venID, change, ...(exchange ? { exchange } : {}) });
  }

  /** A message from a VEN, with its children as `where` sees them; the answer follows with `answer`. */
  message(
    name: string,
    options: { ven?: string; body?: Record<string, string>; findings?: readonly Finding[]; connection?: string } = {},
  ): string {
    const exchange = `x${++this.#number}`;
    const { ven, findings = [], connection = `c-${ven ?? 'none'}`, body = ven ? { venID: ven } : {} } = options;
    const children = Object.entries(body).map(([key, text]) => element('', '', key, [text]));
    // The reading is there before anybody is told, as on a real bench.
    this.#trees.set(this.journal.records.length, element('', '', name, children));
    this.journal.append({
      kind: 'message',
      dir: 'in',
      exchange,
      connection,
      service: 'OadrPoll',
      name,
      size: 1,
      findings,
      ...(ven ? { ven } : {}),
    });
    return exchange;
  }

  answer(exchange: string, name = 'oadrResponse', ven?: string): void {
    const connection = `c-${ven ?? 'none'}`;
    this.journal.append({
      kind: 'message',
      dir: 'out',
      exchange,
      connection,
      service: 'OadrPoll',
      name,
      status: 200,
      size: 1,
      findings: [],
      took: 1,
      ...(ven ? { ven } : {}),
    });
  }

  /** A whole message from a VEN or, as the answer of an exchange, to it. */
  say(message: Message, ven = 'v1', answers?: string): string {
    this.#read.set(this.journal.records.length, read(write(message)));
    if (answers === undefined) return this.message(message.name, { ven });
    this.answer(answers, message.name, ven);
    return answers;
  }

  /** A VEN tells what it can report. */
  offer(venID = 'v1', rIDs: readonly string[] = ['load'], reportName = 'METADATA_TELEMETRY_USAGE'): void {
    const exchange = this.message('oadrRegisterReport', { ven: venID });
    const unit = { name: 'powerReal', units: 'W', scale: 'none' };
    const points = rIDs.map((rID) => ({
      rID,
      reportType: 'usage',
      resourceIDs: [],
      dataSource: [],
      subject: [],
      unit,
    }));
    const reports = [{ reportSpecifierID: 'usage-1', reportName, points }];
    this.change(venID, { what: 'reports', venID, reports }, exchange);
    this.answer(exchange, 'oadrRegisteredReport', venID);
  }

  /** The wire ID of a report request by the id of its step. */
  reportRequestID(id = 'usage'): string {
    const found = [...this.#requests.values()].findLast(({ reportRequestID }) => reportRequestID.startsWith(`${id}-`));
    if (!found) throw new Error(`no report request ${id}`);
    return found.reportRequestID;
  }

  /** A report request comes to another state. */
  requested(state: RequestChange['state'], reason?: string, id = 'usage', venID = 'v1'): void {
    const request = this.#requests.get(`${venID}/${this.reportRequestID(id)}`);
    if (!request) throw new Error(`no report request ${id} of ${venID}`);
    const exchange = this.message('oadrPoll', { ven: venID });
    this.#request({ ...request, state, ...(reason === undefined ? {} : { reason }) }, exchange);
    this.answer(exchange, 'oadrResponse', venID);
  }

  /** A VEN sends values, the seconds of each from `since` on. */
  update(values: readonly Value[], options: { id?: string; wireID?: string; ven?: string } = {}): string {
    const { id = 'usage', ven = 'v1', wireID = this.reportRequestID(id) } = options;
    const exchange = this.say(updateOf(values, wireID, ven), ven);
    const readings = { reportSpecifierID: 'usage-1', reportName: 'TELEMETRY_USAGE', asked: true, missing: 0 };
    const counts = { intervals: values.length, points: values.length, series: [] };
    this.change(
      ven,
      { what: 'readings', venID: ven, reportRequestID: wireID, exchange, ...readings, ...counts },
      exchange,
    );
    this.answer(exchange, 'oadrUpdatedReport', ven);
    return exchange;
  }

  /** A VEN registers: its message, the VTN's decision, the answer. */
  register(venID = 'v1', more: Partial<Extract<Change, { what: 'ven' }>> = {}): void {
    const exchange = this.message('oadrCreatePartyRegistration', { ven: venID });
    this.change(
      venID,
      {
        what: 'ven',
        venID,
        state: 'registered',
        cause: 'new',
        venName: `name-${venID}`,
        registrationID: `r-${venID}`,
        pollInterval: 5000,
        ...more,
      },
      exchange,
    );
    this.change(venID, { what: 'presence', venID, presence: 'online', lastHeard: this.clock.now() }, exchange);
    this.answer(exchange, 'oadrCreatedPartyRegistration', venID);
  }

  /** A VEN polls and gets what waits for it. */
  poll(venID = 'v1', findings: readonly Finding[] = []): string {
    const exchange = this.message('oadrPoll', { ven: venID, findings });
    const next = this.#queues.get(venID)?.shift();
    this.answer(exchange, next?.payload, venID);
    if (next) this.#deliver(venID, next, exchange);
    return exchange;
  }

  /** A VEN answers an event. */
  created(venID = 'v1', more: Partial<Extract<Change, { what: 'response' }>> = {}): void {
    const event = this.#events.get(`${venID}/${more.eventID ?? this.eventID()}`);
    const exchange = this.message('oadrCreatedEvent', { ven: venID });
    this.change(
      venID,
      {
        what: 'response',
        venID,
        eventID: event?.eventID ?? 'unknown',
        modificationNumber: event?.modificationNumber ?? 0,
        optType: 'optIn',
        responseCode: '200',
        requestID: 'q1',
        via: 'oadrCreatedEvent',
        match: 'matched',
        newest: true,
        exchange,
        ...more,
      },
      exchange,
    );
    this.answer(exchange, 'oadrResponse', venID);
  }

  #carryOut(command: Command): CommandOutcome {
    switch (command.do) {
      case 'event':
        return this.#each(command.vens, (venID) => this.#event(venID, command.event));
      case 'modify':
      case 'cancel':
        return this.#each(command.vens, (venID) => this.#version(venID, command.eventID, command.do));
      case 'omit':
        return this.#each(command.vens, (venID) => this.#version(venID, command.eventID, 'omit'));
      case 'registerReport':
        return this.#each(command.vens, (venID) => ({ item: this.#queue(venID, 'oadrRegisterReport') }));
      case 'requestReport':
        return this.#each(command.vens, (venID) => ({ item: this.#ask(venID, command.reports) }));
      case 'cancelReport':
        return this.#each(command.vens, (venID) => ({ item: this.#stop(venID, command.reportRequestIDs) }));
      case 'opt':
        return { items: [], versions: [], opts: command.vens.map((venID) => ({ venID, optID: `opt-${venID}` })) };
      case 'requestReregistration':
        return this.#each(command.vens, (venID) => ({ item: this.#queue(venID, 'oadrRequestReregistration') }));
      default:
        return { items: [], versions: [] };
    }
  }

  #each(
    vens: readonly string[],
    make: (venID: string) => { item: string; eventID?: string; modificationNumber?: number },
  ): CommandOutcome {
    const made = vens.map((venID) => ({ venID, ...make(venID) }));
    return {
      items: made.map(({ venID, item }) => ({ venID, item })),
      versions: made.flatMap(({ venID, eventID, modificationNumber }) =>
        eventID === undefined || modificationNumber === undefined ? [] : [{ venID, eventID, modificationNumber }],
      ),
    };
  }

  #event(venID: string, spec: Spec): { item: string; eventID: string; modificationNumber: number } {
    const schedule = scheduleOf(spec);
    return this.#tell(venID, {
      what: 'event',
      venID,
      eventID: spec.eventID,
      modificationNumber: 0,
      status: 'far',
      cause: 'added',
      schedule,
      responseRequired: spec.responseRequired ?? 'always',
      summary: 'SIMPLE',
    });
  }

  #version(
    venID: string,
    eventID: string,
    how: 'modify' | 'cancel' | 'omit',
  ): { item: string; eventID: string; modificationNumber: number } {
    const old = this.#events.get(`${venID}/${eventID}`);
    if (!old) throw new CommandError(`no event ${eventID}`);
    const modificationNumber = how === 'omit' ? old.modificationNumber : old.modificationNumber + 1;
    const status = how === 'modify' ? old.status : 'cancelled';
    const cause = how === 'modify' ? 'modified' : how === 'cancel' ? 'cancelled' : 'omitted';
    return this.#tell(venID, {
      ...old,
      modificationNumber,
      status,
      cause,
      ...(how === 'omit' ? { omitted: true } : {}),
    });
  }

  #tell(
    venID: string,
    { omitted, ...change }: EventChange & { omitted?: boolean },
  ): { item: string; eventID: string; modificationNumber: number } {
    const { eventID, modificationNumber } = change;
    this.#events.set(`${venID}/${eventID}`, { ...change, ...(omitted ? { omitted } : {}) });
    this.change(venID, change);
    return { item: this.#queue(venID, 'oadrDistributeEvent'), eventID, modificationNumber };
  }

  #ask(venID: string, reports: readonly ReportSpec[]): string {
    const ids = reports.map((spec) => {
      const { reportRequestID = 'none', reportName = '', rIDs = [], reportBack, granularity = 'PT0S' } = spec;
      this.#request({
        ...{ what: 'reportRequest', venID, reportRequestID, reportSpecifierID: 'usage-1', reportName, rIDs },
        reportBack: durationToMs(reportBack),
        granularity: durationToMs(granularity),
        state: 'asked',
      });
      return reportRequestID;
    });
    return this.#queue(venID, 'oadrCreateReport', ids);
  }

  #stop(venID: string, ids: readonly string[]): string {
    this.#requestsOf(venID, ids, 'cancelling');
    return this.#queue(venID, 'oadrCancelReport', ids);
  }

  #requestsOf(venID: string, ids: readonly string[], state: RequestChange['state'], exchange?: string): void {
    for (const id of ids) {
      const request = this.#requests.get(`${venID}/${id}`);
      if (request) this.#request({ ...request, state }, exchange);
    }
  }

  #request(change: RequestChange, exchange?: string): void {
    this.#requests.set(`${change.venID}/${change.reportRequestID}`, change);
    this.change(change.venID, change, exchange);
  }

  #queue(venID: string, payload: Queued['payload'], reportRequestIDs?: readonly string[]): string {
    const queue = this.#queues.get(venID) ?? [];
    this.#queues.set(venID, queue);
    const waiting = payload === 'oadrDistributeEvent' ? queue.find((one) => one.payload === payload) : undefined;
    if (waiting) return waiting.item;
    const item = `i${++this.#number}`;
    queue.push({ item, payload, ...(reportRequestIDs ? { reportRequestIDs } : {}) });
    this.change(venID, { what: 'delivery', venID, item, payload, state: 'queued' });
    return item;
  }

  #deliver(venID: string, { item, payload, reportRequestIDs }: Queued, exchange: string): void {
    const named = reportRequestIDs ? { reportRequestIDs } : {};
    const mine = [...this.#events.values()].filter((event) => event.venID === venID && !event.omitted);
    const events = mine.map(({ eventID, modificationNumber, status }) => ({ eventID, modificationNumber, status }));
    const listed = payload === 'oadrDistributeEvent' ? { events, requestID: 'q1' } : {};
    this.change(
      venID,
      { what: 'delivery', venID, item, payload, state: 'delivered', exchange, ...listed, ...named },
      exchange,
    );
    if (payload === 'oadrCreateReport') this.#requestsOf(venID, reportRequestIDs ?? [], 'delivered', exchange);
  }
}

/** One value of a data point. */
export interface Value {
  readonly value?: number;
  /** ms since the epoch; absent: the interval says none. */
  readonly time?: number;
  /** ISO 8601 */
  readonly duration?: string;
  readonly rID?: string;
  readonly quality?: string;
}

function updateOf(values: readonly Value[], reportRequestID: string, venID: string): Message {
  const interval = values.map(
    ({ value, time, duration, rID = 'load', quality = 'Quality Good - Non Specific' }, i) => ({
      ...(time === undefined ? {} : { dtstart: { 'date-time': formatDateTime(time) } }),
      ...(duration === undefined ? {} : { duration: { duration } }),
      uid: { text: String(i) },
      oadrReportPayload: [
        { rID, oadrDataQuality: quality, ...(value === undefined ? {} : { payloadFloat: { value } }) },
      ],
    }),
  );
  const names = { reportRequestID, reportSpecifierID: 'usage-1', reportName: 'TELEMETRY_USAGE' };
  const createdDateTime = formatDateTime(Date.UTC(2026, 0, 1));
  const oadrReport = [{ intervals: { interval }, ...names, createdDateTime }];
  return { name: 'oadrUpdateReport', body: { requestID: 'u1', oadrReport, venID, schemaVersion: '2.0b' } };
}

function scheduleOf({ start, signals, rampUp, startAfter }: Spec): EventChange['schedule'] {
  let time = start;
  const intervals = (signals[0]?.intervals ?? []).map(({ duration }, uid) => {
    const begin = time;
    time = addDuration(time, duration);
    return duration === 'PT0S' ? { uid, start: begin } : { uid, start: begin, end: time };
  });
  return {
    start,
    ...(rampUp === undefined ? {} : { near: start - durationToMs(rampUp) }),
    ...(time === start ? {} : { end: time }),
    intervals,
    startAfter: startAfter === undefined ? 0 : durationToMs(startAfter),
  };
}
