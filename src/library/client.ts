import { after, SystemClock } from '../base/clock.ts';
import { SeededRandom } from '../base/random.ts';
import {
  isPersonalityName,
  type Offer,
  personalityNames,
  SimulatedVen,
  type SimulatedVenOptions,
  VenError,
  type VenFact,
} from '../ven/index.ts';
import { clientEvent } from './client-offer.ts';
import type { ClientHandlers, ClientOptions, OptType } from './client-options.ts';
import { ownPoint } from './client-point.ts';
import type { ClientReport } from './client-report.ts';
import { clientSecurity } from './client-security.ts';
import { invalid, OpenADRError, wrapped } from './error.ts';
import { checkCallback, checkFields, checkText, type Fields, shown } from './given.ts';
import { loggerOf } from './logger.ts';
import { durationMs, durationText, momentOf } from './moment.ts';
import { checkClientOptions } from './option-fields.ts';
import { Program, textOf } from './program.ts';
import { Pending } from './promise.ts';
import type { Duration, Moment } from './time.ts';

const REPORT: Fields<ClientReport> = {
  ...{ resourceId: true, measurement: true, unit: true, scale: true, samplingInterval: true },
  ...{ rId: true, reportType: true, readingType: true, callback: true },
};

/**
 * A VEN of OpenADR 2.0b, pull over HTTP or HTTPS: registers, polls, takes events and carries them out by its own clock, and
 * reports what the program measures. Made of the simulated VEN.
 */
export class OpenADRClient {
  readonly #options: ClientOptions;
  readonly #program: Program;
  readonly #timeout: number;
  readonly #reports: ClientReport[] = [];
  readonly #registered = new Pending<string>();
  readonly #ioClock = new SystemClock();
  #handlers: Partial<ClientHandlers>;
  #ven: SimulatedVen | undefined;
  #started = false;
  #stopped = false;
  #stopping: Promise<void> | undefined;

  /** @throws OpenADRError for an option that cannot be */
  constructor(options: ClientOptions) {
    checkClientOptions(options);
    const { personality } = options;
    if (personality !== undefined && !isPersonalityName(personality))
      throw invalid('there is no such personality', {
        expected: personalityNames.join(', '),
        actual: shown(personality),
      });
    this.#options = options;
    this.#handlers = { ...options.handlers };
    this.#program = new Program(loggerOf(options.logger), options.onError);
    this.#timeout = durationMs(options.handlerTimeout ?? 'PT5S', 'handlerTimeout');
    if (options.pollInterval !== undefined) durationMs(options.pollInterval, 'pollInterval');
  }

  /** Sets a handler; the one of that name before it is replaced. */
  addHandler<N extends keyof ClientHandlers>(name: N, handler: ClientHandlers[N]): this {
    if (name !== 'onEvent' && name !== 'onLevel')
      throw invalid('there is no handler of that name', { expected: 'onEvent, onLevel', actual: String(name) });
    checkCallback(handler, `the handler ${name}`);
    this.#handlers = { ...this.#handlers, [name]: handler };
    return this;
  }

  /** Offers a data point in TELEMETRY_USAGE; before `start()`, since a VEN registers its reports first. @throws OpenADRError */
  addReport(report: ClientReport): this {
    if (this.#started) throw invalid('reports are registered at the start', { hint: 'call addReport before start' });
    checkFields(report, 'the report', REPORT);
    checkText(report.resourceId, 'the resourceId of the report');
    checkText(report.measurement, 'the measurement of the report');
    if (typeof report.callback !== 'function')
      throw invalid('the report has no callback', { expected: 'a function', actual: shown(report.callback) });
    ownPoint(report, () => {});
    this.#reports.push(report);
    return this;
  }

  /**
   * Registers and begins to poll; tries again by itself as long as the VTN is not there.
   * @throws OpenADRError START: certificates or keys that cannot be used
   */
  async start(): Promise<void> {
    if (this.#started || this.#stopped) {
      const now = this.#stopped ? 'stopped' : 'running';
      throw new OpenADRError('NOT_RUNNING', `the client cannot start: it is ${now}`);
    }
    this.#started = true;
    try {
      const security = await clientSecurity(this.#options);
      if (!this.#stopped) this.#begin(security);
    } catch (error) {
      this.#started = false;
      throw wrapped(error, 'START');
    }
  }

  #begin(security: Pick<SimulatedVenOptions, 'tls' | 'sign'>): void {
    const { venId, registrationId, vtnId, pollInterval, resourceIds, clock, seed, simulatedLoad, ...rest } =
      this.#options;
    const points = this.#reports.map((report) => ownPoint(report, this.#valueFailed));
    const resources = [...new Set([...(resourceIds ?? []), ...this.#reports.map(({ resourceId }) => resourceId)])];
    const ven = new SimulatedVen({
      ...security,
      ...{ url: rest.url, venName: rest.venName, personality: rest.personality },
      ...{ venID: venId, registrationID: registrationId, vtnID: vtnId },
      ...(pollInterval !== undefined && { pollInterval: durationMs(pollInterval, 'pollInterval') }),
      ...(resources.length > 0 && { resources }),
      ...(simulatedLoad === true && points.length === 0 ? {} : { points }),
      ...{ clock: clock ?? this.#ioClock, ioClock: this.#ioClock, random: new SeededRandom(seed) },
      decide: (offer) => this.#decide(offer),
      onFact: (fact) => this.#heard(fact),
    });
    this.#ven = ven;
    ven.start();
  }

  /** Ends without a word to the VTN; `cancelRegistration` before it says good-bye. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping ??= this.#end();
    await this.#stopping;
  }

  async #end(): Promise<void> {
    await this.#ven?.stop();
    this.#registered.reject(new OpenADRError('STOPPED', 'the client was stopped before it was registered'));
  }

  /** Resolves with the venId once it is registered for the first time. Rejects at `stop()`. */
  get registered(): Promise<string> {
    return this.#registered.promise;
  }

  /** The venId, while it is registered. */
  get venId(): string | undefined {
    return this.#ven?.state.registered ? this.#ven.state.venID : undefined;
  }

  /** The events that it knows, as they are now by its own clock. */
  events(): {
    readonly eventId: string;
    readonly modificationNumber: number;
    readonly status: 'far' | 'near' | 'active' | 'completed' | 'cancelled';
    readonly optType: OptType;
    readonly start: Date;
    readonly end?: Date;
  }[] {
    return (this.#ven?.state.events ?? []).map(({ eventID, modificationNumber, status, optType, start, end }) => ({
      ...{ eventId: eventID, modificationNumber, status, optType, start: new Date(start) },
      ...(end !== undefined && { end: new Date(end) }),
    }));
  }

  /**
   * Changes its mind about an event, by oadrCreatedEvent, or by oadrCreateOpt where only some resources are meant
   * (rule 206).
   * @throws OpenADRError if the event is not known or must not be answered
   */
  opt(eventId: string, optType: OptType, { resourceIds }: { readonly resourceIds?: readonly string[] } = {}): void {
    this.#do((ven) => ven.opt(eventId, optType, resourceIds && { resourceIDs: resourceIds }));
  }

  /**
   * Tells when it is or is not available, whatever the event (oadrCreateOpt).
   * @param schedule.duration ISO 8601 or ms; `PT0S`: open-ended (rule 210)
   * @returns the optId
   * @throws OpenADRError
   */
  optSchedule(
    optType: OptType,
    { start, duration }: { readonly start: Moment; readonly duration: Duration },
  ): { readonly optId: string } {
    const from = momentOf(start, 'the start of the schedule');
    const length = durationMs(durationText(duration, 'the duration of the schedule'), 'the duration of the schedule');
    return { optId: this.#do((ven) => ven.optSchedule(optType, from, length)) };
  }

  /** Takes an opt schedule back (oadrCancelOpt). @throws OpenADRError if there is none of that optId (rule 211) */
  cancelOpt(optId: string): void {
    this.#do((ven) => ven.cancelOpt(optId));
  }

  /** Ends the registration (oadrCancelPartyRegistration); the client is silent until `reregister`. */
  cancelRegistration(): void {
    this.#do((ven) => ven.cancelRegistration());
  }

  /** Registers again. */
  reregister(): void {
    this.#do((ven) => ven.reregister());
  }

  /** Resolves when it has posted all that it has to post for now, and taken every answer. */
  async idle(): Promise<void> {
    await this.#ven?.idle();
  }

  #do<T>(act: (ven: SimulatedVen) => T): T {
    if (!this.#ven || this.#stopped) throw new OpenADRError('NOT_RUNNING', 'the client does not run');
    try {
      return act(this.#ven);
    } catch (error) {
      if (error instanceof VenError) throw invalid(error.message, { hint: error.remedy, cause: error });
      throw error;
    }
  }

  /** Never throws, and never waits for ever: the VEN's life must go on. */
  async #decide(offer: Offer): Promise<OptType> {
    const handler = this.#handlers.onEvent;
    if (!handler) return 'optIn';
    const late = new Pending<never>();
    const timer = after(this.#ioClock, this.#timeout, () => late.reject(new Error(`no answer in ${this.#timeout} ms`)));
    try {
      const optType = await Promise.race([handler(clientEvent(offer)), late.promise]);
      if (optType === 'optIn' || optType === 'optOut') return optType;
      throw new TypeError(`${String(optType)} is neither optIn nor optOut`);
    } catch (cause) {
      const what = `onEvent failed for ${offer.eventID}, which is opted out of: ${textOf(cause)}`;
      this.#program.failed(new OpenADRError('HANDLER', what, { cause }));
      return 'optOut';
    } finally {
      timer.cancel();
    }
  }

  readonly #valueFailed = (cause: unknown, rID: string): void => {
    this.#program.failed(
      new OpenADRError('HANDLER', `the callback of data point ${rID} failed: ${textOf(cause)}`, { cause }),
    );
  };

  #heard(fact: VenFact): void {
    const { logger } = this.#program;
    const told = `oadr-sim ${this.#options.venName}:`;
    if (fact.fact === 'registered') {
      this.#registered.resolve(fact.venID);
      logger.info(`${told} registered as ${fact.venID}`);
    } else if (fact.fact === 'problem') logger.warn(`${told} ${fact.problem}`);
    else if (fact.fact === 'backoff') logger.warn(`${told} ${fact.payload} failed and is tried again: ${fact.reason}`);
    else if (fact.fact === 'level') {
      const handler = this.#handlers.onLevel;
      const values = fact.values.map(({ signalID, name, type, value }) => ({
        ...{ signalId: signalID, signalName: name, signalType: type, signalPayload: value },
      }));
      const level = { ...(fact.eventID !== undefined && { eventId: fact.eventID }), values };
      if (handler) this.#program.later(() => handler(level), 'onLevel');
    }
  }
}
