import { after, type Clock, type Timer } from '../base/clock.ts';
import { type Random, SeededRandom } from '../base/random.ts';
import type { Finding, Message } from '../openadr/index.ts';
import { createClient } from '../transport/client.ts';
import { type Decide, type Decisions, decideOn } from './decide.ts';
import type { OptType, VenFact } from './facts.ts';
import { step, type VenCommand, type VenInput } from './machine.ts';
import { optRefusal } from './opt.ts';
import { configOf, type Kept, longestBackoffOf, type SimulatedVenOptions, timeoutOf } from './options.ts';
import { Outbox, type VenClient } from './outbox.ts';
import { Reading } from './reading.ts';
import { BELIEVING, refusedAnswer } from './signature-problem.ts';
import { Signer } from './signer.ts';
import { initialState, isRegistered, type Sending, type VenConfig, type VenState } from './state.ts';
import { VenError } from './ven-error.ts';
import { type Opened, Verifier } from './verifier.ts';
import { type VenView, viewOf } from './view.ts';
import { Wire } from './wire.ts';
import { Writing } from './writing.ts';

/** A VEN of its own: registers, polls, takes events and carries them out, over real HTTP. */
export class SimulatedVen {
  readonly name: string;
  readonly #config: VenConfig;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #client: VenClient;
  readonly #outbox: Outbox;
  readonly #reading = new Reading();
  readonly #writing: Writing;
  readonly #decide: Decide | undefined;
  readonly #startDelay: number;
  readonly #onFact: (fact: VenFact) => void;
  #state: VenState;
  #timer: Timer | undefined;
  #wake: number | undefined;
  #stopped = false;

  /**
   * @throws VenError if there is no personality of that name, or it needs signatures, or the VEN cannot sign so;
   * PkiError if its certificate or key cannot be used
   */
  constructor(options: SimulatedVenOptions) {
    const { ioClock } = options;
    this.name = options.venName;
    this.#clock = options.clock;
    // A stream of its own, so that what one VEN draws does not depend on the others.
    const seed = options.random.id();
    this.#random = new SeededRandom(seed);
    this.#config = configOf({ seed, ...options });
    this.#decide = options.decide;
    this.#startDelay = options.startDelay ?? 0;
    this.#onFact = options.onFact ?? (() => {});
    this.#state = { ...initialState(this.#config), ...options.kept };
    const { url: baseUrl, tls } = options;
    this.#client = createClient({ baseUrl, ioClock, timeoutMs: timeoutOf(options), ...(tls && { tls }) });
    this.#writing = new Writing(this.#config.personality);
    const wire = new Wire(this.name, options.onMessage);
    const { signer, verifier } = this.#signing(options, seed);
    this.#outbox = new Outbox({
      client: this.#client,
      ioClock,
      random: this.#random,
      longest: () => longestBackoffOf(options, this.#state.pollInterval),
      signs: signer !== undefined,
      posting: (to, body) => {
        const sealed = signer?.seal(body) ?? { body };
        wire.posted(to, sealed);
        if (to.message.name === 'oadrPoll') this.#step({ input: 'posted', to });
        return sealed.body;
      },
      answered: async (sending, answer) => {
        const isPayload = answer.status === 200 && answer.body.length > 0;
        const opened = (isPayload && verifier?.open(answer)) || { body: answer.body };
        await wire.answered(sending, answer, opened);
        return opened;
      },
      reply: (sending, opened) => this.#replied(sending, opened),
      refused: (to, status, said) => this.#step({ input: 'refused', to, status, ...said }),
      backoff: ({ service, message }, attempt, delay, why) =>
        this.#onFact({ fact: 'backoff', service, payload: message.name, attempt, delay, ...why }),
    });
  }

  /** What it knows and does now. */
  get state(): VenView {
    return viewOf(this.#state, this.#clock.now());
  }

  /** What a VEN made in its place has through a power cut. */
  get kept(): Kept {
    const { venID, registrationID, vtnID, devices } = this.#state;
    return { venID, registrationID, vtnID, devices };
  }

  /** Begins, after the start delay; a VEN that was stopped does not begin again. */
  start(): void {
    if (this.#startDelay <= 0) {
      this.#step({ input: 'start' });
      return;
    }
    this.#timer = after(this.#clock, this.#startDelay, () => this.#step({ input: 'start' }));
  }

  /** Resolves when it has posted all that it has to post for now, and taken every answer. */
  async idle(): Promise<void> {
    await this.#outbox.idle();
  }

  /** Ends without a word to the VTN: finishes the request under way and closes all sockets. */
  async stop(): Promise<void> {
    this.#step({ input: 'stop' });
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#outbox.close();
    await this.#client.close();
  }

  /** Ends the registration by oadrCancelPartyRegistration; the VEN then stays silent until `reregister`. */
  cancelRegistration(): void {
    this.#step({ input: 'command', command: { command: 'cancelRegistration' } });
  }

  /** Registers again with both IDs, or anew where it has none. */
  reregister(): void {
    this.#step({ input: 'command', command: { command: 'reregister' } });
  }

  /**
   * Changes the opt state of a known event, by oadrCreatedEvent, or by oadrCreateOpt (rule 206), which may be limited
   * to resources.
   * @returns the optID of the oadrCreateOpt
   * @throws VenError if the event is not known or must not be answered
   */
  opt(
    eventID: string,
    optType: OptType,
    how: { readonly via?: 'oadrCreatedEvent' | 'oadrCreateOpt'; readonly resourceIDs?: readonly string[] } = {},
  ): string {
    const via = how.via ?? (how.resourceIDs ? 'oadrCreateOpt' : 'oadrCreatedEvent');
    const optID = this.#random.id();
    this.#order({ ...how, command: 'opt', eventID, optType, via, optID });
    return optID;
  }

  /**
   * Creates an opt schedule from `start` (ms since the epoch) for `duration` (ms, 0 = open-ended).
   * @returns its optID
   * @throws VenError if the VEN is not registered
   */
  optSchedule(optType: OptType, start: number, duration: number): string {
    const optID = this.#random.id();
    this.#order({ command: 'schedule', optID, optType, start, duration });
    return optID;
  }

  /** Cancels an opt schedule. @throws VenError if there is none of that optID (rule 211) */
  cancelOpt(optID: string): void {
    this.#order({ command: 'cancelOpt', optID });
  }

  #order(command: Extract<VenCommand, { command: 'opt' | 'schedule' | 'cancelOpt' }>): void {
    const venName = this.name;
    if (!isRegistered(this.#state))
      throw new VenError(`${venName} is not registered`, { venName, remedy: 'wait for it' });
    const refusal = command.command === 'schedule' ? undefined : optRefusal(this.#state, command);
    if (refusal !== undefined) throw new VenError(`${venName}: ${refusal}`, { venName });
    this.#step({ input: 'command', command });
  }

  #signing({ sign, clock, ioClock }: SimulatedVenOptions, seed: string): { signer?: Signer; verifier?: Verifier } {
    if (!sign) return {};
    // Chance of its own, so that the VEN does the same whether it signs or not.
    const random = new SeededRandom(`${seed} nonces`);
    return {
      signer: new Signer(sign, this.#config.personality.signing, clock, random),
      verifier: new Verifier(sign, { clock, ioClock, believing: () => this.#onFact(BELIEVING) }),
    };
  }

  async #replied(to: Sending, { body, refusal }: Opened): Promise<void> {
    if (refusal) {
      this.#onFact(refusedAnswer(to.message.name, refusal));
      this.#step({ input: 'reply', to, same: false, whole: false });
      return;
    }
    const { message, same, whole, faulty, errors } = await this.#reading.read(body, to.message.name === 'oadrPoll');
    const fault = errors[0];
    if (!message || fault) this.#unreadable(to, fault);
    try {
      this.#step({ input: 'reply', to, message, same, whole }, await this.#decisions(message));
    } catch (error) {
      // A payload with faults has holes that its type denies; without faults this is an error of ours.
      if (!message || !faulty) throw error;
      this.#step({ input: 'reply', to, same, whole: false });
    }
  }

  async #decisions(message: Message | undefined): Promise<Decisions | undefined> {
    const decide = this.#decide;
    if (!decide || this.#stopped) return undefined;
    const state = this.#state;
    return decideOn(message, { state, config: this.#config, now: this.#clock.now(), decide });
  }

  #unreadable(to: Sending, fault: Finding | undefined): void {
    const place = fault?.line === undefined ? '' : `, line ${fault.line}`;
    const what = fault ? `${fault.message}${place}` : 'the body is empty';
    this.#onFact({ fact: 'problem', problem: `the answer to ${to.message.name} has faults: ${what}` });
  }

  #step(input: VenInput, decisions?: Decisions): void {
    if (this.#stopped) return;
    const { state, send, facts, discard, wake } = step(this.#state, input, this.#clock.now(), {
      config: this.#config,
      random: this.#random,
      ...(decisions && { decisions }),
    });
    // Written before anything is changed: what cannot be written has not happened.
    const letters = send.map((sending) => ({ sending, body: this.#writing.body(sending) }));
    this.#state = state;
    this.#arm(wake);
    if (discard) this.#outbox.discard();
    // Last, since the first letter goes out at once and the machine hears of it.
    this.#outbox.push(letters);
    for (const fact of facts) this.#onFact(fact);
  }

  #arm(wake: number | undefined): void {
    if (wake === this.#wake) return;
    this.#timer?.cancel();
    this.#wake = wake;
    if (wake === undefined) return;
    this.#timer = this.#clock.at(wake, () => {
      this.#wake = undefined;
      this.#step({ input: 'wake' });
    });
  }
}
