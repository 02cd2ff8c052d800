import { SeededRandom } from '../../src/base/random.ts';
import type { Message, PayloadName } from '../../src/openadr/index.ts';
import type { VenFact } from '../../src/ven/facts.ts';
import { step, type VenCommand, type VenInput } from '../../src/ven/machine.ts';
import { PERSONALITIES, type PersonalityName } from '../../src/ven/personalities.ts';
import type { Personality } from '../../src/ven/personality.ts';
import { initialState, type Sending, type VenConfig, type VenState } from '../../src/ven/state.ts';
import { created, distribute, ok, queried, registered, updatedReport } from './vtn-messages.ts';

function properAnswer(name: PayloadName): Message {
  if (name === 'oadrUpdateReport') return updatedReport();
  if (name === 'oadrRegisterReport') return registered();
  return ok();
}

/** Midnight of 2026-01-01, UTC. */
export const T0 = Date.UTC(2026, 0, 1);

export interface VenBenchOptions extends Partial<Omit<VenConfig, 'personality'>> {
  readonly personality?: PersonalityName | Personality;
}

/** Plays the driver of a VEN's state machine by hand: time stands, replies are given one by one. */
export class VenBench {
  now = T0;
  state: VenState;
  /** Everything posted and not yet answered, the oldest first. */
  readonly outbox: Sending[] = [];
  /** Everything ever posted. */
  readonly posted: Message[] = [];
  readonly facts: VenFact[] = [];
  wake: number | undefined;
  #onWire = false;
  readonly #environment: { config: VenConfig; random: SeededRandom };

  constructor({ personality = 'cooperative', ...config }: VenBenchOptions = {}) {
    this.#environment = {
      random: new SeededRandom('ven'),
      config: {
        venName: 'sim',
        resources: ['load'],
        pollInterval: 10_000,
        pollJitter: 0,
        longestRetry: 60_000,
        ...config,
        personality: typeof personality === 'string' ? PERSONALITIES[personality] : personality,
      },
    };
    this.state = initialState(this.#environment.config);
  }

  /** @returns the names of what this input made it post */
  input(input: VenInput): PayloadName[] {
    const result = step(this.state, input, this.now, this.#environment);
    this.state = result.state;
    this.wake = result.wake;
    this.facts.push(...result.facts);
    if (result.discard) {
      this.outbox.length = 0;
      this.#onWire = false;
    }
    this.outbox.push(...result.send);
    this.posted.push(...result.send.map(({ message }) => message));
    this.#postFirst();
    return result.send.map(({ message }) => message.name);
  }

  /** As the driver does: one message at a time is on the wire, and the machine hears when that is a poll. */
  #postFirst(): void {
    const to = this.outbox[0];
    if (!to || this.#onWire) return;
    this.#onWire = true;
    if (to.message.name === 'oadrPoll') this.input({ input: 'posted', to });
  }

  #answered(): Sending {
    const to = this.outbox.shift();
    if (!to) throw new Error('nothing is unanswered');
    this.#onWire = false;
    return to;
  }

  start(): PayloadName[] {
    return this.input({ input: 'start' });
  }

  /** Answers the oldest message with this (absent: unreadable). */
  reply(message?: Message, { same = false, whole = true } = {}): PayloadName[] {
    const to = this.#answered();
    return this.input({ input: 'reply', to, ...(message && { message }), same, whole });
  }

  refuse(status: number): PayloadName[] {
    return this.input({ input: 'refused', to: this.#answered(), status });
  }

  command(command: VenCommand): PayloadName[] {
    return this.input({ input: 'command', command });
  }

  /** Lets `ms` pass, waking the machine at each moment that it asked for. */
  pass(ms: number): PayloadName[] {
    const end = this.now + ms;
    const names: PayloadName[] = [];
    while (this.wake !== undefined && this.wake <= end) {
      this.now = Math.max(this.now, this.wake);
      names.push(...this.input({ input: 'wake' }));
    }
    this.now = end;
    return names;
  }

  /** Gives everything that is unanswered its proper answer; a poll gets nothing. @returns what was answered */
  drain(): Message[] {
    const answered: Message[] = [];
    for (let to = this.outbox[0]; to; to = this.outbox[0]) {
      answered.push(to.message);
      this.reply(properAnswer(to.message.name));
    }
    return answered;
  }

  /** Lets `ms` pass in steps, everything answered at once. @returns all that was posted */
  live(ms: number, step = 1_000): Message[] {
    const from = this.posted.length;
    for (const end = this.now + ms; this.now < end; ) {
      this.pass(Math.min(step, end - this.now));
      this.drain();
    }
    return this.posted.slice(from);
  }

  /** Registers and goes through start-up until the first poll was answered with nothing. */
  register(poll = 'PT10S'): this {
    this.start();
    if (this.outbox[0]?.message.name === 'oadrQueryRegistration') this.reply(queried());
    this.reply(created({ poll }));
    this.reply(registered());
    this.reply(distribute([]));
    this.reply(ok());
    this.facts.length = 0;
    this.posted.length = 0;
    return this;
  }

  /** Polls (by cadence, if none is open) and answers it; then acknowledges all else that it posts and the next poll. */
  poll(answer: Message, { same = false, whole = true } = {}): Message[] {
    if (!this.state.polling) this.pass((this.state.nextPoll ?? this.now) - this.now);
    while (this.outbox[0] && this.outbox[0].message.name !== 'oadrPoll') this.reply(ok());
    const from = this.posted.length;
    this.reply(answer, { same, whole });
    const posted = this.posted.slice(from).filter(({ name }) => name !== 'oadrPoll');
    while (this.outbox[0] && ['oadrCreatedEvent', 'oadrPoll'].includes(this.outbox[0].message.name)) this.reply(ok());
    return posted;
  }

  /** The facts of one kind. */
  of<K extends VenFact['fact']>(kind: K): Extract<VenFact, { fact: K }>[] {
    return this.facts.filter((fact): fact is Extract<VenFact, { fact: K }> => fact.fact === kind);
  }

  /** The event responses in what was posted last, as `eventID/modificationNumber code opt`. */
  answers(messages: readonly Message[] = this.posted): string[] {
    return messages.flatMap((message) =>
      message.name === 'oadrCreatedEvent'
        ? (message.body.eiCreatedEvent.eventResponses?.eventResponse ?? []).map(
            ({ qualifiedEventID: id, responseCode, optType }) =>
              `${id.eventID}/${id.modificationNumber} ${responseCode} ${optType}`,
          )
        : [],
    );
  }
}
