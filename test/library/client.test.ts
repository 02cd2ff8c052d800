import test from 'ava';
import {
  type ClientEvent,
  type ClientLevel,
  interval,
  OpenADRClient,
  type OpenADRError,
  type ReportReading,
} from '../../src/index.ts';
import { ServerRig, soon } from './helpers/rig.ts';

const SIMPLE = { signalName: 'SIMPLE', signalType: 'level' } as const;

test('a client decides about each event once, sync or async', async (t) => {
  const rig = await ServerRig.start(t);
  const offered: ClientEvent[] = [];
  const client = new OpenADRClient({
    ...{ url: rig.server.url, venName: 'c', logger: false },
    handlers: {
      onEvent: async (event) => {
        offered.push(event);
        return event.priority === 1 ? 'optIn' : 'optOut';
      },
    },
  });
  t.teardown(() => client.stop());
  await client.start();
  const venId = await client.registered;
  const intervals = [interval(soon(), 'PT10M', 2)];
  t.is((await rig.server.addEvent({ venId, eventId: 'low', ...SIMPLE, intervals }).response).optType, 'optOut');
  const high = await rig.server.addEvent({ venId, eventId: 'high', ...SIMPLE, intervals, priority: 1 }).response;
  t.is(high.optType, 'optIn');
  t.deepEqual(
    offered.map(({ eventId }) => eventId),
    ['low', 'high'],
  );
  t.like(offered[0], {
    signals: [{ signalName: 'SIMPLE', intervals: [{ start: intervals[0]?.dtstart, signalPayload: 2 }] }],
  });
  client.opt('high', 'optOut');
  await rig.record((r) => r.kind === 'state' && r.change.what === 'response' && r.change.optType === 'optOut');
  t.is(client.events().find(({ eventId }) => eventId === 'high')?.optType, 'optOut');
});

test('a handler of the client that throws or is late opts out, and is told', async (t) => {
  const rig = await ServerRig.start(t);
  const errors: OpenADRError[] = [];
  const client = new OpenADRClient({
    ...{ url: rig.server.url, venName: 'c', logger: false, handlerTimeout: 100 },
    onError: (error) => errors.push(error),
    handlers: {
      onEvent: ({ eventId }) => {
        if (eventId === 'late') return new Promise(() => {});
        throw new Error('boom');
      },
    },
  });
  t.teardown(() => client.stop());
  await client.start();
  const venId = await client.registered;
  const intervals = [interval(soon(), 'PT10M', 2)];
  t.is((await rig.server.addEvent({ venId, eventId: 'bad', ...SIMPLE, intervals }).response).optType, 'optOut');
  t.is((await rig.server.addEvent({ venId, eventId: 'late', ...SIMPLE, intervals }).response).optType, 'optOut');
  t.deepEqual(
    errors.map(({ code, message }) => [code, message.slice(0, 20)]),
    [
      ['HANDLER', 'onEvent failed for b'],
      ['HANDLER', 'onEvent failed for l'],
    ],
  );
});

test('what the client measures comes to the server at the requested times; a value that fails is of bad quality', async (t) => {
  const readings: ReportReading[] = [];
  const offered: string[] = [];
  const errors: OpenADRError[] = [];
  const rig = await ServerRig.start(t, {
    handlers: {
      onRegisterReport: (point) => {
        offered.push(
          `${point.resourceId} ${point.measurement} ${point.scale}${point.unit} ${point.minSamplingInterval}`,
        );
        return { samplingInterval: 'PT1S', callback: (values) => readings.push(...values) };
      },
    },
  });
  const client = new OpenADRClient({
    url: rig.server.url,
    venName: 'c',
    logger: false,
    onError: (e) => errors.push(e),
  });
  client.addReport({
    ...{ resourceId: 'meter', measurement: 'powerReal', unit: 'W', scale: 'k', samplingInterval: 'PT1S' },
    callback: () => 4.2,
  });
  client.addReport({
    ...{ resourceId: 'meter', measurement: 'voltage', samplingInterval: 'PT1S', rId: 'broken' },
    callback: () => {
      throw new Error('no meter');
    },
  });
  t.teardown(() => client.stop());
  await client.start();
  await rig.record((r) => r.kind === 'state' && r.change.what === 'readings' && readings.length > 3);
  t.like(
    readings.find(({ rId }) => rId === 'meter-powerReal'),
    { value: 4.2 },
  );
  t.deepEqual(offered, ['meter powerReal kW PT1S', 'meter voltage noneV PT1S']);
  t.regex(readings.find(({ rId }) => rId === 'broken')?.quality ?? '', /^Quality Bad/);
  t.like(errors[0], { code: 'HANDLER', message: 'the callback of data point broken failed: no meter' });
});

test('the client tells what is to be done now, by its own clock', async (t) => {
  const rig = await ServerRig.start(t);
  const levels: ClientLevel[] = [];
  let resolve = (): void => {};
  const normal = new Promise<void>((done) => {
    resolve = done;
  });
  const client = new OpenADRClient({
    ...{ url: rig.server.url, venName: 'c', logger: false },
    handlers: {
      onLevel: (level) => {
        levels.push(level);
        if (level.eventId === undefined) resolve();
      },
    },
  });
  t.teardown(() => client.stop());
  await client.start();
  const venId = await client.registered;
  rig.server.addEvent({ venId, eventId: 'now', ...SIMPLE, intervals: [interval(soon(1), 'PT2S', 3)] });
  await normal;
  t.deepEqual(
    levels.map(({ eventId, values }) => [eventId, values.map(({ signalPayload }) => signalPayload)]),
    [
      ['now', [3]],
      [undefined, []],
    ],
  );
});

test('an opt schedule comes to the server and is taken back', async (t) => {
  const optId: string[] = [];
  const rig = await ServerRig.start(t, {
    handlers: {
      onCreateOpt: (opt) => {
        t.like(opt, { optType: 'optOut', periods: [{ start: new Date('2030-01-01T00:00:00Z') }] });
        optId.push(opt.optId);
      },
      onCancelOpt: (opt) => optId.push(opt.optId),
    },
  });
  const client = new OpenADRClient({ url: rig.server.url, venName: 'c', logger: false });
  t.teardown(() => client.stop());
  await client.start();
  await client.registered;
  const opt = client.optSchedule('optOut', { start: '2030-01-01T01:00:00+01:00', duration: 'PT2H' });
  await client.idle();
  client.cancelOpt(opt.optId);
  await client.idle();
  t.deepEqual(optId, [opt.optId, opt.optId]);
});

test('mistakes of the caller are thrown at once', async (t) => {
  t.throws(() => new OpenADRClient({ url: 'example.com', venName: 'c' }), { code: 'INVALID', message: /no address/ });
  const client = new OpenADRClient({ url: 'http://127.0.0.1:9/OpenADR2/Simple/2.0b', venName: 'c', logger: false });
  t.throws(() => client.opt('e', 'optIn'), { code: 'NOT_RUNNING' });
  const report = { resourceId: 'r', measurement: 'powerReal', callback: () => 1 } as const;
  t.throws(() => client.addReport({ ...report, samplingInterval: 1500 }), { code: 'INVALID', message: /rule 1/ });
  await client.start();
  t.teardown(() => client.stop());
  t.throws(() => client.optSchedule('optOut', { start: '2030-01-01T00:00:00', duration: 'PT1H' }), {
    message: /local time without a zone \(rule 1\)/,
  });
  t.throws(() => client.opt('e', 'optIn'), { code: 'INVALID', message: /not registered/ });
  t.throws(() => client.addReport({ ...report, samplingInterval: 1000 }), { message: /before start/ });
  await t.throwsAsync(client.start(), { code: 'NOT_RUNNING' });
});

const POINT = { resourceId: 'm', measurement: 'powerReal', samplingInterval: 'PT1S', callback: () => 1 } as const;

for (const [what, [over, message]] of Object.entries<readonly [object, RegExp]>({
  'kW for a scale': [{ unit: 'kW' }, /powerReal has the unit W or J\/s; .*actual: kW; try: for kW give scale: 'k'/],
  'another unit': [{ unit: 'A' }, /powerReal has the unit W.*try: leave the unit out/],
  'snake case': [
    { measurement: 'power_real' },
    /no such measurement; expected: .*; actual: power_real; try: powerReal/,
  ],
  'an itemDescription': [{ measurement: 'RealPower' }, /no such measurement.*try: powerReal/],
  'a wrong scale': [{ scale: 'kilo' }, /no such scale.*expected: p, n, micro.*actual: kilo/],
  'a wrong reportType': [{ reportType: 'foo' }, /no such reportType; expected: reading, usage, .*actual: foo/],
  'a wrong readingType': [{ readingType: 'foo' }, /no such readingType; expected: Direct Read, .*actual: foo/],
  'a wrong currency': [{ measurement: 'currency', unit: 'euro' }, /ISO 4217/],
})) {
  test(`a data point with ${what} is refused at once`, (t) => {
    const client = new OpenADRClient({ url: 'http://127.0.0.1:9/OpenADR2/Simple/2.0b', venName: 'c', logger: false });
    t.throws(() => client.addReport({ ...POINT, ...over }), { code: 'INVALID', message });
  });
}

test('a personality that does not exist is refused at once; codes of one’s own begin with x-', (t) => {
  const options = { url: 'http://127.0.0.1:9/OpenADR2/Simple/2.0b', venName: 'c', logger: false } as const;
  // @ts-expect-error no such personality
  t.throws(() => new OpenADRClient({ ...options, personality: 'foo' }), { code: 'INVALID', message: /cooperative/ });
  const client = new OpenADRClient({ ...options, personality: 'cooperative' });
  t.notThrows(() => client.addReport({ ...POINT, unit: 'W', scale: 'k', reportType: 'x-own', readingType: 'x-own' }));
});
