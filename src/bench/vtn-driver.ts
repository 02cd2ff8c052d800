import { type Clock, sleep } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Journal } from '../journal/journal.ts';
import type { Finding } from '../openadr/finding.ts';
import type { ReadResult } from '../openadr/index.ts';
import type { SignatureFacts } from '../openadr/signature/index.ts';
import type { Store } from '../store/store.ts';
import type { HttpPlan, HttpRequest, HttpSent } from '../transport/types.ts';
import type { Answered, Ask } from '../vtn/ask.ts';
import type { VtnSnapshot } from '../vtn/snapshot.ts';
import type { CommandOutcome, Outgoing, Peer, VtnCommand, VtnConfig, VtnResult } from '../vtn/types.ts';
import { Vtn } from '../vtn/vtn.ts';
import { Asker } from './asker.ts';
import { logFault } from './guarded.ts';
import type { Handlers } from './handlers.ts';
import { Lanes } from './lanes.ts';
import type { MessageLog } from './message-log.ts';
import { gatheringOf, Readings } from './readings.ts';
import { Saving } from './saving.ts';
import type { Accepted, NotAccepted } from './signing/check.ts';
import { then } from './signing/later.ts';
import type { SigningOptions } from './signing/options.ts';
import type { SignedPlan } from './signing/reply-signer.ts';
import { Signing } from './signing/signing.ts';
import { planOf } from './stages.ts';
import { Wake } from './wake.ts';

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
  /** Default: nothing is signed. */
  readonly sign?: SigningOptions;
}

/** A command that was carried out. */
export interface CarriedOut {
  readonly outcome: CommandOutcome;
  /** Resolves when its durable part is stored. @throws StoreError */
  readonly stored: Promise<void>;
}

/** A whole request. */
interface Came {
  readonly request: HttpRequest;
  /** `performance.now()` then. */
  readonly since: number;
  /** Bench time then. */
  readonly arrivedAt: number;
}

/** A request on its way through the core. */
interface Exchange extends Came {
  /** What is processed: of a signed message, what was verified. */
  readonly read: ReadResult;
  /** What its signature, or that there is none, came to; absent where there was nothing to be judged. */
  readonly checked?: Accepted;
}

/** An exchange whose answer is on its way. */
interface Open {
  readonly request: HttpRequest;
  readonly ven?: string;
  readonly outgoing: Outgoing;
  readonly plan: HttpPlan;
  readonly signed?: SignedPlan;
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
  readonly #signing: Signing;
  readonly #saving: Saving;
  #stopped = false;

  constructor(config: VtnConfig, deps: DriverDeps, snapshot?: VtnSnapshot) {
    this.#deps = deps;
    const { handlers, ioClock, journal } = deps;
    const asking = handlers ? { ...config, asks: handlers.asks } : config;
    this.vtn = new Vtn(asking, { random: deps.random, ...(snapshot ? { snapshot } : {}) });
    this.#asker = handlers && new Asker(handlers, ioClock, journal);
    this.#signing = new Signing(deps.sign, { ...deps, vtn: this.vtn });
    this.#saving = new Saving({ ...deps, snapshotOf: (venID) => this.vtn.venSnapshot(venID) });
    this.#wake = new Wake(deps.clock, () => this.#tick());
    this.#wake.by(this.vtn.nextTick());
  }

  /** Tells what was restored from the state, and what the clock has brought since. */
  announce(): void {
    this.#tick();
  }

  /** One POST to a service: what goes out, at once where nothing must be waited for. */
  request(request: HttpRequest): HttpPlan | Promise<HttpPlan> {
    const came = { request, since: performance.now(), arrivedAt: this.#deps.clock.now() };
    this.#signing.prepare(request);
    const reading = this.#readings.read(request.body);
    if (reading instanceof Promise) return reading.then((read) => this.#inLane(came, read));
    return this.#inLane(came, reading);
  }

  /** The answer's last byte went out, or the connection closed before. */
  sent(sent: HttpSent): void {
    const open = this.#open.get(sent.exchange);
    if (!open) return;
    this.#open.delete(sent.exchange);
    const { request, outgoing, plan, ven, signed } = open;
    const took = performance.now() - open.since;
    const { findings, signature } = signed ?? UNSIGNED;
    this.#deps.messages.outgoing({ request, sent, outgoing, plan, ven, findings, signature, took });
    if (this.#stopped) return;
    const now = this.#deps.clock.now();
    const ok = sent.delivered && sent.status === 200;
    const result = ok ? this.vtn.delivered(sent.exchange, now) : this.vtn.undelivered(sent.exchange, now);
    this.#told(result, sent.exchange);
    this.#saving.later(result.dirty);
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
    return { outcome: result.outcome, stored: this.#saving.save(result.dirty) };
  }

  /**
   * Resolves when no answer is on its way any more, or after `ms` of I/O time; what the program is asked then is given
   * up.
   */
  async settled(ioClock: Clock, ms: number): Promise<void> {
    const end = ioClock.now() + ms;
    const isBusy = (): boolean => this.#open.size + (this.#asker?.open ?? 0) + this.#signing.open > 0;
    while (isBusy() && ioClock.now() < end) await sleep(ioClock, 5);
    this.#asker?.stop();
    this.#signing.stop();
  }

  /** No more clock, no more core; what is being answered is still recorded, and all that was delivered is stored. */
  async stop(): Promise<void> {
    this.#signing.stop();
    await this.#lanes.idle();
    this.#stopped = true;
    this.#wake.cancel();
    await this.#saving.now();
  }

  #inLane({ request, since, arrivedAt }: Came, read: ReadResult): HttpPlan | Promise<HttpPlan> {
    const { fingerprint, connection } = request.remote;
    const { venID } = read.ids;
    const venName = venNameOf(read);
    const lane = fingerprint ?? (venID ? `id:${venID}` : venName ? `name:${venName}` : connection);
    return this.#lanes.run(lane, () => this.#exchange({ request, since, arrivedAt, read }));
  }

  #exchange(exchange: Exchange): HttpPlan | Promise<HttpPlan> {
    const { request, read, arrivedAt } = exchange;
    const refusal = this.#refusal(read);
    if (refusal !== undefined) return this.#turnedAway(exchange, refusal);
    const peer = this.#signing.peerOf(request.remote);
    const checked = this.#signing.check(request, read, peer, arrivedAt);
    if (checked === undefined) return this.#gathered(exchange, peer);
    return then(checked, (judged) => {
      if (!judged.ok) return this.#refused(exchange, judged);
      return this.#gathered({ ...exchange, read: judged.read, checked: judged }, peer);
    });
  }

  /** What the core takes in at once is put in order before, while others run. */
  #gathered(exchange: Exchange, peer: Peer): HttpPlan | Promise<HttpPlan> {
    const gathering = gatheringOf(exchange.request, exchange.read);
    return gathering ? gathering.then(() => this.#receive(exchange, peer)) : this.#receive(exchange, peer);
  }

  #receive(exchange: Exchange, peer: Peer): HttpPlan | Promise<HttpPlan> {
    const { request, read, checked, arrivedAt } = exchange;
    const result = this.vtn.receive(
      {
        exchange: request.exchange,
        peer: peer.fingerprint === undefined && checked?.signer ? { ...peer, ...checked.signer } : peer,
        service: request.service,
        message: read.message,
        ids: read.ids,
        findings: merge(request.findings, read.findings),
        sentAt: checked?.sentAt,
        arrivedAt,
      },
      this.#deps.clock.now(),
    );
    if (result.ask) return this.#ask(exchange, result, result.ask);
    return this.#conclude(exchange, result);
  }

  /** Asks the program; the peer's lane waits for it, the others do not. */
  async #ask(exchange: Exchange, asking: VtnResult, ask: Ask): Promise<HttpPlan> {
    // What the clock and the VEN's presence brought is true whatever is answered.
    this.#told(asking);
    this.#saving.later(asking.dirty);
    const answered: Answered = (await this.#asker?.ask(ask)) ?? { failed: 'nobody is asked' };
    const result = this.vtn.resume(ask.id, answered, this.#deps.clock.now());
    if (result.answerFault) this.#asker?.failed(ask, result.answerFault);
    return this.#conclude(exchange, result);
  }

  /** Records the message and what it changed, stores that, and answers. */
  #conclude(exchange: Exchange, result: VtnResult): HttpPlan | Promise<HttpPlan> {
    const { request, read, checked } = exchange;
    const ven = result.ven ?? read.ids.venID;
    this.#deps.messages.incoming({
      request,
      read,
      ven,
      findings: merge(request.findings, read.findings, checked?.findings ?? NOTHING, result.findings),
      signature: checked?.signature,
    });
    this.#told(result, request.exchange);
    const reply: Outgoing = result.reply ?? { status: 500, patch: [], reason: 'no answer' };
    if (result.dirty.length === 0) return this.#signed(exchange, ven, reply, result.ven);
    return this.#saving
      .stored(result.dirty)
      .then((stored) => this.#signed(exchange, ven, stored ? reply : NOT_STORED, result.ven));
  }

  /** Signs the answer after all that makes its text, where that is due. */
  #signed(
    { request, since, checked }: Exchange,
    ven: string | undefined,
    outgoing: Outgoing,
    from: string | undefined,
  ): HttpPlan | Promise<HttpPlan> {
    const plan = planOf(outgoing);
    const signed = this.#signing.answer(outgoing, plan, { remote: request.remote, ven: from, checked });
    if (signed === undefined) return this.#answer({ request, ven, outgoing, plan, since });
    if (!(signed instanceof Promise)) return this.#answer({ request, ven, outgoing, plan: signed.plan, signed, since });
    return signed.then(
      (made) => this.#answer({ request, ven, outgoing, plan: made.plan, signed: made, since }),
      (error: unknown) => this.#notSigned(request, ven, error, since),
    );
  }

  #answer(open: Open): HttpPlan {
    this.#open.set(open.request.exchange, open);
    return open.plan;
  }

  /** The core's answer did not go out; what it took from the queue is put back when the transport tells so. */
  #notSigned(request: HttpRequest, ven: string | undefined, error: unknown, since: number): HttpPlan {
    const why = error instanceof Error ? error.message : String(error);
    const outgoing: Outgoing = { status: 503, patch: [], reason: `503: the answer could not be signed: ${why}` };
    return this.#answer({ request, ven, outgoing, plan: planOf(outgoing), since });
  }

  #refusal(read: ReadResult): string | undefined {
    const { refuse } = this.#deps;
    if (!refuse) return undefined;
    const { venID } = read.ids;
    const venName = venNameOf(read) ?? (venID === undefined ? undefined : this.vtn.ven(venID)?.venName);
    return venName === undefined ? undefined : refuse(venName);
  }

  /** Recorded like any other, and answered without the core having heard of it. */
  #turnedAway(exchange: Exchange, reason: string): HttpPlan {
    const findings: Finding[] = [{ layer: 'sequence', severity: 'info', message: `refused: ${reason}` }];
    return this.#refused(exchange, { status: 503, reason, findings });
  }

  /** The same, for its signature; of another certificate than that of its VEN the core is told. */
  #refused(
    { request, read, since }: Exchange,
    {
      status,
      reason,
      findings,
      signature,
      another,
    }: Omit<NotAccepted, 'ok' | 'signature'> & { readonly signature?: SignatureFacts },
  ): HttpPlan {
    const ven = read.ids.venID;
    const all = merge(request.findings, read.findings, findings);
    this.#deps.messages.incoming({ request, read, ven, findings: all, signature });
    if (another) {
      const result = this.vtn.anotherSigner(another.venID, another, this.#deps.clock.now());
      this.#told(result, request.exchange);
      this.#saving.later(result.dirty);
    }
    const outgoing: Outgoing = { status, patch: [], reason };
    return this.#answer({ request, ven, outgoing, plan: planOf(outgoing), since });
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
    void this.#saving.stored(result.dirty);
  }
}

const NOTHING: readonly never[] = Object.freeze([]);
/** Acknowledged means stored: what cannot be written is answered by 503 (decision 8). */
const NOT_STORED: Outgoing = {
  status: 503,
  patch: [],
  reason: 'the state file cannot be written; try again later',
};
const UNSIGNED = { findings: NOTHING, signature: undefined };

function merge(...lists: (readonly Finding[])[]): readonly Finding[] {
  const filled = lists.filter((list) => list.length > 0);
  return filled.length === 1 ? (filled[0] ?? []) : filled.flat();
}

/** The name that a VEN gives itself when it registers, where it could be read. */
function venNameOf({ message }: ReadResult): string | undefined {
  return message?.name === 'oadrCreatePartyRegistration' ? message.body.oadrVenName : undefined;
}
