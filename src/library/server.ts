import { SeededRandom } from '../base/random.ts';
import { type Bench, MOUNT_FAULT } from '../bench/bench.ts';
import type { Lagged } from '../journal/follow.ts';
import { Journal } from '../journal/journal.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { KoaMiddleware } from '../transport/koa.ts';
import type { CertificateChange } from '../vtn/change.ts';
import type { EventSpec } from '../vtn/event-spec.ts';
import type { CommandOutcome, VtnCommand } from '../vtn/types.ts';
import { Bridge } from './bridge.ts';
import { DeliveryFollower } from './delivery.ts';
import { invalid, mountError, OpenADRError, wrapped } from './error.ts';
import type { EventChanges, EventDetails, EventSignals } from './event.ts';
import { checkChanges, checkEvent } from './event-fields.ts';
import { EventFollower } from './event-follower.ts';
import type { EventCallback, EventHandle } from './event-handle.ts';
import { eventChanges, eventSpec } from './event-spec.ts';
import { fingerprintOf } from './fingerprint.ts';
import { FingerprintLookup } from './fingerprint-lookup.ts';
import { checkCallback, checkFields, checkObject, checkTexts } from './given.ts';
import { HANDLER_NAMES, type HandlerName, type ServerHandlers } from './handlers.ts';
import { loggerOf, logRecord } from './logger.ts';
import { durationMs } from './moment.ts';
import { checkServerOptions } from './option-fields.ts';
import { clockOf, type Provision, pollIntervalOf, type ServerOptions } from './options.ts';
import { Program } from './program.ts';
import { provisionCommand } from './provision.ts';
import type { QueuedMessage } from './queued.ts';
import type { RawEvent } from './raw-event.ts';
import { rawEventSpec } from './raw-event-spec.ts';
import type { ReportCancellation, ReportHandle, ReportRequest } from './report.ts';
import { ReportFollower } from './report-follower.ts';
import { checkReportRequest, reportSpec } from './report-spec.ts';
import { openSession, type Session } from './session.ts';
import type { Duration } from './time.ts';
import type { EventInfo, VenInfo } from './view.ts';
import { eventInfos, venInfo } from './view-of.ts';

/** An event for one VEN. */
export type NewEvent = EventDetails &
  EventSignals & {
    readonly venId: string;
    /** Made if absent; the same event for several VENs may have the same. */
    readonly eventId?: string;
    /** Called for each answer that says something new. */
    readonly callback?: EventCallback;
    /** Sends what breaks the rules. */
    readonly allowInvalid?: boolean;
  };

/** How an event is cancelled or changed. */
export interface Leniency {
  /** Sends what breaks the rules. */
  readonly allowInvalid?: boolean;
}

/**
 * A VTN of OpenADR 2.0b for pull VENs over HTTP or HTTPS, with the program's handlers. Each mistake in a call is thrown at once as
 * an OpenADRError with the rule that it breaks; what the VENs do comes by promises, callbacks, handlers and `records()`.
 */
export class OpenADRServer {
  readonly #options: ServerOptions;
  readonly #journal: Journal;
  readonly #random: SeededRandom;
  readonly #program: Program;
  readonly #bridge: Bridge;
  readonly #events: EventFollower;
  readonly #lookup: FingerprintLookup | undefined;
  readonly #deliveries = new DeliveryFollower();
  readonly #reports: ReportFollower;
  #session: Session | undefined;
  #mounted: KoaMiddleware | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  #life: 'new' | 'starting' | 'running' | 'stopped' = 'new';

  /** @throws OpenADRError for an option that cannot be */
  constructor(options: ServerOptions = {}) {
    checkServerOptions(options);
    pollIntervalOf(options);
    this.#options = options;
    this.#journal = new Journal({ clock: clockOf(options) });
    this.#random = new SeededRandom(options.seed);
    const logger = loggerOf(options.logger);
    this.#program = new Program(logger, options.onError);
    const timeout = durationMs(options.handlerTimeout ?? 'PT5S', 'handlerTimeout');
    this.#bridge = new Bridge(this.#random, timeout, (error) => this.#program.failed(error));
    const { fingerprintLookup: ask } = options;
    if (ask) {
      this.#lookup = new FingerprintLookup(ask, timeout, (error) => this.#program.failed(error));
      this.#bridge.judgeBy(this.#lookup, (message) => this.#warn(message));
    }
    this.#events = new EventFollower(this.#program.later);
    this.#reports = new ReportFollower((venID, id) => this.#bridge.subscriptions.end(venID, id));
    this.#journal.subscribe((record) => this.#heard(record));
    this.#journal.subscribe((record) => logRecord(logger, record));
    for (const name of HANDLER_NAMES) this.#addIfGiven(name, options.handlers?.[name]);
  }

  /**
   * Sets a handler, at any time; the one of that name before it is replaced.
   * @throws OpenADRError for a name that no handler has
   */
  addHandler<N extends HandlerName>(name: N, handler: ServerHandlers[N]): this {
    if (!HANDLER_NAMES.includes(name))
      throw invalid('there is no handler of that name', { expected: HANDLER_NAMES.join(', '), actual: String(name) });
    if (typeof handler !== 'function')
      throw invalid(`the handler ${name} is no function`, { expected: 'a function', actual: typeof handler });
    this.#bridge.set(name, handler);
    if (name === 'onPoll') {
      this.#warn('onPoll answers the polls: events and reports of this server are not sent by its own queue');
    }
    return this;
  }

  /** Reads certificates, opens the state and listens. A server that was stopped does not start again. @throws OpenADRError */
  async start(): Promise<void> {
    if (this.#life !== 'new') throw new OpenADRError('NOT_RUNNING', `the server cannot start: it is ${this.#life}`);
    this.#life = 'starting';
    this.#starting = this.#begin();
    await this.#starting;
  }

  async #begin(): Promise<void> {
    const common = { journal: this.#journal, random: this.#random, handlers: this.#bridge, program: this.#program };
    const parts = { ...common, ...(this.#lookup && { lookup: this.#lookup.told }) };
    try {
      this.#session = await openSession(this.#options, parts);
      for (const ven of this.#options.vens ?? []) this.provision(ven);
    } catch (error) {
      await this.#session?.close();
      this.#session = undefined;
      this.#life = 'new';
      throw error;
    }
    this.#life = 'running';
  }

  /**
   * Stops to listen, finishes state and record, ends the iterations of `records()`; open promises are rejected. During
   * `start()` it waits for that first.
   */
  async stop(): Promise<void> {
    // A start that fails is told by start().
    if (this.#life === 'starting') await this.#starting?.catch(() => {});
    if (this.#life === 'running') this.#stopping = this.#end();
    await this.#stopping;
  }

  async #end(): Promise<void> {
    this.#life = 'stopped';
    await this.#session?.close();
    this.#session = undefined;
    this.#events.stop();
    this.#deliveries.stop();
    this.#reports.stop();
    this.#journal.end();
  }

  /** `http://host:port/…/OpenADR2/Simple/2.0b`, as VENs must be given it. @throws OpenADRError if it does not run */
  get url(): string {
    return this.#bench().url;
  }

  /**
   * Serves the server in a Koa app, under the option `mountedAt`; put it before what parses bodies. While the server
   * does not run, the app goes on without it.
   */
  middleware(): KoaMiddleware {
    if (this.#options.mountedAt === undefined) {
      const hint = 'give mountedAt: the address at which VENs reach the app';
      throw invalid('a server that listens by itself cannot be mounted', { hint });
    }
    return (context, next) => {
      this.#mounted ??= this.#session?.bench.middleware();
      return this.#life === 'running' && this.#mounted ? this.#mounted(context, next) : next();
    };
  }

  /**
   * Sends a new event (oadrDistributeEvent) by the VEN's next poll.
   * @throws OpenADRError unknown VEN, or the rule that the event breaks
   */
  addEvent(event: NewEvent): EventHandle {
    checkObject(event, 'the event');
    const lenient = event.allowInvalid ?? this.#options.allowInvalid ?? false;
    checkEvent(event, lenient);
    const eventID = event.eventId ?? `event-${this.#random.id(8)}`;
    return this.#send(event.venId, eventSpec(eventID, event, lenient), lenient, event.callback);
  }

  /**
   * Sends an event written as the standard's eiEvent. What the VTN keeps itself is made anew: modificationNumber,
   * status, currentValue, createdDateTime.
   * @throws OpenADRError like `addEvent`
   */
  addRawEvent(venId: string, event: RawEvent, callback?: EventCallback, how: Leniency = {}): EventHandle {
    const lenient = this.#lenient(how);
    checkCallback(callback, 'the callback of the event');
    return this.#send(venId, rawEventSpec(event, lenient), lenient, callback);
  }

  /**
   * Changes an event: a new version, but for `responseRequired` alone (rule 5). Intervals replace all.
   * @throws OpenADRError
   */
  modifyEvent(venId: string, eventId: string, changes: EventChanges, how: Leniency = {}): EventHandle {
    const allowInvalid = this.#lenient(how);
    checkChanges(changes, allowInvalid);
    const set = eventChanges(changes, this.#event(venId, eventId).start.getTime(), allowInvalid);
    const outcome = this.#order({ do: 'modify', vens: [venId], eventID: eventId, set, allowInvalid });
    return this.#follow(outcome, { answered: set.responseRequired !== 'never' });
  }

  /** Cancels an event; its handle's `response` is the answer to the cancellation. @throws OpenADRError (rule 20) */
  cancelEvent(venId: string, eventId: string): EventHandle {
    const outcome = this.#order({ do: 'cancel', vens: [venId], eventID: eventId });
    return this.#follow(outcome, { answered: true, cancels: true });
  }

  /** Asks a VEN for a report that it offers (oadrCreateReport). @throws OpenADRError (rules 304, 317, 324, 338) */
  requestReport(venId: string, report: ReportRequest, how: Leniency = {}): ReportHandle {
    const allowInvalid = this.#lenient(how);
    checkReportRequest(report);
    const { callback, ...request } = report;
    const reports = [reportSpec(request)];
    const outcome = this.#order({ do: 'requestReport', vens: [venId], reports, allowInvalid });
    const reportRequestID = outcome.requests?.[0]?.reportRequestID ?? '';
    if (callback) this.#bridge.subscriptions.add(venId, reportRequestID, request.rIds, callback);
    return {
      reportRequestId: reportRequestID,
      delivered: this.#delivered(outcome),
      accepted: this.#reports.accepted(venId, reportRequestID),
    };
  }

  /** Ends reports (oadrCancelReport). @param reportToFollow one more is to come (rule 345) @throws OpenADRError */
  cancelReport(
    venId: string,
    reportRequestId: string | readonly string[],
    how: Leniency & { readonly reportToFollow?: boolean } = {},
  ): ReportCancellation {
    const reportRequestIDs = typeof reportRequestId === 'string' ? [reportRequestId] : reportRequestId;
    const allowInvalid = this.#lenient(how, { allowInvalid: true, reportToFollow: true });
    const { reportToFollow = false } = how;
    checkTexts(reportRequestIDs, 'the reportRequestId');
    const outcome = this.#order({ do: 'cancelReport', vens: [venId], reportRequestIDs, reportToFollow, allowInvalid });
    const all = Promise.all(reportRequestIDs.map((id) => this.#reports.cancelled(venId, id)));
    all.catch(() => {});
    return { delivered: this.#delivered(outcome), cancelled: all.then(() => {}) };
  }

  /**
   * Queues any payload that may answer a poll (rule 500); what its body lacks is filled in.
   * @returns resolves when it is delivered
   * @throws OpenADRError
   */
  queue(venId: string, message: QueuedMessage, how: Leniency = {}): { readonly delivered: Promise<void> } {
    const allowInvalid = this.#lenient(how);
    checkFields(message, 'the message', { name: true, body: true });
    const { name, body } = message;
    const outcome = this.#order({ do: 'send', vens: [venId], payload: { name, body }, allowInvalid });
    return { delivered: this.#delivered(outcome) };
  }

  /** Makes a VEN known before it comes (rules 402, 405). @throws OpenADRError */
  provision(ven: Provision): void {
    this.#order(provisionCommand(ven));
  }

  /**
   * Accepts a certificate that was refused for a VEN, since it is bound to another one (rule 517): the one refused last if
   * it is a renewal (same subject and issuer), or the one of that fingerprint. `records()` has what is refused, as a change
   * `certificate`.
   * @throws OpenADRError there is none such
   */
  repin(venId: string, how: { readonly fingerprint?: string } = {}): void {
    checkFields(how, 'how it is done', { fingerprint: true });
    const { fingerprint: given } = how;
    const fingerprint = given === undefined ? undefined : fingerprintOf(given, 'the fingerprint');
    this.#order({ do: 'repin', vens: [venId], ...(fingerprint !== undefined && { fingerprint }) });
  }

  /** Forgets a VEN with all that it has; a provisioned one is what it was then. @throws OpenADRError */
  forget(venId: string): void {
    this.#order({ do: 'forget', vens: [venId] });
  }

  /** Ends a registration (oadrCancelPartyRegistration). @throws OpenADRError */
  cancelRegistration(venId: string): { readonly delivered: Promise<void> } {
    return { delivered: this.#delivered(this.#order({ do: 'cancelRegistration', vens: [venId] })) };
  }

  /** Has a VEN register again (oadrRequestReregistration). @param pollInterval offered then, ISO 8601 or ms */
  requestReregistration(venId: string, pollInterval?: Duration): { readonly delivered: Promise<void> } {
    const ms = pollInterval === undefined ? undefined : pollIntervalOf({ pollInterval });
    return {
      delivered: this.#delivered(this.#order({ do: 'requestReregistration', vens: [venId], pollInterval: ms })),
    };
  }

  /** Every VEN as it is now. */
  vens(): VenInfo[] {
    return this.#bench().vens.map(venInfo);
  }

  /** Every event of every VEN as it is now. @param venId only of this one */
  events(venId?: string): EventInfo[] {
    return this.#bench()
      .vens.filter(({ venID }) => venId === undefined || venID === venId)
      .flatMap(eventInfos);
  }

  /** Resolves with the first VEN (of that venName) that is registered. Rejects at `stop()`. */
  async whenRegistered(venName?: string): Promise<VenInfo> {
    const registered = (): VenInfo | undefined =>
      (this.#session?.bench.vens ?? [])
        .map(venInfo)
        .find((ven) => ven.state === 'registered' && (venName === undefined || ven.venName === venName));
    this.#bench();
    const already = registered();
    if (already) return already;
    for await (const record of this.records()) {
      const ven = record.kind === 'state' && record.change.what === 'ven' ? registered() : undefined;
      if (ven) return ven;
    }
    throw new OpenADRError('STOPPED', 'the server was stopped before the VEN registered');
  }

  /** All records from now on, until `stop()`; one iteration that falls 10,000 behind gets a `lagged` with how many it lost. */
  records(): AsyncIterableIterator<JournalRecord | Lagged> {
    return this.#journal.follow();
  }

  #warn(message: string): void {
    this.#journal.append({ kind: 'log', level: 'warning', source: 'library', message });
  }

  #heard(record: JournalRecord): void {
    if (record.kind === 'log' && record.source === MOUNT_FAULT) this.#program.failed(mountError());
    if (record.kind !== 'state') return;
    if (record.change.what === 'certificate') void this.#renewed(record.change);
    this.#events.heard(record.change);
    this.#deliveries.heard(record.change);
    this.#reports.heard(record.change);
  }

  /** A certificate that was refused is accepted where the program knows it to be the VEN's by now. */
  async #renewed(change: CertificateChange): Promise<void> {
    const { venID, presented } = change;
    if (presented === undefined) return;
    try {
      const known = this.#lookup && (await this.#lookup.told(venID));
      if (!this.#session) return;
      if (known !== presented) {
        this.#warn(refusedText(change));
        return;
      }
      this.repin(venID, { fingerprint: presented });
      this.#warn(`${venID} is bound to certificate ${presented} from now on: fingerprintLookup returns it`);
    } catch (error) {
      // What the lookup did was told.
      if (error instanceof OpenADRError && error.code !== 'HANDLER') this.#program.failed(error);
    }
  }

  #send(venID: string, event: EventSpec, allowInvalid: boolean, callback?: EventCallback): EventHandle {
    const outcome = this.#order({ do: 'event', vens: [venID], event, allowInvalid });
    return this.#follow(outcome, { answered: event.responseRequired !== 'never', ...(callback && { callback }) });
  }

  #follow({ versions }: CommandOutcome, how: Parameters<EventFollower['follow']>[1]): EventHandle {
    const version = versions[0];
    if (!version) throw new OpenADRError('INVALID', 'no event was made');
    return this.#events.follow(version, how);
  }

  #delivered({ items }: CommandOutcome): Promise<void> {
    const item = items[0]?.item;
    return item === undefined ? Promise.resolve() : this.#deliveries.follow(item);
  }

  #event(venId: string, eventId: string): EventInfo {
    const event = this.events(venId).find((one) => one.eventId === eventId);
    if (event) return event;
    const known = this.#bench().vens.map(({ venID }) => venID);
    if (!known.includes(venId)) throw invalid('no VEN has that venId', { expected: known.join(', '), actual: venId });
    const expected =
      this.events(venId)
        .map((one) => one.eventId)
        .join(', ') || 'an event that was sent';
    throw invalid('the VEN has no event with that eventId', { expected, actual: eventId });
  }

  #order(command: VtnCommand): CommandOutcome {
    const bench = this.#bench();
    try {
      const { outcome, stored } = bench.order(command, 'library');
      stored.catch((cause: unknown) => this.#program.failed(wrapped(cause, 'STATE')));
      return outcome;
    } catch (error) {
      throw wrapped(error);
    }
  }

  #bench(): Bench {
    if (this.#session) return this.#session.bench;
    const hint = this.#life === 'stopped' ? 'make a new one' : 'await start() first';
    throw new OpenADRError('NOT_RUNNING', 'the server does not run', { hint });
  }

  #lenient(how: Leniency, fields: Readonly<Record<string, true>> = { allowInvalid: true }): boolean {
    checkFields(how, 'how it is done', fields);
    return how.allowInvalid ?? this.#options.allowInvalid ?? false;
  }

  #addIfGiven<N extends HandlerName>(name: N, handler: ServerHandlers[N] | undefined): void {
    if (handler !== undefined) this.addHandler(name, handler);
  }
}

/** A certificate that was refused, and how the program can accept it. */
function refusedText({ venID, pinned, presented, subject, renewal }: CertificateChange): string {
  const who = subject === undefined ? '' : ` (${subject})`;
  const what = renewal ? 'a renewed certificate' : 'another certificate';
  const call = `server.repin('${venID}'${renewal ? '' : `, { fingerprint: '${presented}' }`})`;
  return `${what} came for ${venID} and was refused: ${presented}${who} for ${pinned}; if it is that device's, ${call} accepts it`;
}
