import test from 'ava';
import fc from 'fast-check';
import { SeededRandom } from '../../src/base/random.ts';
import { type Message, PAYLOAD_NAMES, read, write } from '../../src/openadr/index.ts';
import { SERVICES } from '../../src/openadr/service.ts';
import { Vtn } from '../../src/vtn/vtn.ts';
import * as m from '../helpers/messages.ts';
import { CONFIG, event, Rig } from '../helpers/vtn-rig.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() & 0x7fffffff);
const numRuns = Number(process.env.FC_RUNS ?? 600);

/** Texts that trip naive code: names of Object's own, empty, long, odd characters (all that XML can hold). */
const text = fc.oneof(
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'peak',
    'ven',
    'r',
    '\u0085\u202e]]>&<',
  ),
  fc.string({ unit: fc.constantFrom('a', '<', '&', '"', "'", ' ', '\n', '\t', 'é', '\u{1F600}', ']') }),
  fc.constant('x'.repeat(10_000)),
);

/** Good messages whose parts are dropped or replaced at random, as a lenient reading may leave them. */
const GOOD: readonly Message[] = [
  m.oadrQueryRegistration(),
  m.oadrCreatePartyRegistration(),
  m.oadrCreatePartyRegistration({ venID: 'ven', registrationID: 'r' }),
  m.oadrCancelPartyRegistration({ venID: 'ven', registrationID: 'r' }),
  m.oadrCanceledPartyRegistration({ venID: 'ven' }),
  m.oadrPoll('ven'),
  m.oadrResponse({ venID: 'ven' }),
  m.oadrRequestEvent('ven', 1),
  m.oadrCreatedEvent('ven', [{ eventID: 'peak', modificationNumber: 0, requestID: 'x' }]),
  m.oadrRegisterReport({ venID: 'ven' }),
  m.oadrRegisteredReport({ venID: 'ven' }),
  m.oadrCreateReport('ven', { a: 'METADATA', b: 'other' }),
  m.oadrUpdateReport('ven', 'a'),
  m.oadrCancelReport('ven', ['a']),
  m.oadrCreateOpt('ven'),
  m.oadrCreateOpt('ven', {
    qualifiedEventID: { eventID: 'peak', modificationNumber: 0 },
    eiTarget: { resourceID: ['r'] },
  }),
  m.oadrCancelOpt('ven'),
];

function distort(value: unknown, choose: () => number, other: () => string): unknown {
  const fate = choose();
  if (fate < 4) return undefined;
  if (Array.isArray(value)) return fate < 8 ? [] : value.map((one) => distort(one, choose, other) ?? {});
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, distort(inner, choose, other)]));
  }
  return typeof value === 'string' && fate < 20 ? other() : value;
}

const distorted = fc
  .tuple(fc.constantFrom(...GOOD), fc.infiniteStream(fc.nat(99)), fc.infiniteStream(text))
  .map(([good, chances, texts]) => {
    const choose = () => chances.next().value;
    const body =
      distort(
        good.body,
        () => choose() + 1,
        () => texts.next().value,
      ) ?? {};
    return { name: good.name, body } as Message;
  });

test(`never throws on any message, and every reply is valid (seed ${seed})`, (t) => {
  const rig = new Rig(t, { anyVenID: true });
  rig.command({ do: 'provision', venID: 'ven', registrationID: 'r' });
  rig.command({ do: 'event', vens: ['ven'], event: event() });
  const services = fc.constantFrom(undefined, undefined, undefined, ...SERVICES);
  fc.assert(
    fc.property(distorted, services, fc.constantFrom(undefined, 'AA', '__proto__'), (message, service, fingerprint) => {
      if (rig.vtn.ven('ven')?.state !== 'registered') {
        rig.command({ do: 'provision', venID: 'ven', registrationID: 'r' });
      }
      rig.now += 500;
      const { payload } = rig.say(message, { service: service ?? m.serviceOf(message.name), peer: { fingerprint } });
      const { findings } = read(write(payload));
      return findings.length === 0;
    }),
    { seed, numRuns },
  );
  t.is(Object.getPrototypeOf({}), Object.prototype);
});

test('an empty body of every payload at every endpoint is answered', (t) => {
  const rig = new Rig(t);
  rig.register();
  for (const service of SERVICES) {
    for (const name of PAYLOAD_NAMES) {
      t.is(rig.say(m.message(name, {}), { service }).reply.status, 200, `${name} at ${service}`);
    }
  }
});

test('what is remembered about strangers is bounded', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  for (let index = 0; index < 300; index++) {
    rig.say(m.oadrCreateOpt(venID, { optID: `o${index}` }));
    rig.say(m.oadrPoll(`nobody ${index}`), { peer: { connection: `c${index}` } });
  }
  const saved = rig.vtn.venSnapshot(venID);
  t.deepEqual([saved?.schedules.length, saved?.goneOpts.length], [1, 299]);
  t.is(rig.vtn.vens().length, 1);
  const snapshot = JSON.parse(JSON.stringify(rig.vtn.snapshot()));
  snapshot.vens[0].goneOpts = Array.from({ length: 10_000 }, (_, index) => `g${index}`);
  rig.vtn = new Vtn(CONFIG, { random: new SeededRandom('rig'), snapshot });
  rig.say(m.oadrCreateOpt(venID, { optID: 'newest' }));
  const { goneOpts = [] } = rig.vtn.venSnapshot(venID) ?? {};
  t.deepEqual([goneOpts.length, goneOpts[0], goneOpts.at(-1)], [10_000, 'g1', 'o299']);
});
