import test from 'ava';
import { interval, intervals, type NewEvent, OpenADRError, OpenADRServer } from '../../src/index.ts';
import { ServerRig, soon } from './helpers/rig.ts';

const START = '2030-01-01T00:00:00Z';
const SIMPLE = { venId: 'v', signalName: 'SIMPLE', signalType: 'level' } as const;
const event = (over: Partial<NewEvent> = {}): NewEvent =>
  ({ ...SIMPLE, intervals: [interval(START, 'PT1H', 1)], ...over }) as NewEvent;

const MISTAKES: Readonly<Record<string, readonly [NewEvent, number | undefined]>> = {
  'an unknown VEN': [event({ venId: 'nobody' }), undefined],
  'a local time': [event({ intervals: [interval('2030-01-01T00:00:00', 'PT1H', 1)] }), 1],
  'no time': [event({ intervals: [interval(new Date(Number.NaN), 'PT1H', 1)] }), 1],
  'a negative duration': [event({ intervals: [interval(START, '-PT1H', 1)] }), 1],
  'half seconds': [event({ intervals: [interval(START, 1500, 1)] }), 1],
  'a gap': [event({ intervals: [interval(START, 'PT1H', 1), interval('2030-01-01T02:00:00Z', 'PT1H', 1)] }), 102],
  'a wrong sum': [event({ duration: 'PT2H' }), 8],
  'SIMPLE above 3': [event({ intervals: [interval(START, 'PT1H', 4)] } as Partial<NewEvent>), 9],
};

for (const [what, [wrong, rule]] of Object.entries(MISTAKES)) {
  test(`${what} is thrown at once, with its rule, and nothing is sent`, async (t) => {
    const { server } = await ServerRig.start(t, { vens: [{ venId: 'v' }] });
    const error = t.throws<OpenADRError>(() => server.addEvent(wrong), { instanceOf: OpenADRError, code: 'INVALID' });
    t.is(error?.rule, rule);
    t.deepEqual(server.events(), []);
  });
}

test('signals of unequal length break rule 8', async (t) => {
  const { server } = await ServerRig.start(t, { vens: [{ venId: 'v' }] });
  const signals = [
    { signalName: 'SIMPLE', signalType: 'level', intervals: [interval(START, 'PT1H', 1)] },
    { signalName: 'ENERGY_PRICE', signalType: 'price', intervals: intervals(START, 'PT1H', [1, 2]) },
  ] as const;
  t.like(
    t.throws(() => server.addEvent({ venId: 'v', signals })),
    { rule: 8 },
  );
  t.is(server.addEvent({ venId: 'v', signals, allowInvalid: true }).modificationNumber, 0);
});

test('what must not answer a poll is not queued (rule 500), and what does not run says so', async (t) => {
  const { server } = await ServerRig.start(t, { vens: [{ venId: 'v' }] });
  const wrong = { name: 'oadrPoll', body: {} } as const;
  // @ts-expect-error no answer to a poll
  const poll = t.throws(() => server.queue('v', wrong));
  t.like(poll, { code: 'INVALID', rule: 500 });
  t.like(
    t.throws(() => server.cancelEvent('v', 'none')),
    { code: 'INVALID' },
  );
  t.throws(() => new OpenADRServer({ pollInterval: 'PT0.5S' }), { message: /rule 1/ });
  t.throws(() => new OpenADRServer().vens(), { code: 'NOT_RUNNING', message: /start\(\) first/ });
  t.throws(() => server.middleware(), { message: /mountedAt/ });
  t.truthy(soon());
});

test('a port that is taken is told with its remedy, and the server may be started elsewhere', async (t) => {
  const { server } = await ServerRig.start(t);
  const port = Number(new URL(server.url).port);
  const other = new OpenADRServer({ port, logger: false });
  await t.throwsAsync(other.start(), { code: 'START', message: new RegExp(`port ${port} .*taken`) });
});
