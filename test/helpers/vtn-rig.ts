import type { ExecutionContext } from 'ava';
import { SeededRandom } from '../../src/base/random.ts';
import type { Finding, Message } from '../../src/openadr/index.ts';
import { read, write } from '../../src/openadr/index.ts';
import type { Service } from '../../src/openadr/service.ts';
import { formatDateTime } from '../../src/openadr/time.ts';
import type { Answered, Ask } from '../../src/vtn/ask.ts';
import type { Change } from '../../src/vtn/change.ts';
import type { EventSpec } from '../../src/vtn/event-spec.ts';
import type {
  CommandOutcome,
  Outgoing,
  Peer,
  Received,
  VtnCommand,
  VtnConfig,
  VtnResult,
} from '../../src/vtn/types.ts';
import { Vtn, type VtnDeps } from '../../src/vtn/vtn.ts';
import * as m from './messages.ts';

export const T0 = Date.UTC(2026, 0, 1);
export const SECOND = 1000;

export const CONFIG: VtnConfig = {
  vtnID: 'vtn-1',
  pollInterval: 10 * SECOND,
  marketContext: 'http://example.com/test',
  registerReports: true,
  rejectInvalid: false,
  anyVenID: false,
  cancelRetries: 3,
};

/** How a message comes, where it is not as usual. */
export interface How {
  readonly peer?: Partial<Peer>;
  readonly service?: Service;
  readonly findings?: readonly Finding[];
  /** ReplayProtect's time. */
  readonly sentAt?: number;
  /** What becomes of the reply; `open`: not yet known. */
  readonly fate?: 'delivered' | 'undelivered' | 'open';
}

export interface Said {
  readonly reply: Outgoing;
  /** The payload that was sent back. */
  readonly payload: Message;
  readonly result: VtnResult;
  readonly exchange: string;
  readonly code: string | undefined;
}

/** A VTN with a clock of its own, every reply of which is written and read again. */
export class Rig {
  vtn: Vtn;
  now = T0;
  readonly changes: Change[] = [];
  readonly findings: Finding[] = [];
  readonly dirty: string[] = [];
  /** What the program was asked, and how it answers; default: it fails. */
  readonly asked: Ask[] = [];
  program: (ask: Ask) => Answered = () => ({ failed: 'no program' });
  readonly #t: ExecutionContext;
  readonly #config: VtnConfig;
  #exchanges = 0;

  constructor(t: ExecutionContext, config: Partial<VtnConfig> = {}, deps: Partial<VtnDeps> = {}) {
    this.#t = t;
    this.#config = { ...CONFIG, ...config };
    this.vtn = new Vtn(this.#config, { random: new SeededRandom('rig'), ...deps });
  }

  /** Sends a message as a VEN and delivers the reply. */
  say(said: Message, how: How = {}): Said {
    const message = this.#stamped(said);
    const exchange = `x${++this.#exchanges}`;
    const received: Received = {
      exchange,
      peer: { connection: 'c1', address: '127.0.0.1', ...how.peer },
      service: how.service ?? m.serviceOf(message.name),
      message,
      ids: {},
      findings: how.findings ?? [],
      ...(how.sentAt !== undefined && { sentAt: how.sentAt }),
    };
    let result = this.take(this.vtn.receive(received, this.now));
    const { ask } = result;
    if (ask) {
      this.asked.push(ask);
      result = this.take(this.vtn.resume(ask.id, this.program(ask), this.now));
    }
    const { reply } = result;
    if (!reply) throw new Error('no reply');
    if (how.fate !== 'open') this.fate(exchange, how.fate ?? 'delivered');
    return { reply, payload: this.#check(reply), result, exchange, code: codeOf(reply) };
  }

  fate(exchange: string, fate: 'delivered' | 'undelivered'): VtnResult {
    return this.take(this.vtn[fate](exchange, this.now));
  }

  command(command: VtnCommand): CommandOutcome {
    const result = this.vtn.command(command, this.now);
    this.take(result);
    return result.outcome;
  }

  /** Moves the clock, with a tick at each moment that is due and one at the end. */
  advance(ms: number): void {
    const end = this.now + ms;
    for (let next = this.vtn.nextTick(); next !== undefined && next <= end; next = this.vtn.nextTick()) {
      this.now = Math.max(this.now, next);
      this.take(this.vtn.tick(this.now));
    }
    this.now = end;
  }

  /** Changes since the last call, of these kinds. */
  changed<K extends Change['what']>(...kinds: K[]): Extract<Change, { what: K }>[] {
    return this.changes
      .splice(0)
      .filter((change): change is Extract<Change, { what: K }> => kinds.some((kind) => kind === change.what));
  }

  /** Findings since the last call. */
  found(): Finding[] {
    return this.findings.splice(0);
  }

  /** A new VTN from what is stored, as after a crash. */
  restart(): void {
    const snapshot = JSON.parse(JSON.stringify(this.vtn.snapshot()));
    this.vtn = new Vtn(this.#config, { random: new SeededRandom('rig'), snapshot });
  }

  /** Registers, goes through the whole start-up, and waits until the next poll is due; returns the IDs. */
  register(over: Parameters<typeof m.oadrCreatePartyRegistration>[0] = {}, how: How = {}) {
    this.say(m.oadrQueryRegistration(), how);
    const { payload } = this.say(m.oadrCreatePartyRegistration(over), how);
    if (payload.name !== 'oadrCreatedPartyRegistration') throw new Error(payload.name);
    const { venID = '', registrationID = '' } = payload.body;
    this.say(m.oadrRegisterReport({ venID }), how);
    this.say(m.oadrPoll(venID), how);
    this.say(m.oadrRegisteredReport({ venID }), how);
    this.say(m.oadrRequestEvent(venID), how);
    this.drain(venID, how);
    this.advance(this.vtn.config.pollInterval);
    this.changes.length = 0;
    this.findings.length = 0;
    this.dirty.length = 0;
    return { venID, registrationID };
  }

  /** Polls until nothing is left; returns what came. */
  drain(venID: string, how: How = {}): Message[] {
    const came: Message[] = [];
    for (;;) {
      const { payload } = this.say(m.oadrPoll(venID), how);
      if (payload.name === 'oadrResponse') return came;
      came.push(payload);
    }
  }

  take<R extends VtnResult>(result: R): R {
    this.changes.push(...result.changes);
    this.findings.push(...result.findings);
    this.dirty.push(...result.dirty);
    return result;
  }

  /** A device whose clock is right: an opt is made when it is sent. */
  #stamped(message: Message): Message {
    if (message.name !== 'oadrCreateOpt' || message.body.createdDateTime !== m.CREATED) return message;
    return { name: message.name, body: { ...message.body, createdDateTime: formatDateTime(this.now) } };
  }

  #check({ payload }: Outgoing): Message {
    if (!payload) return m.oadrResponse();
    const { message, findings } = read(write(payload));
    this.#t.deepEqual(findings, []);
    this.#t.is(message?.name, payload.name);
    return payload;
  }
}

export function codeOf({ payload }: Outgoing): string | undefined {
  return payload && 'eiResponse' in payload.body ? payload.body.eiResponse?.responseCode : undefined;
}

/** An event of ten minutes from in five on; everything can be overridden. */
export function event(over: Partial<EventSpec> = {}): EventSpec {
  return {
    eventID: 'peak',
    start: T0 + 300 * SECOND,
    signals: [
      {
        name: 'SIMPLE',
        type: 'level',
        intervals: [
          { duration: 'PT5M', value: 1 },
          { duration: 'PT5M', value: 2 },
        ],
      },
    ],
    ...over,
  };
}

/** eventID, modificationNumber and status of each event in a list, and its requestID. */
export function listOf(payload: Message): { requestID: string; events: string[] } {
  if (payload.name !== 'oadrDistributeEvent') throw new Error(`${payload.name} is no event list`);
  return {
    requestID: payload.body.requestID,
    events: (payload.body.oadrEvent ?? []).map(
      ({ eiEvent: { eventDescriptor: d } }) => `${d.eventID} ${d.modificationNumber} ${d.eventStatus}`,
    ),
  };
}
