import type { Random } from '../base/random.ts';
import type { Handlers } from '../bench/handlers.ts';
import type { Message } from '../openadr/index.ts';
import type { Ask, HandlerName as Question, Questions } from '../vtn/ask.ts';
import type { OfferedReport } from '../vtn/change.ts';
import type { ReportRequestSpec } from '../vtn/types.ts';
import { OpenADRError } from './error.ts';
import {
  HANDLER_NAMES,
  type HandlerName,
  type OfferedPoint,
  type PointRequest,
  type ServerHandlers,
} from './handlers.ts';
import { textOf } from './program.ts';
import { receivedReadings } from './reading-of.ts';
import { reportSpec } from './report-spec.ts';
import { Subscriptions } from './subscriptions.ts';

/** Answers to all that a VTN may ask. */
type Answers = {
  readonly [K in Question]: (input: Questions[K]['in']) => Promise<Questions[K]['out']>;
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

  ask(ask: Ask): unknown {
    switch (ask.handler) {
      case 'createPartyRegistration':
        return this.#answers.createPartyRegistration(ask.input);
      case 'cancelPartyRegistration':
        return this.#answers.cancelPartyRegistration(ask.input);
      case 'registerReport':
        return this.#answers.registerReport(ask.input);
      case 'updateReport':
        return this.#answers.updateReport(ask.input);
      case 'createOpt':
        return this.#answers.createOpt(ask.input);
      case 'cancelOpt':
        return this.#answers.cancelOpt(ask.input);
      case 'createdEvent':
        return this.#answers.createdEvent(ask.input);
      case 'poll':
        return this.#answers.poll(ask.input);
    }
  }

  failed({ handler, input }: Ask, cause: unknown): void {
    const names = HANDLER_NAMES.filter((name) => ASKED_BY[name] === handler && this.#handlers[name]);
    const whose = input.venID === undefined ? '' : ` for ${input.venID}`;
    const what = names.join(' or ') || 'a callback of a report';
    const hint = 'the VEN was given an error; the server goes on';
    this.#failed(new OpenADRError('HANDLER', `${what} failed${whose}: ${textOf(cause)}`, { cause, hint }));
  }

  readonly #answers: Answers = {
    createPartyRegistration: async ({ venID, registrationID, ...info }) => {
      const ids = {
        ...(venID !== undefined && { venId: venID }),
        ...(registrationID && { registrationId: registrationID }),
      };
      const answer = await this.#handlers.onCreatePartyRegistration?.({ ...ids, ...info });
      if (answer === undefined || answer === false) return answer;
      const { venId, registrationId } = answer;
      return {
        ...(venId !== undefined && { venID: venId }),
        ...(registrationId && { registrationID: registrationId }),
      };
    },
    cancelPartyRegistration: async ({ venID, registrationID }) => {
      await this.#handlers.onCancelPartyRegistration?.({ venId: venID, registrationId: registrationID });
      return undefined;
    },
    registerReport: async ({ venID, reports }) => {
      this.subscriptions.forget(venID);
      return [...(await this.#wholeRequests(venID, reports)), ...(await this.#pointRequests(venID, reports))];
    },
    updateReport: async ({ venID, message }) => {
      for (const report of receivedReadings(message)) {
        await this.subscriptions.deliver(venID, report);
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
    const requests = (await this.#handlers.onRegisterReports?.({ venId: venID, reports })) ?? [];
    return requests.map(({ callback, ...request }) => {
      const reportRequestID = request.reportRequestId ?? this.#newID();
      if (callback) this.subscriptions.add(venID, reportRequestID, request.rIds, callback);
      return { ...reportSpec(request), reportRequestID };
    });
  }

  /** Points of one report that are wanted at the same times share a request. */
  async #pointRequests(venID: string, reports: readonly OfferedReport[]): Promise<ReportRequestSpec[]> {
    const handler = this.#handlers.onRegisterReport;
    if (!handler) return [];
    const specs = new Map<string, ReportRequestSpec & { readonly reportRequestID: string; readonly rIDs: string[] }>();
    for (const report of reports) {
      for (const point of offeredPoints(venID, report)) {
        const wanted = await handler(point);
        if (!wanted) continue;
        const timing = checked(wanted, point);
        const key = `${report.reportSpecifierID}\n${timing.reportBack}\n${timing.granularity}`;
        const spec = specs.get(key) ?? { ...timing, reportRequestID: this.#newID(), rIDs: [] };
        specs.set(key, spec);
        spec.rIDs.push(point.rId);
        this.subscriptions.add(venID, spec.reportRequestID, [point.rId], wanted.callback);
      }
    }
    return [...specs.values()];
  }

  #newID(): string {
    return `report-${this.#random.id(8)}`;
  }
}

/** @throws OpenADRError where a program in plain JavaScript returned what is no request */
function checked({ callback, samplingInterval, reportBack }: PointRequest, point: OfferedPoint): ReportRequestSpec {
  if (typeof callback !== 'function' || samplingInterval === undefined) {
    throw new OpenADRError('HANDLER', `onRegisterReport returned no request for ${point.rId}`, {
      expected: '{ callback, samplingInterval }, or nothing',
      actual: `callback: ${typeof callback}, samplingInterval: ${String(samplingInterval)}`,
    });
  }
  return reportSpec({ reportSpecifierId: point.reportSpecifierId, samplingInterval, reportBack });
}

function offeredPoints(venID: string, report: OfferedReport): OfferedPoint[] {
  const { reportSpecifierID, reportName, points } = report;
  return points.map(({ rID, resourceIDs, unit, minPeriod, maxPeriod, onChange, reportType, readingType }) => ({
    ...{ venId: venID, resourceId: resourceIDs[0], rId: rID },
    ...(unit && { measurement: unit.name, unit: unit.units, scale: unit.scale }),
    ...{ minSamplingInterval: minPeriod, maxSamplingInterval: maxPeriod, onChange },
    ...{ reportName: reportName.replace(/^METADATA_/, ''), reportSpecifierId: reportSpecifierID },
    ...{ reportType, readingType },
  }));
}
