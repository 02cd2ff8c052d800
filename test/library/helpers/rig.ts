import type { ExecutionContext } from 'ava';
import { SystemClock } from '../../../src/base/clock.ts';
import { SeededRandom } from '../../../src/base/random.ts';
import { type OpenADRError, OpenADRServer, type ServerOptions, type VenInfo } from '../../../src/index.ts';
import type { Lagged } from '../../../src/journal/follow.ts';
import type { JournalRecord } from '../../../src/journal/record.ts';
import { SimulatedVen, type SimulatedVenOptions } from '../../../src/ven/index.ts';

/** A server of the library on a free port of 127.0.0.1, with what it told. */
export class ServerRig {
  readonly server: OpenADRServer;
  readonly errors: OpenADRError[] = [];
  readonly logs: string[] = [];
  readonly #t: ExecutionContext;

  private constructor(t: ExecutionContext, options: ServerOptions) {
    this.#t = t;
    const log = (message: string): void => {
      this.logs.push(message);
    };
    this.server = new OpenADRServer({
      port: 0,
      pollInterval: 'PT1S',
      seed: 'library',
      logger: { info: log, warn: log, error: log },
      onError: (error) => this.errors.push(error),
      ...options,
    });
  }

  /** Starts a server; it is stopped with its test. */
  static async start(t: ExecutionContext, options: ServerOptions = {}): Promise<ServerRig> {
    const rig = new ServerRig(t, options);
    await rig.server.start();
    t.teardown(() => rig.server.stop());
    return rig;
  }

  /** A simulated VEN that polls this server; stopped with its test. */
  ven(options: Partial<SimulatedVenOptions> = {}): SimulatedVen {
    const clock = new SystemClock();
    const ven = new SimulatedVen({
      url: this.server.url,
      venName: 'sim',
      clock,
      ioClock: clock,
      random: new SeededRandom('ven'),
      ...options,
    });
    this.#t.teardown(() => ven.stop());
    ven.start();
    return ven;
  }

  /** A simulated VEN, once it is registered. */
  async registered(options: Partial<SimulatedVenOptions> = {}): Promise<VenInfo> {
    this.ven(options);
    return this.server.whenRegistered(options.venName ?? 'sim');
  }

  /** The first record from now on of which this is true. */
  async record(isIt: (record: JournalRecord | Lagged) => boolean): Promise<JournalRecord | Lagged> {
    for await (const record of this.server.records()) if (isIt(record)) return record;
    throw new Error('the server was stopped');
  }
}

/** In a minute, and so many seconds more. */
export function soon(seconds = 60): Date {
  return new Date(Math.floor(Date.now() / 1000) * 1000 + seconds * 1000);
}
