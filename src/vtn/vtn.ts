import type { Random } from '../base/random.ts';
import type { Finding } from '../openadr/finding.ts';
import { answer } from './answer.ts';
import type { Answered, HandlerName } from './ask.ts';
import { refuseCertificate } from './certificate.ts';
import { type Claim, claimed, signs } from './claimed.ts';
import { tick } from './clock.ts';
import { carryOut } from './command.ts';
import { Asking } from './consult.ts';
import { type Core, trim } from './core.ts';
import { bounce, land } from './delivery.ts';
import { Directory } from './directory.ts';
import { restore, tellRestored } from './restored.ts';
import type { SeriesView } from './series-store.ts';
import { saveVen, type VenSnapshot, type VtnSnapshot } from './snapshot.ts';
import { Turn } from './turn.ts';
import type { CommandOutcome, Peer, Received, VtnCommand, VtnConfig, VtnResult } from './types.ts';
import { type VenView, viewOf } from './view.ts';
import { Wakes } from './wakes.ts';

export interface VtnDeps {
  readonly random: Random;
  /** What an earlier VTN left. */
  readonly snapshot?: VtnSnapshot;
}

/** A request that waits for the program's answer. */
interface Waiting {
  readonly received: Received;
  readonly handler: HandlerName;
  /** Found before the question; some of it is found once only. */
  readonly findings: readonly Finding[];
}

const NOTHING: readonly never[] = Object.freeze([]);

/** Requests that wait at once; more than a listener lets in. */
const WAITING = 4096;

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
  /** By exchange, which is the ID of its question too. */
  readonly #waiting = new Map<string, Waiting>();

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

  /**
   * Answers one request, or asks the program first. Every exchange that got a reply is later told to be `delivered` or
   * `undelivered`. With a question come the changes that are true whatever the answer, such as that the VEN was heard.
   */
  receive(received: Received, now: number): VtnResult {
    return this.#answer(this.#turn(now, received.exchange), received, NOTHING);
  }

  /**
   * The answer to an `ask`: the request is gone through anew, with the state as it is now. The findings are those of
   * the request as a whole. Without reply if nothing waits under that ID.
   */
  resume(id: string, answered: Answered, now: number): VtnResult {
    const waiting = this.#waiting.get(id);
    const turn = this.#turn(now, waiting?.received.exchange);
    if (!waiting) return turn.result();
    this.#waiting.delete(id);
    turn.answered = { handler: waiting.handler, answered };
    return this.#answer(turn, waiting.received, waiting.findings);
  }

  /**
   * A message for a VEN was verified on plain HTTP, but with another certificate than the one that the VEN is bound to, and
   * was refused. The command `repin` can accept that, unless it is the certificate of another VEN.
   */
  anotherSigner(
    venID: string,
    signer: Pick<Peer, 'certificate'> & { readonly fingerprint: string },
    now: number,
  ): VtnResult {
    const turn = this.#turn(now);
    const { directory } = this.#core;
    const ven = directory.get(venID);
    if (ven?.fingerprint !== undefined && !directory.byFingerprint(signer.fingerprint))
      refuseCertificate(turn, ven, signer.fingerprint, signer);
    return turn.result();
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

  /** Whose message a request would be taken as, and whether that VEN is to sign; read-only. */
  claimed(received: Pick<Received, 'peer' | 'message' | 'ids'>): Claim {
    return claimed(this.#core, received);
  }

  /** Whether that VEN registered with oadrXmlSignature. */
  signs(venID: string): boolean {
    const ven = this.#core.directory.get(venID);
    return ven !== undefined && signs(ven);
  }

  /** venID of the VEN that is bound to that certificate. */
  boundTo(fingerprint: string): string | undefined {
    return this.#core.directory.byFingerprint(fingerprint)?.venID;
  }

  /** The time series of a VEN's reports; none for one that is not known. Not durable. */
  series(venID: string): SeriesView[] {
    return this.#core.directory.get(venID)?.series.views() ?? [];
  }

  get config(): VtnConfig {
    return this.#core.config;
  }

  #answer(turn: Turn, received: Received, earlier: readonly Finding[]): VtnResult {
    try {
      const result = turn.result(answer(this.#core, turn, received));
      return earlier.length === 0 ? result : { ...result, findings: unite(earlier, result.findings) };
    } catch (error) {
      if (!(error instanceof Asking)) throw error;
      const { question } = error;
      const id = received.exchange;
      this.#waiting.set(id, { received, handler: question.handler, findings: unite(earlier, turn.findings) });
      trim(this.#waiting, WAITING);
      return { ...turn.result(), findings: NOTHING, ask: { id, ...question } };
    }
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

/** What both passes found is told once. */
function unite(earlier: readonly Finding[], later: readonly Finding[]): readonly Finding[] {
  const told = new Set(later.map((finding) => JSON.stringify(finding)));
  return [...earlier.filter((finding) => !told.has(JSON.stringify(finding))), ...later];
}
