import test from 'ava';
import fc from 'fast-check';
import type { EiEvent, Message } from '../../src/openadr/index.ts';
import type { EventStatus } from '../../src/vtn/change.ts';
import { CommandError } from '../../src/vtn/command-error.ts';
import * as m from '../helpers/messages.ts';
import { event, listOf, Rig, SECOND } from '../helpers/vtn-rig.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() & 0x7fffffff);
const numRuns = Number(process.env.FC_RUNS ?? 150);

type Step =
  | { readonly do: 'event' | 'modify' | 'cancel' | 'omit'; readonly id: number; readonly value: number }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'poll' | 'request'; readonly fate: 'delivered' | 'undelivered' | 'open' }
  | { readonly do: 'settle'; readonly fate: 'delivered' | 'undelivered' }
  | { readonly do: 'answer' | 'queue' | 'restart' | 'anew' | 'renew' };

const fate = fc.constantFrom('delivered' as const, 'delivered' as const, 'undelivered' as const, 'open' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('event' as const, 'modify' as const, 'cancel' as const, 'omit' as const),
      id: fc.nat(3),
      value: fc.nat(3),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.nat(400) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('poll' as const, 'request' as const), fate }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      fate: fc.constantFrom('delivered' as const, 'undelivered' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Step>(
      { do: 'answer' },
      { do: 'queue' },
      { do: 'restart' },
      { do: 'anew' },
      { do: 'renew' },
    ),
  },
);

const rank = (priority = 0) => priority || Number.POSITIVE_INFINITY;

/** The bench and its VEN, with all invariants held against every list that comes. */
class World {
  readonly rig: Rig;
  readonly #t: ConstructorParameters<typeof Rig>[0];
  readonly #versions = new Map<string, string>();
  readonly #open: string[] = [];
  #last: ReturnType<typeof listOf> | undefined;
  #ids: { venID: string; registrationID: string };

  constructor(t: ConstructorParameters<typeof Rig>[0]) {
    this.#t = t;
    this.rig = new Rig(t);
    this.#ids = this.rig.register();
  }

  run(one: Step): void {
    const { rig } = this;
    const { venID } = this.#ids;
    switch (one.do) {
      case 'event':
        this.#try({
          do: 'event',
          vens: [venID],
          event: event({ eventID: `e${one.id}`, priority: one.value, start: rig.now + one.value * 60 * SECOND }),
        });
        break;
      case 'modify':
        this.#try({ do: 'modify', vens: [venID], eventID: `e${one.id}`, set: { priority: one.value } });
        break;
      case 'cancel':
      case 'omit':
        this.#try({ do: one.do, vens: [venID], eventID: `e${one.id}` });
        break;
      case 'queue':
        this.#try({ do: 'registerReport', vens: [venID] });
        break;
      case 'wait':
        rig.advance(one.seconds * SECOND);
        break;
      case 'poll':
        this.#say(m.oadrPoll(venID), one.fate);
        break;
      case 'request':
        this.#say(m.oadrRequestEvent(venID), one.fate);
        break;
      case 'settle': {
        const exchange = this.#open.shift();
        if (exchange !== undefined) rig.fate(exchange, one.fate);
        break;
      }
      case 'answer':
        this.#answer();
        break;
      case 'restart':
        this.#restart();
        break;
      case 'anew':
        this.#ids = { ...this.#ids, registrationID: 'old' };
        rig.say(m.oadrCreatePartyRegistration());
        this.#ids = { venID, registrationID: rig.vtn.ven(venID)?.registrationID ?? '' };
        break;
      case 'renew':
        this.#t.is(rig.say(m.oadrCreatePartyRegistration(this.#ids)).code, '200');
    }
  }

  #try(command: Parameters<Rig['command']>[0]): void {
    const before = JSON.stringify(this.rig.vtn.snapshot());
    try {
      this.rig.command(command);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      // The clock may have moved a status meanwhile; the refused command moves nothing.
      this.#t.is(stripped(JSON.stringify(this.rig.vtn.snapshot())), stripped(before));
    }
  }

  #say(message: Message, fate: 'delivered' | 'undelivered' | 'open'): void {
    const queue = () => this.rig.vtn.ven(this.#ids.venID)?.queue;
    const before = queue();
    const { payload, exchange } = this.rig.say(message, { fate });
    if (fate === 'open') this.#open.push(exchange);
    if (fate === 'undelivered' && this.#open.length === 0) {
      // A reminder of a cancellation (rule 52) may have joined at the end.
      this.#t.deepEqual(queue()?.slice(0, before?.length), before);
    }
    if (payload.name === 'oadrDistributeEvent') this.#judge(payload);
  }

  #judge(payload: Message): void {
    if (payload.name !== 'oadrDistributeEvent') return;
    this.#last = listOf(payload);
    const events = (payload.body.oadrEvent ?? []).map(({ eiEvent }) => eiEvent);
    for (const one of events) this.#sameContent(one);
    this.#ordered(events.filter(({ eventDescriptor: { eventStatus } }) => eventStatus !== 'cancelled'));
    this.#t.is(new Set(events.map(({ eventDescriptor }) => eventDescriptor.createdDateTime)).size <= 1, true);
    const listed = new Set(events.map(({ eventDescriptor }) => eventDescriptor.eventID));
    const wanted = new Set<EventStatus>(['far', 'near', 'active']);
    for (const { eventID, status } of this.rig.vtn.ven(this.#ids.venID)?.events ?? []) {
      this.#t.true(listed.has(eventID) || !wanted.has(status), `${eventID} is ${status} and not listed (rule 50)`);
    }
  }

  /** Never two versions with the same number and different content (rule 5). */
  #sameContent({ eventDescriptor, eiEventSignals, ...others }: EiEvent): void {
    const { createdDateTime: _, eventStatus: status, ...descriptor } = eventDescriptor;
    const signals = eiEventSignals.eiEventSignal.map(({ currentValue: __, ...signal }) => signal);
    const content = JSON.stringify([descriptor, signals, others, status === 'cancelled']);
    const key = `${descriptor.eventID} ${descriptor.modificationNumber}`;
    this.#t.is(this.#versions.get(key) ?? content, content, key);
    this.#versions.set(key, content);
  }

  /** Rules 3 and 15. */
  #ordered(events: readonly EiEvent[]): void {
    const keys = events.map(({ eventDescriptor: { eventStatus, priority }, eiActivePeriod }) => {
      const active = eventStatus === 'active';
      const start = Date.parse(eiActivePeriod.properties.dtstart['date-time']);
      return [active ? 0 : 1, active ? rank(priority) : 0, start];
    });
    const sorted = [...keys].sort(
      ([a = 0, b = 0, c = 0], [d = 0, e = 0, f = 0]) => a - d || (b === e ? 0 : b - e) || c - f,
    );
    this.#t.deepEqual(keys, sorted);
  }

  #answer(): void {
    if (!this.#last) return;
    const { requestID, events } = this.#last;
    const answers = events.map((text) => {
      const [eventID = '', version] = text.split(' ');
      return { eventID, modificationNumber: Number(version), requestID };
    });
    this.rig.say(m.oadrCreatedEvent(this.#ids.venID, answers));
  }

  /** Nothing acknowledged is lost, and what was on its way is there again. */
  #restart(): void {
    const before = JSON.stringify(this.rig.vtn.snapshot());
    this.rig.restart();
    this.#open.length = 0;
    const after = JSON.stringify(this.rig.vtn.snapshot());
    const markers = (text: string) =>
      (JSON.parse(text).vens[0].queue as { payload: string }[]).filter(
        ({ payload }) => payload === 'oadrDistributeEvent',
      ).length;
    if (markers(before) < 2) this.#t.is(after, before);
    else this.#t.is(markers(after), 1);
  }
}

const stripped = (snapshot: string) => snapshot.replace(/"(status|finished)":("\w+"|true|false)/g, '');

test(`random interleavings keep the invariants (seed ${seed})`, (t) => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
      const world = new World(t);
      for (const one of steps) world.run(one);
    }),
    { seed, numRuns },
  );
  t.pass();
});
