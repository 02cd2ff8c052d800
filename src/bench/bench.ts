import type { Clock } from '../base/clock.ts';
import { sleep } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Journal } from '../journal/journal.ts';
import type { MessageRecord, NewRecord } from '../journal/record.ts';
import type { ReadResult } from '../openadr/index.ts';
import type { Store } from '../store/store.ts';
import type { ClientTls } from '../transport/client-tls.ts';
import { type Limits, listen } from '../transport/listen.ts';
import { type Mount, middlewareOf, mount } from '../transport/mount.ts';
import type { TlsOptions } from '../transport/tls/options.ts';
import type { KoaMiddleware, Listener } from '../transport/types.ts';
import type { VenSigning } from '../ven/signing.ts';
import type { VtnCommand, VtnConfig } from '../vtn/types.ts';
import { type Command, CommandError, type Commander, type CommandOutcome } from './command.ts';
import { connectionRecord } from './facts.ts';
import { guarded } from './guarded.ts';
import type { Handlers } from './handlers.ts';
import { Lateness } from './lateness.ts';
import { MessageLog } from './message-log.ts';
import type { BenchPort, SimulateOptions } from './port.ts';
import type { SigningOptions } from './signing/options.ts';
import { SimulatedVens } from './simulated.ts';
import { type CarriedOut, VtnDriver } from './vtn-driver.ts';

/** What a bench is made of. */
export interface BenchOptions {
  readonly config: VtnConfig;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly prefix?: string;
  readonly clock: Clock;
  readonly ioClock: Clock;
  readonly speed: number;
  readonly random: Random;
  readonly journal: Journal;
  readonly store: Store;
  readonly limits?: Partial<Limits>;
  /** The listener speaks TLS; default plain HTTP. */
  readonly tls?: TlsOptions;
  /** What simulated VENs present where this VTN speaks TLS, by venName; see mint.ts. */
  readonly venTls?: (venName: string) => ClientTls;
  /** Signs and verifies messages; default: nothing is signed, and what comes signed is reported without trust. */
  readonly sign?: SigningOptions;
  /** What simulated VENs sign with, by venName; default: they do not sign. */
  readonly venSign?: (venName: string) => VenSigning;
  /** Who is asked before the VTN acts; default nobody. */
  readonly handlers?: Handlers;
  /**
   * Nothing listens (`host` and `port` mean nothing): the VTN is served by `middleware` in somebody's server. Tells the
   * base URL there, as a VEN must be given it: `http://host:port/…/OpenADR2/Simple/2.0b`.
   */
  readonly mountedAt?: () => string;
}

/** `source` of the log record that tells of an app that reads what is the VTN's to read. */
export const MOUNT_FAULT = 'mount';

/** How long a stop waits for answers that are on their way, ms of I/O time. */
const SETTLE_MS = 1_000;

const NOTHING: CommandOutcome = { items: [], versions: [] };

/**
 * One bench: clock, journal, VTN, store, listener, simulated VENs, and the command set. VTN and listener are replaced
 * by `restart` while journal and clock go on.
 */
export class Bench implements BenchPort {
  readonly clock: Clock;
  readonly ioClock: Clock;
  readonly speed: number;
  readonly random: Random;
  readonly journal: Journal;
  readonly config: VtnConfig;
  readonly simulated: SimulatedVens;
  readonly #options: BenchOptions;
  readonly #messages: MessageLog;
  readonly #lateness = new Lateness();
  /** venNames of VENs from outside that were told of, at most a few. */
  readonly #refused = new Set<string>();
  #driver: VtnDriver | undefined;
  #listener: Listener | undefined;
  #mount: Mount | undefined;
  /** Ends the listener's interest in the record's pressure. */
  #released = (): void => {};
  #port: number;

  constructor(options: BenchOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.ioClock = options.ioClock;
    this.speed = options.speed;
    this.random = options.random;
    this.journal = options.journal;
    this.config = options.config;
    this.#port = options.port;
    this.#messages = new MessageLog(options.journal);
    this.simulated = new SimulatedVens({ ...options, tls: options.venTls, sign: options.venSign });
  }

  /** `http://host:port/…/2.0b`, as a VEN must be given it. */
  get url(): string {
    const { mountedAt } = this.#options;
    if (mountedAt) return mountedAt();
    if (!this.#listener) throw new CommandError('the bench is not listening');
    return this.#listener.url;
  }

  get vens(): ReturnType<VtnDriver['vtn']['vens']> {
    return this.#driver?.vtn.vens() ?? [];
  }

  /** Serves the VTN in a Koa app, where nothing listens; what is not for it is left to the app. */
  middleware(): KoaMiddleware {
    return middlewareOf(this.#options.prefix, () => this.#mount);
  }

  /**
   * Listens, then tells what was restored from the state.
   * @param listening called between the two
   * @throws TransportError port taken, address not there
   */
  async start(listening: () => void = () => {}): Promise<void> {
    const { store } = this.#options;
    const deps = {
      ...this.#options,
      messages: this.#messages,
      ...(this.speed === 1 ? {} : { refuse: this.#outsider }),
    };
    const driver = new VtnDriver(this.config, deps, store.snapshot());
    this.#driver = driver;
    await this.#listen(driver);
    listening();
    driver.announce();
  }

  async execute(command: Command, by: Commander, step?: string): Promise<CommandOutcome> {
    const record = { kind: 'command' as const, by, ...(step ? { step } : {}), command };
    try {
      return await this.#carryOut(command, () => this.journal.append(record));
    } catch (error) {
      this.#refusedCommand(record, error);
      throw error;
    }
  }

  /**
   * Carries out a command to the VTN's core at once, for callers that are to be told of their mistake at the place
   * where they made it.
   * @throws CommandError
   */
  order(command: VtnCommand, by: Commander): CarriedOut {
    const record = { kind: 'command' as const, by, command };
    try {
      return this.#driving().command(command, () => this.journal.append(record));
    } catch (error) {
      this.#refusedCommand(record, error);
      throw error;
    }
  }

  parsed(record: MessageRecord): ReadResult {
    return this.#messages.parsed(record);
  }

  simulate(options: SimulateOptions): void {
    this.simulated.add(this.url, options);
  }

  lateness(sinceMono: number): number {
    return this.#lateness.since(this.journal.monoOrigin + sinceMono);
  }

  /** Stops the simulated VENs, the listener and the core; the journal and the store stay open for their owner. */
  async stop(): Promise<void> {
    await this.simulated.stop();
    await this.#down();
    this.#lateness.stop();
  }

  async #carryOut(command: Command, accepted: () => void): Promise<CommandOutcome> {
    switch (command.do) {
      case 'restart':
        accepted();
        await this.#restart(command.down, command.state);
        return NOTHING;
      case 'note':
        accepted();
        return NOTHING;
      case 'opt': {
        const opts = this.simulated.opt(command);
        accepted();
        return { ...NOTHING, opts };
      }
      default: {
        const { outcome, stored } = this.#driving().command(command, accepted);
        await stored;
        return outcome;
      }
    }
  }

  #driving(): VtnDriver {
    if (this.#driver) return this.#driver;
    throw new CommandError('the bench is down', { hint: 'wait until it listens again' });
  }

  #refusedCommand(record: Omit<Extract<NewRecord, { kind: 'command' }>, 'error'>, error: unknown): void {
    this.journal.append({ ...record, error: error instanceof Error ? error.message : String(error) });
  }

  async #restart(down: number, state: 'keep' | 'lose'): Promise<void> {
    await this.#down();
    if (state === 'lose') await this.#options.store.clear();
    if (down > 0) await sleep(this.clock, down);
    await this.start();
  }

  async #down(): Promise<void> {
    this.#released();
    // What was answered a moment ago is not called undelivered because the listener went away.
    await this.#driver?.settled(this.ioClock, SETTLE_MS);
    await this.#listener?.close();
    await this.#mount?.close();
    this.#mount = undefined;
    await this.#driver?.stop();
    this.#driver = undefined;
    this.#listener = undefined;
  }

  /** Scaled time is for simulated VENs: one from outside would be told to poll at a pace that it cannot know. */
  readonly #outsider = (venName: string): string | undefined => {
    if (this.simulated.has(venName)) return undefined;
    const reason = `the bench runs at ${this.speed} times the speed of a clock, for simulated VENs only`;
    if (!this.#refused.has(venName)) {
      this.#refused.add(venName);
      const message = `${venName} was refused: ${reason}; try: run without --speed`;
      this.journal.append({ kind: 'log', level: 'warning', source: 'bench', message });
    }
    return reason;
  };

  async #listen(driver: VtnDriver): Promise<void> {
    const { host, prefix, tls, ioClock, random, limits, mountedAt } = this.#options;
    const common = {
      ...(prefix ? { prefix } : {}),
      ...(limits ? { limits } : {}),
      ioClock,
      ids: random,
      handlers: guarded(
        {
          request: (request) => driver.request(request),
          sent: (sent) => driver.sent(sent),
          fact: (fact) => this.journal.append(connectionRecord(fact)),
        },
        this.journal,
      ),
    };
    if (mountedAt) {
      const consumed = (message: string): void => {
        this.journal.append({ kind: 'log', level: 'error', source: MOUNT_FAULT, message });
      };
      this.#mount = mount({ ...common, consumed });
      this.#heedPressure(this.#mount);
      return;
    }
    const listener = await listen({ ...common, host, port: this.#port, ...(tls && { tls }) });
    // After a restart the same port again, also where a free one was picked first.
    this.#port = listener.port;
    this.#listener = listener;
    this.#heedPressure(listener);
  }

  #heedPressure(source: Pick<Listener, 'pause' | 'resume'>): void {
    this.#released = this.journal.onPressure((full) => (full ? source.pause() : source.resume()));
  }
}
