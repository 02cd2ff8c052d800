import type { Random } from '../../../src/base/random.ts';
import type { Message, OadrCreateReport } from '../../../src/openadr/index.ts';
import { ClientError } from '../../../src/transport/client-failure.ts';
import * as m from '../../helpers/messages.ts';
import { KnownVen } from './acknowledged.ts';
import { type KillableBench, Killed } from './killable.ts';
import { HandVen } from './vens.ts';

const HOUR = 3_600_000;

/** What happens at a bench until it is killed; notes what was confirmed, and nothing else. */
export class Traffic {
  readonly vens: KnownVen[] = [];
  readonly #random: Random;
  #names = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * Keeps several at work until the bench is gone.
   * @param confirmed called after each confirmation
   */
  async run(bench: KillableBench, confirmed: () => void): Promise<void> {
    const jobs = [this.#registers, this.#commands, this.#polls, this.#opts, this.#reports];
    await Promise.all(jobs.map((job) => this.#untilKilled(bench, job, confirmed)));
  }

  async #untilKilled(
    bench: KillableBench,
    job: (bench: KillableBench, hand: HandVen) => Promise<void>,
    confirmed: () => void,
  ): Promise<void> {
    const hand = new HandVen(bench.ready.ready);
    try {
      for (;;) {
        await job.call(this, bench, hand);
        confirmed();
      }
    } catch (error) {
      if (!(error instanceof Killed || error instanceof ClientError)) throw error;
    } finally {
      hand.close();
    }
  }

  /** A new VEN, or one that is known again under its IDs. */
  async #registers(_bench: KillableBench, hand: HandVen): Promise<void> {
    const known = this.#random.next() < 0.3 ? this.#some() : undefined;
    if (known) {
      const { venID, registrationID, venName } = known;
      const again = m.oadrCreatePartyRegistration({ venID, registrationID, oadrVenName: venName });
      const created = await hand.ask(again, 'oadrCreatedPartyRegistration');
      if (created.registrationID !== registrationID) throw new Error(`${venName} got ${created.registrationID}`);
      return;
    }
    const venName = `ven-${++this.#names}`;
    await hand.register(venName);
    const { venID, registrationID } = hand;
    this.vens.push(new KnownVen({ venID, registrationID, venName, polls: this.#names % 2 === 0 }));
  }

  /** An event, a change or a cancel of one, or a payload of its own for the queue. */
  async #commands(bench: KillableBench, hand: HandVen): Promise<void> {
    const ven = this.#some();
    if (!ven) return this.#registers(bench, hand);
    const { venID } = ven;
    const [eventID, known] = this.#pick([...ven.events]) ?? [];
    const choice = this.#random.next();
    if (choice < 0.4 || !eventID || !known) {
      if (choice < 0.2) return this.#sends(bench, ven);
      const made = { eventID: `event-${this.#random.id()}`, start: Date.now() + HOUR, signals: [signal('PT1H', 1)] };
      await bench.execute({ do: 'event', vens: [venID], event: made });
      ven.events.set(made.eventID, { confirmed: 0, asked: 0, cancelled: false });
      return;
    }
    if (known.cancelled) return;
    known.asked++;
    await bench.execute(
      choice < 0.8
        ? { do: 'modify', vens: [venID], eventID, set: { signals: [signal('PT1H', known.asked % 4)] } }
        : { do: 'cancel', vens: [venID], eventID },
    );
    known.cancelled = choice >= 0.8;
    known.confirmed = known.asked;
  }

  async #sends(bench: KillableBench, ven: KnownVen): Promise<void> {
    const requestID = `owed-${this.#random.id()}`;
    const payload = { name: 'oadrRegisterReport', body: { requestID } } as const;
    const { items } = await bench.execute({ do: 'send', vens: [ven.venID], payload });
    if (ven.polls) ven.promised.push(requestID);
    else ven.items.push(...items.map(({ item }) => item));
  }

  /** Polls and answers the events that come. */
  async #polls(bench: KillableBench, hand: HandVen): Promise<void> {
    const ven = this.#pick(this.vens.filter(({ polls }) => polls));
    if (!ven) return this.#registers(bench, hand);
    hand.venID = ven.venID;
    const answer = await hand.poll();
    this.took(ven, answer);
    if (answer.name === 'oadrCreateReport') return this.#accepts(ven, answer.body, hand);
    if (answer.name !== 'oadrDistributeEvent') return;
    const optType = this.#random.next() < 0.5 ? 'optIn' : 'optOut';
    const answers: m.Answer[] = (answer.body.oadrEvent ?? []).map(({ eiEvent: { eventDescriptor: event } }) => ({
      ...{
        eventID: event.eventID,
        modificationNumber: event.modificationNumber,
        optType,
        requestID: answer.body.requestID,
      },
    }));
    if (answers.length === 0) return;
    const said = answers.flatMap(({ eventID }) => ven.events.get(eventID) ?? []);
    for (const event of said) event.opt = undefined;
    const { eiResponse } = await hand.ask(m.oadrCreatedEvent(ven.venID, answers), 'oadrResponse');
    // A version that was changed meanwhile is not confirmed (450).
    if (eiResponse.responseCode === '200') for (const event of said) event.opt = optType;
  }

  /** An opt schedule of its own market context, which supersedes no other (rule 205). */
  async #opts(bench: KillableBench, hand: HandVen): Promise<void> {
    const ven = this.#some();
    if (!ven) return this.#registers(bench, hand);
    const optID = `opt-${this.#random.id()}`;
    const marketContext = `http://example.com/${optID}`;
    const created = await hand.ask(m.oadrCreateOpt(ven.venID, { optID, marketContext }), 'oadrCreatedOpt');
    if (created.eiResponse.responseCode !== '200') throw new Error(JSON.stringify(created.eiResponse));
    ven.optIDs.add(optID);
  }

  /** Metadata of a VEN that has none yet, else a report that is asked for until it is cancelled. */
  async #reports(bench: KillableBench, hand: HandVen): Promise<void> {
    const ven = this.#some();
    if (!ven) return this.#registers(bench, hand);
    const { venID, venName } = ven;
    if (ven.offered === undefined) {
      const reportSpecifierID = `usage-${venName}`;
      const metadata = m.oadrRegisterReport({ venID, oadrReport: [m.telemetryUsage({ reportSpecifierID })] });
      const { eiResponse } = await hand.ask(metadata, 'oadrRegisteredReport');
      if (eiResponse.responseCode !== '200') throw new Error(JSON.stringify(eiResponse));
      ven.offered = reportSpecifierID;
      return;
    }
    const report = { reportName: 'TELEMETRY_USAGE', reportBack: 'PT1H', granularity: 'PT1M' };
    const { requests = [] } = await bench.execute({ do: 'requestReport', vens: [venID], reports: [report] });
    for (const { reportRequestID } of requests) {
      // It may have been fetched and accepted before the command was confirmed.
      if (!ven.requests.has(reportRequestID)) ven.requests.set(reportRequestID, { accepted: false });
    }
  }

  async #accepts(ven: KnownVen, { requestID, oadrReportRequest }: OadrCreateReport, hand: HandVen): Promise<void> {
    const ids = oadrReportRequest.map(({ reportRequestID }) => reportRequestID);
    const created = m.oadrCreatedReport(ven.venID, requestID, ids);
    const { eiResponse } = await hand.ask(created, 'oadrResponse');
    if (eiResponse.responseCode !== '200') throw new Error(JSON.stringify(eiResponse));
    for (const id of ids) ven.requests.set(id, { accepted: true });
  }

  /** What was owed to it has come. */
  took(ven: KnownVen, answer: Message): void {
    if (answer.name === 'oadrRegisterReport' && answer.body.requestID) ven.came.add(answer.body.requestID);
  }

  #some(): KnownVen | undefined {
    return this.#pick(this.vens);
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random.next() * from.length)];
  }
}

function signal(duration: string, value: number) {
  return { name: 'SIMPLE', type: 'level', intervals: [{ duration, value }] };
}
