import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { OpenADRClient, OpenADRError, OpenADRServer } from '../../src/index.ts';
import { ServerRig } from './helpers/rig.ts';

/** A call as a program in plain JavaScript may make it. */
function call(server: OpenADRServer, name: keyof OpenADRServer, ...args: readonly unknown[]): unknown {
  const method: unknown = server[name];
  if (typeof method !== 'function') throw new Error(`${name} is no method`);
  return Reflect.apply(method, server, args);
}

test('a VEN is provisioned with a venId, and nothing is lost by one without', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'oadr-library-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const state = join(folder, 'state.json');
  const { server } = await ServerRig.start(t, { state, vens: [{ venId: 'good', registrationId: 'r' }] });
  for (const wrong of [{}, null, undefined, 'v', { venId: '' }, { venId: 5 }, { venID: 'v' }, { venId: 'a\nb' }]) {
    t.throws(() => call(server, 'provision', wrong), { instanceOf: OpenADRError, code: 'INVALID' });
  }
  for (const wrong of [{ venName: 5 }, { registrationId: '' }, { registrationId: null }]) {
    t.throws(() => call(server, 'provision', { venId: 'v', ...wrong }), { instanceOf: OpenADRError, code: 'INVALID' });
  }
  t.throws(() => call(server, 'provision', { venID: 'v' }), { message: /no field venID.*try: venId$/ });
  await server.stop();
  const again = await ServerRig.start(t, { state });
  t.deepEqual(
    again.server.vens().map(({ venId, state: life }) => `${venId} ${life}`),
    ['good registered'],
  );
});

const START = '2030-01-01T00:00:00Z';
const INTERVALS = [{ dtstart: START, duration: 'PT1H', signalPayload: 1 }];
const EVENT = { venId: 'v', signalName: 'SIMPLE', signalType: 'level', intervals: INTERVALS };

/** What the targets of an event must not be, and what is said of it. */
const TARGETS: readonly (readonly [targets: unknown, said: RegExp])[] = [
  [{ resourceID: ['r1'] }, /targets has no field resourceID.*expected: .*resourceId.*try: resourceId$/],
  [{ foo: 1 }, /targets has no field foo/],
  [['r1'], /targets is no object.*try: \{ resourceId: "r1" \}/],
  ['r1', /targets is no object/],
  [null, /targets is no object/],
  [{ resourceId: '' }, /targets: resourceId is no text/],
  [{ resourceId: 5 }, /targets: resourceId is no text.*actual: 5/],
  [{ resourceId: ['a', null] }, /targets: resourceId is no text.*actual: null/],
  [{ resourceId: [] }, /targets: resourceId is an empty list.*leave targets out/],
  [{}, /targets names nobody/],
  [[], /targets is an empty list/],
  [{ transportInterface: 'x' }, /transportInterface is no list/],
];

test('targets with a wrong name or shape are never the whole VEN (rule 22)', async (t) => {
  const { server } = await ServerRig.start(t, { vens: [{ venId: 'v' }] });
  for (const [targets, message] of TARGETS) {
    const wrong = { instanceOf: OpenADRError, code: 'INVALID', message };
    t.throws(() => call(server, 'addEvent', { ...EVENT, targets }), wrong);
  }
  t.like(
    t.throws(() => call(server, 'addEvent', { ...EVENT, targets: { resourceID: 'r' } })),
    { rule: 22, actual: 'resourceID', hint: 'resourceId' },
  );
  t.deepEqual(server.events(), []);
  call(server, 'addEvent', { ...EVENT, eventId: 'e', targets: [{ resourceId: 'a' }, { resourceId: ['b'] }] });
  const wrong = { instanceOf: OpenADRError, code: 'INVALID', message: /resourceID/ };
  t.throws(() => call(server, 'modifyEvent', 'v', 'e', { targets: { resourceID: 'r' } }), wrong);
});

/** Calls that cannot be meant, and what is said of them. */
const CALLS: readonly (readonly [method: keyof OpenADRServer, args: readonly unknown[], said: RegExp])[] = [
  ['addEvent', [null], /the event is no object/],
  ['addEvent', [undefined], /the event is no object/],
  ['addEvent', [{ ...EVENT, intervals: undefined }], /the event has no intervals/],
  ['addEvent', [{ ...EVENT, intervals: 5 }], /intervals of the event is no list/],
  ['addEvent', [{ ...EVENT, intervals: [null] }], /interval 0 of the event is no object/],
  ['addEvent', [{ ...EVENT, intervals: [{ dtstart: START, duration: 'PT1H', payload: 1 }] }], /no field payload/],
  ['addEvent', [{ ...EVENT, intervals: [{ dtstart: START, signalPayload: 1 }] }], /interval 0 .*is no duration/],
  ['addEvent', [{ ...EVENT, responceRequired: 'never' }], /no field responceRequired.*try: responseRequired$/],
  ['addEvent', [{ ...EVENT, callback: 'x' }], /callback of the event is no function/],
  ['addEvent', [{ ...EVENT, marketContext: 'a b' }], /marketContext of the event is no URI/],
  ['addEvent', [{ ...EVENT, marketContext: 'program' }], /marketContext of the event is no URI/],
  ['addEvent', [{ ...EVENT, signalType: undefined }], /the event has no signalType/],
  ['addEvent', [{ ...EVENT, signals: [] }], /both signals and signalName/],
  ['addEvent', [{ venId: 'v', signals: [{ ...EVENT, venId: undefined, unitt: 1 }] }], /signal 0 .* unitt.*try: unit$/],
  ['addEvent', [{ ...EVENT, eventId: 5 }], /eventId of the event is no text/],
  ['modifyEvent', ['v', 'e', null], /changes of an event is no object/],
  ['modifyEvent', ['v', 'e', { prioriti: 1 }], /no field prioriti.*try: priority$/],
  ['modifyEvent', ['v', 'e', { marketContext: '' }], /marketContext of the event is no URI/],
  ['requestReport', ['v', null], /the report request is no object/],
  ['requestReport', ['v', {}], /says no report/],
  ['requestReport', ['v', { reportname: 'TELEMETRY_USAGE' }], /no field reportname.*try: reportName$/],
  ['requestReport', ['v', { reportName: 'TELEMETRY_USAGE', callback: 5 }], /callback of the report request/],
  ['requestReport', ['v', { reportName: 'TELEMETRY_USAGE', rIds: 'a' }], /rIds of the report request is no list/],
  ['requestReport', ['v', { reportName: 'METADATA' }, { allowinvalid: true }], /no field allowinvalid/],
  ['cancelReport', ['v', null], /reportRequestId is no list/],
  ['cancelReport', ['v', 'r', null], /how it is done is no object/],
  ['queue', ['v', null], /the message is no object/],
  ['queue', ['v', { name: 'oadrCancelReport', body: { foo: 1 } }], /foo/],
  ['addRawEvent', ['v', null], /the raw event is no object/],
  ['addRawEvent', ['v', {}], /the raw event has no eiEvent\.eventDescriptor\.eventID/],
  ['addRawEvent', ['v', { eiEvent: 5 }], /cannot be read at eiEvent/],
];

for (const [index, [method, args, message]] of CALLS.entries()) {
  test(`${method} is told what is wrong (${index + 1}): ${message.source}`, async (t) => {
    const { server } = await ServerRig.start(t, { vens: [{ venId: 'v', registrationId: 'r' }] });
    call(server, 'addEvent', { ...EVENT, eventId: 'e' });
    t.throws(() => call(server, method, ...args), { instanceOf: OpenADRError, code: 'INVALID', message });
    t.is(server.events().length, 1);
  });
}

test('options that there are not are refused with the nearest one', (t) => {
  const make = (options: unknown, kind: typeof OpenADRServer | typeof OpenADRClient = OpenADRServer) =>
    t.throws<OpenADRError>(() => Reflect.construct(kind, [options]), { instanceOf: OpenADRError, code: 'INVALID' });
  t.is(make({ pollinterval: 'PT1S' }).hint, 'pollInterval');
  t.regex(make({ marketContext: 'a b' }).message, /marketContext is no URI/);
  t.regex(make({ vens: [{}] }).message, /venId/);
  t.regex(make({ onError: 5 }).message, /onError is no function/);
  t.regex(make({ logger: 'x' }).message, /logger/);
  t.regex(make(null).message, /no object/);
  const url = 'http://127.0.0.1/OpenADR2/Simple/2.0b';
  t.is(make({ url, venname: 'c' }, OpenADRClient).hint, 'venName');
  t.regex(make({ url, venName: 'c', handlers: { onEvents: () => 'optIn' } }, OpenADRClient).message, /onEvents/);
  t.regex(make(undefined, OpenADRClient).message, /no object/);
  const client = new OpenADRClient({ url, venName: 'c' });
  t.throws(() => Reflect.apply(client.addReport, client, [null]), { instanceOf: OpenADRError });
  t.throws(() => Reflect.apply(client.addReport, client, [{ resourceId: 'a' }]), { instanceOf: OpenADRError });
});
