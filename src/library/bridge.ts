import type { Random } from '../base/random.ts';
import { CommandError } from '../bench/command.ts';
import type { Handlers } from '../bench/handlers.ts';
import type { Message } from '../openadr/index.ts';
import { isSampledLike } from '../openadr/report/sampling.ts';
import type { Ask, HandlerName as Question, Questions } from '../vtn/ask.ts';
import type { OfferedReport } from '../vtn/change.ts';
import type { ReportRequestSpec } from '../vtn/types.ts';
import type { OpenADRError } from './error.ts';
import type { FingerprintLookup } from './fingerprint-lookup.ts';
import { handlerError } from './handler-error.ts';
import { HANDLER_NAMES, type HandlerName, type ServerHandlers } from './handlers.ts';
import { lookedUp } from './looked-up.ts';
import { checked, listOf, offeredPoints } from './offer.ts';
import { receivedReadings } from './reading-of.ts';
import { registrationAnswer } from './registration-answer.ts';
import { checkReportRequest, reportSpec } from './report-spec.ts';
import { Subscriptions } from './subscriptions.ts';

/** Is told which handler or callback is called now: whoever fails is called by its name. */
type At = (what: string) => void;

/** Answers to all that a VTN may ask. */
type Answers = {
  readonly [K in Question]: (input: Questions[K]['in'], at: At) => Promise<Questions[K]['out']>;
};

/** Which handlers a question is for. */
const ASKED_BY: { readonly [K in HandlerName]: Question } = {
  onCreatePartyRegistration: 'createPartyRegistration',
  onCancelPartyRegistration: 'cancelPartyRegistration',
  onRegisterReport: 'registerReport',
  onRegisterReports: 'registerReport',
  onUpdateReport: 'updateReport',
  onCreateOpt: 'createOpt',
  onCancelOpt: 'cancelOpt',
  onCreatedEvent: 'createdEvent',
  onPoll: 'poll',
};

/** Between the VTN's questions and the handlers of the program: the words of each, and no more. */
export class Bridge implements Handlers {
  /** What the VTN is to ask; grows as handlers come. */
  readonly asks = new Set<Question>();
  readonly subscriptions: Subscriptions;
  readonly #handlers: Partial<ServerHandlers> = {};
  readonly timeout: number;
  readonly #random: Random;
  readonly #failed: (error: OpenADRError) => void;
  /** What is called for each question that is open, by its ID. */
  readonly #calls = new Map<string, string>();
  #lookup: FingerprintLookup | undefined;
  #warn: (message: string) => void = () => {};

  /**
   * @param timeout how long a handler may take, ms
   * @param failed told of handlers that threw, were late or returned what cannot be used
   */
  constructor(random: Random, timeout: number, failed: (error: OpenADRError) => void) {
    this.#random = random;
    this.timeout = timeout;
    this.#failed = failed;
    this.subscriptions = new Subscriptions(() => this.asks.add('updateReport'));
  }

  /** Sets a handler; the one before it is replaced. */
  set<N extends HandlerName>(name: N, handler: ServerHandlers[N]): void {
    this.#handlers[name] = handler;
    this.asks.add(ASKED_BY[name]);
  }

  /** Has registrations judged by what the program knows of certificates. @param warn told of who is refused */
  judgeBy(lookup: FingerprintLookup, warn: (message: string) => void): void {
    this.#lookup = lookup;
    this.#warn = warn;
    this.asks.add('createPartyRegistration');
  }

  async ask(ask: Ask): Promise<unknown> {
    this.#calls.set(ask.id, this.nameOf(ask));
    const answer = await this.#answer(ask, (what) => {
      // Who is late was given up.
      if (this.#calls.has(ask.id)) this.#calls.set(ask.id, what);
    });
    this.#calls.delete(ask.id);
    return answer;
  }

  #answer(ask: Ask, at: At): Promise<unknown> {
    switch (ask.handler) {
      case 'createPartyRegistration':
        return this.#answers.createPartyRegistration(ask.input, at);
      case 'cancelPartyRegistration':
        return this.#answers.cancelPartyRegistration(ask.input, at);
      case 'registerReport':
        return this.#answers.registerReport(ask.input, at);
      case 'updateReport':
        return this.#answers.updateReport(ask.input, at);
      case 'createOpt':
        return this.#answers.createOpt(ask.input, at);
      case 'cancelOpt':
        return this.#answers.cancelOpt(ask.input, at);
      case 'createdEvent':
        return this.#answers.createdEvent(ask.input, at);
      case 'poll':
        return this.#answers.poll(ask.input, at);
    }
  }

  nameOf({ id, handler }: Ask): string {
    const called = this.#calls.get(id);
    if (called !== undefined) return called;
    return HANDLER_NAMES.filter((name) => ASKED_BY[name] === handler && this.#handlers[name]).join(' or ');
  }

  failed(ask: Ask, cause: unknown): void {
    const whose = ask.input.venID === undefined ? '' : ` for ${ask.input.venID}`;
    const name = this.nameOf(ask);
    this.#calls.delete(ask.id);
    const requests = ask.handler === 'registerReport' && cause instanceof CommandError;
    this.#failed(handlerError(requests ? `a wrong request of ${name}${whose}` : `${name} failed${whose}`, cause));
  }

  readonly #answers: Answers = {
    createPartyRegistration: async ({ venID, registrationID, ...info }, at) => {
      const ids = {
        ...(venID !== undefined && { venId: venID }),
        ...(registrationID && { registrationId: registrationID }),
      };
      const answer = registrationAnswer(await this.#handlers.onCreatePartyRegistration?.({ ...ids, ...info }));
      const whose = answer === false ? undefined : (answer?.venID ?? venID);
      if (!this.#lookup || whose === undefined) return answer;
      at('fingerprintLookup');
      return lookedUp(answer, whose, await this.#lookup.of(whose), info, this.#warn);
    },
    cancelPartyRegistration: async ({ venID, registrationID }) => {
      await this.#handlers.onCancelPartyRegistration?.({ venId: venID, registrationId: registrationID });
      return undefined;
    },
    registerReport: async ({ venID, reports }, at) => {
      this.subscriptions.forget(venID);
      at('onRegisterReports');
      const whole = await this.#wholeRequests(venID, reports);
      at('onRegisterReport');
      return [...whole, ...(await this.#pointRequests(venID, reports))];
    },
    updateReport: async ({ venID, message }, at) => {
      for (const report of receivedReadings(message)) {
        await this.subscriptions.deliver(venID, report, at);
        at('onUpdateReport');
        await this.#handlers.onUpdateReport?.({ venId: venID, ...report });
      }
      return undefined;
    },
    createOpt: async ({ venID, optID, optType, optReason, eventID, modificationNumber, marketContext, ...more }) => {
      await this.#handlers.onCreateOpt?.({
        ...{ venId: venID, optId: optID, optType, optReason, eventId: eventID, modificationNumber, marketContext },
        targets: more.targets ?? [],
        periods: (more.periods ?? []).map(({ start, end }) => ({
          start: new Date(start),
          ...(end !== undefined && { end: new Date(end) }),
        })),
      });
      return undefined;
    },
    cancelOpt: async ({ venID, optID }) => {
      await this.#handlers.onCancelOpt?.({ venId: venID, optId: optID });
      return undefined;
    },
    createdEvent: async ({ venID, responses }) => {
      await this.#handlers.onCreatedEvent?.({
        venId: venID,
        responses: responses.map(({ eventID, ...rest }) => ({ eventId: eventID, ...rest })),
      });
      return undefined;
    },
    poll: async ({ venID }): Promise<Message | undefined> => (await this.#handlers.onPoll?.(venID)) ?? undefined,
  };

  async #wholeRequests(venID: string, reports: readonly OfferedReport[]): Promise<ReportRequestSpec[]> {
    const answer: unknown = await this.#handlers.onRegisterReports?.({ venId: venID, reports });
    const { requests, faults } = listOf(answer, venID);
    for (const fault of faults) this.#failed(fault);
    return requests.flatMap((wanted) => {
      const { callback, ...request } = wanted;
      const reportRequestID = request.reportRequestId ?? this.#newID();
      const spec = this.#usable(`onRegisterReports for ${venID}`, () => {
        checkReportRequest(wanted);
        return { ...reportSpec(request), reportRequestID };
      });
      if (spec && callback) this.subscriptions.add(venID, reportRequestID, request.rIds, callback);
      return spec ?? [];
    });
  }

  /**
   * Points of one report that are wanted at the same times share a request. History is recorded already and comes once:
   * no samplingInterval fits it, so it is not offered here.
   */
  async #pointRequests(venID: string, reports: readonly OfferedReport[]): Promise<ReportRequestSpec[]> {
    const handler = this.#handlers.onRegisterReport;
    if (!handler) return [];
    const specs = new Map<string, ReportRequestSpec & { readonly reportRequestID: string; readonly rIDs: string[] }>();
    for (const report of reports.filter(({ reportName }) => !/^(METADATA_)?HISTORY_/.test(reportName))) {
      for (const [index, point] of offeredPoints(venID, report).entries()) {
        const wanted = await handler(point);
        if (!wanted) continue;
        const timing = this.#usable(`onRegisterReport for ${point.rId} of ${venID}`, () => checked(wanted, point));
        if (!timing) continue;
        const offered = report.points[index];
        // What cannot be had at these times must not take the other points with it.
        const fits = offered !== undefined && isSampledLike(offered, timing.granularity);
        const key = `${report.reportSpecifierID}\n${timing.reportBack}\n${timing.granularity}\n${fits}`;
        const spec = specs.get(key) ?? { ...timing, reportRequestID: this.#newID(), rIDs: [] };
        specs.set(key, spec);
        spec.rIDs.push(point.rId);
        this.subscriptions.add(venID, spec.reportRequestID, [point.rId], wanted.callback);
      }
    }
    return [...specs.values()];
  }

  /** One request that cannot be made does not take the others with it. */
  #usable<T>(whose: string, make: () => T): T | undefined {
    try {
      return make();
    } catch (cause) {
      this.#failed(handlerError(`a wrong request of ${whose}`, cause));
      return undefined;
    }
  }

  #newID(): string {
    return `report-${this.#random.id(8)}`;
  }
}
