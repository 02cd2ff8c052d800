import { after, type Clock, sleep, type Timer } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Journal } from '../journal/journal.ts';
import type { Finding } from '../openadr/finding.ts';
import type { ReadResult } from '../openadr/index.ts';
import type { Store } from '../store/store.ts';
import type { HttpPlan, HttpRequest, HttpSent } from '../transport/types.ts';
import type { Answered, Ask } from '../vtn/ask.ts';
import type { VtnSnapshot } from '../vtn/snapshot.ts';
import type { CommandOutcome, Outgoing, VtnCommand, VtnConfig, VtnResult } from '../vtn/types.ts';
import { Vtn } from '../vtn/vtn.ts';
import { Asker } from './asker.ts';
import { logFault } from './guarded.ts';
import type { Handlers } from './handlers.ts';
import { Lanes } from './lanes.ts';
import type { MessageLog } from './message-log.ts';
import { Readings } from './readings.ts';
import { planOf } from './stages.ts';
import { Wake } from './wake.ts';

/** Deliveries within this time share a write of the state, ms of I/O time. */
const SAVE_MS = 100;

/** What the driver needs around the core. */
export interface DriverDeps {
  readonly clock: Clock;
  readonly ioClock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly store: Store;
  readonly messages: MessageLog;
  /** Why a VEN of that name may not come in, if it may not; asked for every request that names or identifies one. */
  readonly refuse?: (venName: string) => string | undefined;
  /** Who is asked before the core acts. */
  readonly handlers?: Handlers;
}

/** A command that was carried out. */
export interface CarriedOut {
  readonly outcome: CommandOutcome;
  /** Resolves when its durable part is stored. @throws StoreError */
  readonly stored: Promise<void>;
}

/** An exchange whose answer is on its way. */
interface Open {
  readonly request: HttpRequest;
  readonly ven?: string;
  readonly outgoing: Outgoing;
  readonly plan: HttpPlan;
  readonly since: number;
}

/**
 * The only driver of the VTN's core (architecture, decision 5): receive → ask → store the durable changes → write, send
 * → delivered or undelivered, with the records of each. One driver lives as long as its VTN; a restart makes a new one.
 */
export class VtnDriver {
  readonly vtn: Vtn;
  readonly #deps: DriverDeps;
  readonly #lanes = new Lanes();
  readonly #readings = new Readings();
  readonly #open = new Map<string, Open>();
  readonly #wake: Wake;
  readonly #asker: Asker | undefined;
  /** venIDs of which something was delivered since the state was written. */
  readonly #unsaved = new Set<string>();
  #saving: Timer | undefined;
  #stopped = false;

  constructor(config: VtnConfig, deps: DriverDeps, snapshot?: VtnSnapshot) {
    this.#deps = deps;
    const { handlers, ioClock, journal } = deps;
    const asking = handlers ? { ...config, asks: handlers.asks } : config;
    this.vtn = new Vtn(asking, { random: deps.random, ...(snapshot ? { snapshot } : {}) });
    this.#asker = handlers && new Asker(handlers, ioClock, journal);
    this.#wake = new Wake(deps.clock, () => this.#tick());
    this.#wake.by(this.vtn.nextTick());
  }

  /** Tells what was restored from the state, and what the clock has brought since. */
  announce(): void {
    this.#tick();
  }

  /** One POST to a service: what goes out, at once where nothing must be waited for. */
  request(request: HttpRequest): HttpPlan | Promise<HttpPlan> {
    const since = performance.now();
    const reading = this.#readings.read(request.body);
    if (reading instanceof Promise) return reading.then((read) => this.#inLane(request, read, since));
    return this.#inLane(request, reading, since);
  }

  /** The answer's last byte went out, or the connection closed before. */
  sent(sent: HttpSent): void {
    const open = this.#open.get(sent.exchange);
    if (!open) return;
    this.#open.delete(sent.exchange);
    const { request, outgoing, plan, ven } = open;
    this.#deps.messages.outgoing({ request, sent, outgoing, plan, ven, took: performance.now() - open.since });
    if (this.#stopped) return;
    const now = this.#deps.clock.now();
    const ok = sent.delivered && sent.status === 200;
    const result = ok ? this.vtn.delivered(sent.exchange, now) : this.vtn.undelivered(sent.exchange, now);
    this.#told(result, sent.exchange);
    this.#saveLater(result.dirty);
  }

  /**
   * Carries out a command; `accepted` is called between the core's consent and the first of its changes, so that the
   * command's record stands before theirs.
   * @throws CommandError
   */
  command(command: VtnCommand, accepted: () => void): CarriedOut {
    const result = this.vtn.command(command, this.#deps.clock.now());
    accepted();
    this.#told(result);
    return { outcome: result.outcome, stored: this.#save(result.dirty) };
  }

  /**
   * Resolves when no answer is on its way any more, or after `ms` of I/O time; what the program is asked then is given
   * up.
   */
  async settled(ioClock: Clock, ms: number): Promise<void> {
    const end = ioClock.now() + ms;
    const isBusy = (): boolean => this.#open.size > 0 || (this.#asker?.open ?? 0) > 0;
    while (isBusy() && ioClock.now() < end) await sleep(ioClock, 5);
    this.#asker?.stop();
  }

  /** No more clock, no more core; what is being answered is still recorded, and all that was delivered is stored. */
  async stop(): Promise<void> {
    await this.#lanes.idle();
    this.#stopped = true;
    this.#wake.cancel();
    await this.#saveNow();
  }

  #inLane(request: HttpRequest, read: ReadResult, since: number): HttpPlan | Promise<HttpPlan> {
    const { fingerprint, connection } = request.remote;
    const { venID } = read.ids;
    const venName = venNameOf(read);
    const lane = fingerprint ?? (venID ? `id:${venID}` : venName ? `name:${venName}` : connection);
    return this.#lanes.run(lane, () => this.#exchange(request, read, since));
  }

  #exchange(request: HttpRequest, read: ReadResult, since: number): HttpPlan | Promise<HttpPlan> {
    const refusal = this.#refusal(read);
    if (refusal !== undefined) return this.#refused(request, read, refusal, since);
    const result = this.vtn.receive(
      {
        exchange: request.exchange,
        peer: {
          connection: request.remote.connection,
          address: request.remote.address,
          fingerprint: request.remote.fingerprint,
          tls: request.remote.tls,
        },
        service: request.service,
        message: read.message,
        ids: read.ids,
        findings: merge(request.findings, read.findings),
      },
      this.#deps.clock.now(),
    );
    if (result.ask) return this.#ask(request, read, result, result.ask, since);
    return this.#conclude(request, read, result, since);
  }

  /** Asks the program; the peer's lane waits for it, the others do not. */
  async #ask(request: HttpRequest, read: ReadResult, asking: VtnResult, ask: Ask, since: number): Promise<HttpPlan> {
    // What the clock and the VEN's presence brought is true whatever is answered.
    this.#told(asking);
    this.#saveLater(asking.dirty);
    const answered: Answered = (await this.#asker?.ask(ask)) ?? { failed: 'nobody is asked' };
    const result = this.vtn.resume(ask.id, answered, this.#deps.clock.now());
    if (result.answerFault) this.#asker?.failed(ask, result.answerFault);
    return this.#conclude(request, read, result, since);
  }

  /** Records the message and what it changed, stores that, and answers. */
  #conclude(request: HttpRequest, read: ReadResult, result: VtnResult, since: number): HttpPlan | Promise<HttpPlan> {
    const ven = result.ven ?? read.ids.venID;
    this.#deps.messages.incoming({
      request,
      read,
      ven,
      findings: merge(request.findings, read.findings, result.findings),
    });
    this.#told(result, request.exchange);
    const reply: Outgoing = result.reply ?? { status: 500, patch: [], reason: 'no answer' };
    if (result.dirty.length === 0) return this.#answer(request, ven, reply, since);
    return this.#stored(result).then((instead) => this.#answer(request, ven, instead ?? reply, since));
  }

  #answer(request: HttpRequest, ven: string | undefined, outgoing: Outgoing, since: number): HttpPlan {
    const plan = planOf(outgoing);
    this.#open.set(request.exchange, { request, ven, outgoing, plan, since });
    return plan;
  }

  #refusal(read: ReadResult): string | undefined {
    const { refuse } = this.#deps;
    if (!refuse) return undefined;
    const { venID } = read.ids;
    const venName = venNameOf(read) ?? (venID === undefined ? undefined : this.vtn.ven(venID)?.venName);
    return venName === undefined ? undefined : refuse(venName);
  }

  /** Recorded like any other, and answered without the core having heard of it. */
  #refused(request: HttpRequest, read: ReadResult, reason: string, since: number): HttpPlan {
    const ven = read.ids.venID;
    const finding: Finding = { layer: 'sequence', severity: 'info', message: `refused: ${reason}` };
    this.#deps.messages.incoming({ request, read, ven, findings: merge(request.findings, read.findings, [finding]) });
    return this.#answer(request, ven, { status: 503, patch: [], reason }, since);
  }

  /** Acknowledged means stored: what cannot be written is answered by 503 (decision 8). */
  async #stored(result: VtnResult): Promise<Outgoing | undefined> {
    try {
      await this.#save(result.dirty);
      return undefined;
    } catch (error) {
      this.#storeFailed(error);
      return { status: 503, patch: [], reason: 'the state file cannot be written; try again later' };
    }
  }

  async #save(dirty: readonly string[]): Promise<void> {
    if (dirty.length > 0) await this.#deps.store.save(dirty, (venID) => this.vtn.venSnapshot(venID));
  }

  /**
   * Taking from the queue is durable once delivered, and may be written later (decision 8): nobody waits for it, and
   * what is lost by a crash is sent again. Many deliveries share a write, which is one of the whole state.
   */
  #saveLater(dirty: readonly string[]): void {
    for (const venID of dirty) this.#unsaved.add(venID);
    if (this.#unsaved.size > 0) this.#saving ??= after(this.#deps.ioClock, SAVE_MS, () => this.#saveNow());
  }

  #saveNow(): Promise<void> {
    this.#saving?.cancel();
    this.#saving = undefined;
    const dirty = [...this.#unsaved];
    this.#unsaved.clear();
    return this.#save(dirty).catch((error: unknown) => this.#storeFailed(error));
  }

  #told(result: VtnResult, exchange?: string): void {
    for (const change of result.changes) {
      this.#deps.journal.append({ kind: 'state', ven: change.venID, ...(exchange ? { exchange } : {}), change });
    }
    this.#wake.by(this.vtn.nextTick());
  }

  #tick(): void {
    if (this.#stopped) return;
    let result: VtnResult;
    try {
      result = this.vtn.tick(this.#deps.clock.now());
    } catch (error) {
      logFault(this.#deps.journal, 'at the clock', error);
      return;
    }
    this.#told(result);
    this.#save(result.dirty).catch((error: unknown) => this.#storeFailed(error));
  }

  #storeFailed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#deps.journal.append({ kind: 'log', level: 'error', source: 'store', message });
  }
}

function merge(...lists: (readonly Finding[])[]): readonly Finding[] {
  const filled = lists.filter((list) => list.length > 0);
  return filled.length === 1 ? (filled[0] ?? []) : filled.flat();
}

/** The name that a VEN gives itself when it registers, where it could be read. */
function venNameOf({ message }: ReadResult): string | undefined {
  return message?.name === 'oadrCreatePartyRegistration' ? message.body.oadrVenName : undefined;
}
