import { type Clock, sleep } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalPort } from '../journal/port.ts';
import type { ClientTls } from '../transport/client-tls.ts';
import { SimulatedVen, type SimulatedVenOptions, VenError } from '../ven/index.ts';
import type { VenSigning } from '../ven/signing.ts';
import { type Command, CommandError } from './command.ts';
import type { SimulateOptions } from './port.ts';
import { venLog } from './ven-log.ts';
import { VenMessageLog } from './ven-message-log.ts';

type Opt = Extract<Command, { do: 'opt' }>;

/** What simulated VENs share with the rest of the bench. */
export interface SimulatedDeps {
  readonly clock: Clock;
  readonly ioClock: Clock;
  readonly random: Random;
  readonly journal: JournalPort;
  /** Where their messages are recorded; absent where a VTN of the same bench records them. */
  readonly messages?: Journal;
  /** What each presents where the address is https, and whom it believes; see mint.ts. */
  readonly tls?: (venName: string) => ClientTls;
  /** What each signs with; default: they do not sign. */
  readonly sign?: (venName: string) => VenSigning;
}

/** `sim-1` … `sim-N`. */
export function fleetNames(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${name}-${i + 1}`);
}

/** The simulated VENs of a bench, by venName: real clients over HTTP on loopback (decision 7). */
export class SimulatedVens {
  readonly #deps: SimulatedDeps;
  readonly #messages: VenMessageLog | undefined;
  readonly #vens = new Map<string, SimulatedVen>();
  /** How each was started. */
  readonly #started = new Map<string, { readonly url: string; readonly options: SimulateOptions }>();

  constructor(deps: SimulatedDeps) {
    this.#deps = deps;
    this.#messages = deps.messages && new VenMessageLog(deps.messages);
  }

  get count(): number {
    return this.#vens.size;
  }

  /** Whether all of them are registered now. */
  allRegistered(): boolean {
    return [...this.#vens.values()].every((ven) => ven.state.registered);
  }

  /** Whether this bench started a VEN of that name. */
  has(venName: string): boolean {
    return this.#vens.has(venName);
  }

  /**
   * Starts one; a name that is there already is left as it is.
   * @throws VenError if there is no personality of that name, PkiError if its certificate cannot be used
   */
  add(url: string, options: SimulateOptions): void {
    if (this.#vens.has(options.venName)) return;
    this.#begin(url, options);
    this.#started.set(options.venName, { url, options });
  }

  /**
   * Takes the power from one for `down` ms: what it was doing is lost, what a device keeps (its IDs) it has when it is
   * back.
   * @throws CommandError if there is none of that name
   */
  async powerCycle(venName: string, down: number): Promise<void> {
    const ven = this.#vens.get(venName);
    const started = this.#started.get(venName);
    if (!ven || !started) {
      const expected = [...this.#vens.keys()].join(', ') || 'a simulated VEN';
      throw new CommandError('no simulated VEN has that name', { actual: venName, expected });
    }
    const { kept } = ven;
    await ven.stop();
    await sleep(this.#deps.clock, down);
    this.#begin(started.url, { ...started.options, startDelay: 0 }, kept);
  }

  #begin(url: string, { venName, ...options }: SimulateOptions, kept?: SimulatedVenOptions['kept']): void {
    const { clock, ioClock, random, journal, tls, sign } = this.#deps;
    const messages = this.#messages;
    const ven = new SimulatedVen({
      ...options,
      ...(kept && { kept }),
      ...(tls && { tls: tls(venName) }),
      ...(sign && { sign: sign(venName) }),
      url,
      venName,
      clock,
      ioClock,
      random,
      onFact: (fact) => {
        const record = venLog(venName, fact);
        if (record) journal.append(record);
      },
      ...(messages && { onMessage: (message) => messages.log(venName, message) }),
    });
    this.#vens.set(venName, ven);
    ven.start();
  }

  /** `sim-1` … `sim-N`, their start spread over one poll interval (ms): all in one tick would be a storm of our own. */
  fleet(url: string, count: number, pollInterval: number, options: Partial<SimulateOptions> = {}, name = 'sim'): void {
    for (const [i, venName] of fleetNames(name, count).entries()) {
      this.add(url, { ...options, venName, startDelay: (i * pollInterval) / count });
    }
  }

  /**
   * Opts of VENs that this bench simulates; each posts its own.
   * @returns the optIDs
   * @throws CommandError for a VEN that is not simulated here, or cannot opt so
   */
  opt({ vens, optType, eventID, resourceIDs, schedule }: Opt): { readonly venID: string; readonly optID: string }[] {
    const chosen = vens.map((venID) => this.#withID(venID));
    if (!schedule && eventID === undefined)
      throw new CommandError('an opt needs an event or a schedule', { hint: 'give eventID or schedule' });
    return chosen.map(({ venID, ven }) => ({
      venID,
      optID: asCommand(venID, () => {
        if (schedule) return ven.optSchedule(optType, schedule.start, schedule.duration);
        return ven.opt(eventID ?? '', optType, { via: 'oadrCreateOpt', ...(resourceIDs && { resourceIDs }) });
      }),
    }));
  }

  #withID(venID: string): { readonly venID: string; readonly ven: SimulatedVen } {
    const ven = [...this.#vens.values()].find(({ state }) => state.venID === venID);
    if (ven) return { venID, ven };
    throw new CommandError('the VEN is not simulated by this bench', {
      actual: venID,
      expected: [...this.#vens.values()].flatMap(({ state }) => state.venID ?? []).join(', ') || 'a simulated VEN',
      hint: 'only a simulated VEN can be told to opt: run with --ven sim',
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#vens.values()].map((ven) => ven.stop()));
    this.#vens.clear();
    this.#started.clear();
  }
}

/** What the VEN refuses is refused as a command. */
function asCommand<T>(venID: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof VenError)) throw cause;
    throw new CommandError(cause.message, { actual: venID, ...(cause.remedy && { hint: cause.remedy }), cause });
  }
}
