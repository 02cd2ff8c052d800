import { SystemClock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { Bench } from '../bench/bench.ts';
import type { Handlers } from '../bench/handlers.ts';
import type { SigningOptions } from '../bench/signing/options.ts';
import { RecordFile } from '../journal/file.ts';
import type { Journal } from '../journal/journal.ts';
import { Store } from '../store/store.ts';
import { wrapped } from './error.ts';
import { clockOf, type ServerOptions } from './options.ts';
import type { Program } from './program.ts';
import { openSecurity } from './security.ts';
import { vtnConfig } from './vtn-config.ts';

/** What a session is made of beside the options. */
export interface SessionParts {
  readonly journal: Journal;
  readonly random: Random & { readonly seed: string };
  readonly handlers: Handlers;
  readonly program: Program;
  readonly lookup?: SigningOptions['lookup'];
}

/** State, record and bench of a server that runs. */
export interface Session {
  readonly bench: Bench;
  /** Stops to listen, finishes state and record. */
  close(): Promise<void>;
}

/** Opens the state and the record, and listens. @throws OpenADRError port taken, state file in use, … */
export async function openSession(options: ServerOptions, parts: SessionParts): Promise<Session> {
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    const { journal, random, handlers, program, lookup } = parts;
    const ioClock = new SystemClock();
    const security = await openSecurity(options, lookup, ioClock.now());
    const record = options.record;
    if (record !== undefined) {
      const onFault = (error: Error): void => program.failed(wrapped(error, 'STATE'));
      const file = await RecordFile.open(record, { journal, onFault });
      opened.push(() => file.close());
    }
    const store = await Store.open(options.state);
    opened.push(() => store.close());
    const config = vtnConfig(options, store.vtnID, handlers.asks);
    const { host = '127.0.0.1', port = 8080, prefix, mountedAt } = options;
    const bench = new Bench({
      ...{ config, host, port, prefix, clock: clockOf(options), ioClock, speed: 1 },
      ...{ random, journal, store, handlers, ...security.bench },
      ...(mountedAt !== undefined && { mountedAt: typeof mountedAt === 'string' ? () => mountedAt : mountedAt }),
    });
    await store.keepVtnID(config.vtnID);
    opened.push(() => bench.stop());
    await bench.start(() => {
      const { vtnID } = config;
      const { seed } = random;
      const url = mountedAt === undefined ? bench.url : undefined;
      const about = { vtnID, url, seed, speed: 1, ...security.session };
      journal.append({ kind: 'session', version: 1, program: 'oadr-sim library', ...about });
      const warn = (source: string, message: string): void => {
        journal.append({ kind: 'log', level: 'warning', source, message });
      };
      for (const { message } of store.warnings) warn('store', message);
      for (const message of security.warnings) warn(security.bench.tls ? 'tls' : 'signatures', message);
    });
    return { bench, close };
  } catch (error) {
    await close();
    throw wrapped(error, 'START');
  }
}
