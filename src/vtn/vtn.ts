import type { Random } from '../base/random.ts';
import { answer } from './answer.ts';
import type { Answered } from './ask.ts';
import { tick } from './clock.ts';
import { carryOut } from './command.ts';
import type { Core } from './core.ts';
import { bounce, land } from './delivery.ts';
import { Directory } from './directory.ts';
import { restore, tellRestored } from './restored.ts';
import { saveVen, type VenSnapshot, type VtnSnapshot } from './snapshot.ts';
import { Turn } from './turn.ts';
import type { CommandOutcome, Received, VtnCommand, VtnConfig, VtnResult } from './types.ts';
import { type VenView, viewOf } from './view.ts';
import { Wakes } from './wakes.ts';

export interface VtnDeps {
  readonly random: Random;
  /** What an earlier VTN left. */
  readonly snapshot?: VtnSnapshot;
}

/**
 * The VTN's state machine: requests, commands and the clock go in, replies and changes come out (architecture, decision
 * 5). Synchronous; no I/O, no timers, no time or chance of its own. `now` is bench time in ms since the epoch, and never
 * runs backwards.
 */
export class Vtn {
  readonly #core: Core;
  #restored: boolean;
  /** Told by the next call: a refused command returns nothing. */
  #held: Turn | undefined;

  constructor(config: VtnConfig, { random, snapshot }: VtnDeps) {
    this.#core = {
      config,
      random,
      directory: new Directory(),
      flights: new Map(),
      wakes: new Wakes(),
      connections: new Map(),
      queried: new Set(),
    };
    this.#restored = snapshot !== undefined;
    if (snapshot) restore(this.#core, snapshot);
  }

  /** Answers one request. Every exchange that got a reply is later told to be `delivered` or `undelivered`. */
  receive(received: Received, now: number): VtnResult {
    const turn = this.#turn(now, received.exchange);
    return turn.result(answer(this.#core, turn, received));
  }

  /** The answer to an `ask`; this VTN asks nobody, so an answer finds nothing to go on with. */
  resume(_id: string, _answer: Answered, now: number): VtnResult {
    return this.#turn(now).result();
  }

  /** The reply's last byte went to the operating system, with status 200. */
  delivered(exchange: string, now: number): VtnResult {
    const turn = this.#turn(now, exchange);
    land(this.#core, turn, exchange);
    return turn.result();
  }

  /** The reply did not go out: what it took from the queue is back in its place. */
  undelivered(exchange: string, now: number): VtnResult {
    const turn = this.#turn(now, exchange);
    bounce(this.#core, turn, exchange);
    return turn.result();
  }

  /**
   * Carries out a command, all of it or nothing.
   * @throws CommandError
   */
  command(command: VtnCommand, now: number): VtnResult & { readonly outcome: CommandOutcome } {
    const before = this.#turn(now);
    tick(this.#core, before);
    // What the clock brought is true even if the command is refused.
    this.#held = before;
    const turn = this.#turn(now);
    try {
      const outcome = carryOut(this.#core, turn, command);
      return { ...turn.result(), outcome };
    } catch (error) {
      this.#held = before;
      throw error;
    }
  }

  /** What the clock brings: event states, presence. Called again at the same time it brings nothing. */
  tick(now: number): VtnResult {
    const turn = this.#turn(now);
    tick(this.#core, turn);
    return turn.result();
  }

  /** When `tick` is due next, ms since the epoch; now and then too early, never too late. */
  nextTick(): number | undefined {
    return this.#restored || this.#held ? 0 : this.#core.wakes.next;
  }

  /** All that is durable. */
  snapshot(): VtnSnapshot {
    return { version: 1, vens: [...this.#core.directory.all()].map(saveVen) };
  }

  /** The durable part of one VEN; undefined if it is not known, so that the store forgets it too. */
  venSnapshot(venID: string): VenSnapshot | undefined {
    const ven = this.#core.directory.get(venID);
    return ven && saveVen(ven);
  }

  /** Every VEN as it is now. */
  vens(): VenView[] {
    return [...this.#core.directory.all()].map(viewOf);
  }

  /** One VEN as it is now. */
  ven(venID: string): VenView | undefined {
    const ven = this.#core.directory.get(venID);
    return ven && viewOf(ven);
  }

  get config(): VtnConfig {
    return this.#core.config;
  }

  #turn(now: number, exchange?: string): Turn {
    const turn = new Turn(now, exchange, this.#held);
    this.#held = undefined;
    if (this.#restored) {
      this.#restored = false;
      tellRestored(this.#core, turn);
    }
    return turn;
  }
}
