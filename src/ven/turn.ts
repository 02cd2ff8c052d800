import type { Random } from '../base/random.ts';
import type { Message } from '../openadr/index.ts';
import type { Service } from '../openadr/service.ts';
import type { Decisions } from './decide.ts';
import type { VenFact, VenPhase } from './facts.ts';
import type { Sending, VenConfig, VenEnvironment, VenState } from './state.ts';

/** What one step of the machine brought. */
export interface Step {
  readonly state: VenState;
  /** To post, in this order. */
  readonly send: readonly Sending[];
  readonly facts: readonly VenFact[];
  /** Messages of earlier steps that still wait are void. */
  readonly discard: boolean;
  /** When the machine wants to be woken, ms since the epoch; absent: only by a reply or command. */
  readonly wake?: number;
}

/** One step in the making: the service files read the state from it and leave the next one in it. */
export class Turn {
  state: VenState;
  readonly now: number;
  readonly config: VenConfig;
  readonly random: Random;
  readonly decisions?: Decisions;
  #discard = false;
  readonly #send: Sending[] = [];
  readonly #facts: VenFact[] = [];

  constructor(state: VenState, now: number, { config, random, decisions }: VenEnvironment) {
    this.state = state;
    this.now = now;
    this.config = config;
    this.random = random;
    this.decisions = decisions;
  }

  set(change: Partial<VenState>): void {
    this.state = { ...this.state, ...change };
  }

  tell(fact: VenFact): void {
    this.#facts.push(fact);
  }

  problem(problem: string, about: { payload?: string; responseCode?: string; remedy?: string } = {}): void {
    this.tell({ fact: 'problem', problem, ...about });
  }

  phase(phase: VenPhase): void {
    if (this.state.phase === phase) return;
    this.set({ phase });
    this.tell({ fact: 'phase', phase });
  }

  /** A message of the present registration, to be posted later or now. */
  sending(service: Service, message: Message): Sending {
    return { service, message, generation: this.state.generation };
  }

  post(service: Service, message: Message): void {
    this.repost(this.sending(service, message));
  }

  repost(sending: Sending): void {
    this.#send.push(sending);
  }

  /** What earlier steps posted and still waits is void; what this one posts is not. */
  drop(): void {
    this.#discard = true;
  }

  step(wake: number | undefined): Step {
    return {
      state: this.state,
      send: this.#send,
      facts: this.#facts,
      discard: this.#discard,
      ...(wake !== undefined && { wake }),
    };
  }
}
