import test from 'ava';
import { type EiTarget, read, write } from '../../src/openadr/index.ts';
import { formatDateTime } from '../../src/openadr/time.ts';
import * as m from '../helpers/messages.ts';
import { optAnswer } from '../helpers/opt-answer.ts';
import { Rig, T0 } from '../helpers/vtn-rig.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** As oadrCreateOpt has it unless told otherwise. */
const PERIODS = [{ start: T0 + DAY, end: T0 + DAY + HOUR }];

function rigWith(t: ConstructorParameters<typeof Rig>[0]) {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const create = (over: Parameters<typeof m.oadrCreateOpt>[1] = {}) => rig.say(m.oadrCreateOpt(venID, over)).code;
  const kept = () => rig.vtn.ven(venID)?.schedules.map(({ optID, targets }) => [optID, ...targets]);
  const told = () => rig.changed('opt').map(({ state, optID, targets = [] }) => `${state} ${[optID, ...targets]}`);
  return { rig, venID, create, kept, told };
}

/** A vavailability of these pairs of dtstart and duration. */
function vavailability(...periods: [dtstart: string, duration: string][]) {
  const available = periods.map(([dtstart, duration]) => ({
    properties: { dtstart: { 'date-time': dtstart }, duration: { duration } },
  }));
  return { components: { available } };
}

const resource = (...resourceID: string[]) => ({ eiTarget: { resourceID } });
const device = (...classes: string[]) => ({
  oadrDeviceClass: { endDeviceAsset: classes.map((mrid) => ({ mrid })) },
});

test('a schedule is acknowledged with its optID, kept and told', (t) => {
  const { rig, venID } = rigWith(t);
  const said = rig.say(m.oadrCreateOpt(venID, { marketContext: 'http://x', ...resource('1') }));
  t.is(write(said.payload), optAnswer('oadrCreatedOpt', '200', 'OK', 'opting-1'));
  const facts = { optID: 'opt-1', optType: 'optOut', optReason: 'economic', marketContext: 'http://x' } as const;
  t.deepEqual(rig.changed('opt'), [
    {
      what: 'opt',
      venID,
      ...facts,
      state: 'created',
      targets: ['resourceID 1'],
      periods: PERIODS,
      exchange: said.exchange,
    },
  ]);
  t.deepEqual(said.result.dirty, [venID]);
  t.deepEqual(rig.vtn.ven(venID)?.schedules, [
    { ...facts, targets: ['resourceID 1'], periods: PERIODS, createdDateTime: formatDateTime(rig.now) },
  ]);
  t.deepEqual(rig.found(), []);
});

test('rule 207: an empty requestID stays empty', (t) => {
  const { rig, venID } = rigWith(t);
  const { payload } = rig.say(m.oadrCreateOpt(venID, { requestID: '' }));
  t.is(write(payload), optAnswer('oadrCreatedOpt', '200', 'OK', ''));
});

test('rule 203: a schedule for the whole VEN replaces all of its type, one for resources only theirs', (t) => {
  const { create, kept, told } = rigWith(t);
  create({ optID: 'a', ...resource('1', '2') });
  create({ optID: 'b', ...resource('2', '3') });
  t.deepEqual(kept(), [
    ['a', 'resourceID 1'],
    ['b', 'resourceID 2', 'resourceID 3'],
  ]);
  t.deepEqual(told(), [
    'created a,resourceID 1,resourceID 2',
    'superseded a,resourceID 2',
    'created b,resourceID 2,resourceID 3',
  ]);
  create({ optID: 'in', optType: 'optIn' });
  create({ optID: 'c', ...resource('1') });
  t.deepEqual(kept(), [['b', 'resourceID 2', 'resourceID 3'], ['in'], ['c', 'resourceID 1']]);
  create({ optID: 'other context', marketContext: 'http://x' });
  told();
  create({ optID: 'd' });
  t.deepEqual(kept(), [['in'], ['other context'], ['d']]);
  t.deepEqual(told(), ['superseded b,resourceID 2,resourceID 3', 'superseded c,resourceID 1', 'created d']);
});

test('rule 203: a schedule for a part leaves the one for the whole VEN in force for the rest', (t) => {
  const { create, kept, told } = rigWith(t);
  create({ optID: 'all' });
  told();
  create({ optID: 'one', ...resource('1') });
  t.deepEqual(kept(), [['all'], ['one', 'resourceID 1']]);
  t.deepEqual(told(), ['created one,resourceID 1']);
});

test('rule 202: an eiTarget with the venID alone is the whole VEN', (t) => {
  const { venID, create, kept } = rigWith(t);
  create({ eiTarget: { venID: [venID] } });
  t.deepEqual(kept(), [['opt-1']]);
});

test('rule 209: device classes narrow the targets', (t) => {
  const { rig, create, kept, told } = rigWith(t);
  create({ optID: 'a', ...resource('1', '2'), ...device('Thermostat', 'Water_Heater') });
  create({ optID: 'b', ...resource('1'), ...device('Thermostat') });
  create({ optID: 'c', ...device('Water_Heater') });
  t.deepEqual(kept(), [
    ['a', 'resourceID 2 of class Thermostat'],
    ['b', 'resourceID 1 of class Thermostat'],
    ['c', 'class Water_Heater'],
  ]);
  told();
  create({ optID: 'd', ...resource('2') });
  t.deepEqual(told(), ['superseded a,resourceID 2 of class Thermostat', 'created d,resourceID 2']);
  t.deepEqual(rig.found(), []);
});

test('rule 209: an oadrDeviceClass without a device class of the list is a finding', (t) => {
  const { rig, create } = rigWith(t);
  for (const [oadrDeviceClass, actual] of [
    [{}, 'none'],
    [{ resourceID: ['1'] }, 'resourceID 1'],
    [device('Kettle').oadrDeviceClass, 'endDeviceAsset Kettle'],
  ] satisfies [EiTarget, string][]) {
    t.is(create({ oadrDeviceClass }), '200');
    t.like(rig.found(), [{ layer: 'rule', severity: 'error', rule: 209, actual }]);
  }
});

test('rule 210: a duration of zero is open-ended; several periods, and times with an offset, are kept as moments', (t) => {
  const { rig, venID, create } = rigWith(t);
  const periods = () => rig.vtn.ven(venID)?.schedules.at(-1)?.periods;
  create({ vavailability: vavailability(['2026-01-01T00:00:00Z', 'PT0S']) });
  t.deepEqual(periods(), [{ start: T0 }]);
  create({ vavailability: vavailability(['2026-01-01T01:00:00+01:00', 'P1M'], ['2026-03-01T00:00:00Z', '1W']) });
  const march = Date.UTC(2026, 2, 1);
  t.deepEqual(periods(), [
    { start: T0, end: Date.UTC(2026, 1, 1) },
    { start: march, end: march + 7 * DAY },
  ]);
});

test('rule 200: a schedule with what only events have is a finding', (t) => {
  const { rig, create } = rigWith(t);
  const properties = {
    dtstart: { 'date-time': '2026-01-01T00:00:00Z' },
    duration: { duration: 'PT1H' },
    tolerance: { tolerate: { startafter: 'PT1M' } },
    'x-eiRampUp': { duration: 'PT1M' },
  };
  t.is(create({ vavailability: { components: { available: [{ properties }] } } }), '200');
  t.like(rig.found(), [
    { layer: 'rule', severity: 'error', rule: 200, actual: 'tolerance' },
    { rule: 200, actual: 'x-eiRampUp' },
  ]);
});

test('a schedule whose periods cannot be told is 454, and nothing is kept', (t) => {
  const { rig, venID, create, kept } = rigWith(t);
  const dtstart = 'dtstart: expected a date-time in UTC like 2026-07-01T14:00:00Z, got ';
  const duration = 'duration: expected a duration like PT1H, or PT0S for an open end, got ';
  const late = 'duration: expected an end before the year 275760, got ';
  for (const [periods, description] of [
    [vavailability(), 'vavailability: expected at least one available, got none'],
    [vavailability(['2026-02-30T00:00:00Z', 'PT1H']), `${dtstart}2026-02-30T00:00:00Z`],
    [vavailability(['tomorrow', 'PT1H']), `${dtstart}tomorrow`],
    [vavailability(['2026-01-01T00:00:00Z', '1 hour']), `${duration}1 hour`],
    [vavailability(['2026-01-01T00:00:00Z', '-PT1H']), `${duration}-PT1H`],
    [vavailability(['2026-01-01T00:00:00Z', '']), `${duration}none`],
    [vavailability(['2026-01-01T00:00:00Z', 'P300000Y']), `${late}P300000Y`],
    [vavailability(['2026-01-01T00:00:00Z', `P${'9'.repeat(400)}D`]), `${late}P${'9'.repeat(400)}D`],
    [vavailability(['2026-01-01T00:00:00Z', 'PT1H'], ['x', 'PT1H']), `${dtstart}x`],
  ] as const) {
    const { payload } = rig.say(m.oadrCreateOpt(venID, { vavailability: periods }));
    t.is(write(payload), optAnswer('oadrCreatedOpt', '454', description, 'opting-1'));
    t.like(rig.found(), [{ layer: 'sequence', severity: 'error' }]);
  }
  t.deepEqual(kept(), []);
  t.deepEqual(rig.changed('opt'), []);
  t.is(create(), '200');
});

test('what could not be read of a schedule is 454 too', (t) => {
  const { rig, venID } = rigWith(t);
  const whole = write(m.oadrCreateOpt(venID));
  for (const broken of [
    whole.replace('2026-01-02T00:00:00Z', 'soon'),
    whole.replace(/<xcal:dtstart>.*<.xcal:dtstart>/, ''),
    whole.replace(/<xcal:properties>.*<.xcal:properties>/, ''),
    whole.replace('<xcal:duration>PT1H<', '<xcal:duration>an hour<'),
  ]) {
    t.not(broken, whole);
    const { message, findings } = read(broken);
    t.is(rig.say(message!, { findings }).code, '454', broken);
  }
  t.deepEqual(rig.vtn.ven(venID)?.schedules, []);
});

test('rules 204, 211: cancelling by optID; superseded or again is no error, unknown is 452', (t) => {
  const { rig, venID, create, kept, told } = rigWith(t);
  create({ optID: 'a', ...resource('1') });
  create({ optID: 'a', ...resource('2') });
  create({ optID: 'b', optType: 'optIn' });
  create({ optID: 'c', optType: 'optIn' });
  told();
  const cancel = (optID: string) => rig.say(m.oadrCancelOpt(venID, optID)).payload;
  t.is(write(cancel('a')), optAnswer('oadrCanceledOpt', '200', 'OK', 'unopt-1', 'a'));
  t.deepEqual(told(), ['cancelled a,resourceID 1', 'cancelled a,resourceID 2']);
  t.is(write(cancel('a')), optAnswer('oadrCanceledOpt', '200', 'OK', 'unopt-1', 'a'), 'again');
  t.is(write(cancel('b')), optAnswer('oadrCanceledOpt', '200', 'OK', 'unopt-1', 'b'), 'superseded');
  t.deepEqual(rig.found(), []);
  t.is(write(cancel('x')), optAnswer('oadrCanceledOpt', '452', 'unknown optID x', 'unopt-1', 'x'));
  t.like(rig.found(), [{ rule: 208, actual: 'x' }]);
  t.is(rig.say(m.oadrCancelOpt(venID, '')).code, '452');
  t.like(rig.found(), [{ rule: 208, actual: 'none' }]);
  t.deepEqual(kept(), [['c']]);
  t.deepEqual(told(), []);
});

test('rule 211: a schedule that was superseded long ago is cancelled without an error', (t) => {
  const { rig, venID, create } = rigWith(t);
  for (let index = 0; index < 1000; index++) create({ optID: `o${index}` });
  t.is(rig.say(m.oadrCancelOpt(venID, 'o0')).code, '200');
  t.deepEqual(rig.found(), []);
});

test('rule 206: without eventID vavailability is required', (t) => {
  const { rig, venID, kept } = rigWith(t);
  const { payload } = rig.say(m.oadrCreateOpt(venID, { vavailability: undefined }));
  const why = 'vavailability is required without an eventID';
  t.is(write(payload), optAnswer('oadrCreatedOpt', '459', why, 'opting-1'));
  t.like(rig.found(), [{ layer: 'rule', severity: 'error', rule: 206 }]);
  t.deepEqual(kept(), []);
});

test('rule 208: a schedule without an optID, or for another VEN, is refused', (t) => {
  const { rig, create, kept } = rigWith(t);
  t.is(create({ optID: '' }), '459');
  t.is(create({ eiTarget: { venID: ['other'] } }), '452');
  t.like(rig.found(), [{ rule: 208, actual: 'other' }]);
  t.deepEqual(kept(), []);
});

test('schedules survive a restart and are told; the end of the registration ends them', (t) => {
  const { rig, venID, create, told } = rigWith(t);
  create({ optID: 'gone', ...resource('1') });
  create({ optID: 'a', marketContext: 'http://x', ...resource('2') });
  create({ optID: 'b' });
  told();
  rig.restart();
  rig.advance(0);
  const facts = { what: 'opt', venID, optType: 'optOut', optReason: 'economic', periods: PERIODS };
  t.deepEqual(rig.changed('opt'), [
    { ...facts, optID: 'a', marketContext: 'http://x', state: 'restored', targets: ['resourceID 2'] },
    { ...facts, optID: 'b', state: 'restored', targets: [] },
  ] as never);
  t.is(rig.say(m.oadrCancelOpt(venID, 'gone')).code, '200');
  rig.command({ do: 'forget', vens: [venID] });
  t.deepEqual(told(), ['cancelled a,resourceID 2', 'cancelled b']);
});

test('a VEN that never ends to make schedules is refused some day, and keeps what it has', (t) => {
  const { rig, create, kept, told } = rigWith(t);
  for (let index = 0; index < 1000; index++) create({ optID: `o${index}`, ...resource(`${index}`, `${index} too`) });
  told();
  t.is(create({ optID: 'more', ...resource('7') }), '469');
  t.like(rig.found(), [
    { layer: 'sequence', severity: 'error', expected: 'at most 1000 opt schedules in force', actual: '1001' },
  ]);
  t.is(kept()?.length, 1000);
  t.deepEqual(told(), []);
  t.is(create({ optID: 'instead', ...resource('7', '7 too') }), '200');
  const both = 'resourceID 7,resourceID 7 too';
  t.deepEqual(told(), [`superseded o7,${both}`, `created instead,${both}`]);
});

test('a schedule is about at most 1,000 resources, times device classes; all of a VEN about 20,000', (t) => {
  const { rig, create, kept, told } = rigWith(t);
  const names = (count: number, prefix = '') => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  t.is(create({ optID: 'much', ...resource(...names(1001)) }), '469');
  t.is(
    create({ optID: 'product', ...resource(...names(400)), ...device('Thermostat', 'Water_Heater', 'Strip') }),
    '469',
  );
  t.like(rig.found(), [
    { severity: 'error', rule: 209, message: 'an opt about too many resources' },
    { rule: 209, message: 'oadrDeviceClass holds no device class' },
    { severity: 'error', rule: 209, message: 'an opt about too many resources' },
  ]);
  t.deepEqual(kept(), []);
  t.is(create({ optID: 'twice', ...resource(...names(1000), ...names(1000)) }), '200');
  t.is(create({ optID: 'all' }), '200');
  told();
  for (let index = 0; index < 20; index++) {
    t.is(create({ optID: `o${index}`, ...resource(...names(1000, `${index} `)) }), '200');
  }
  t.is(create({ optID: 'more', ...resource('one') }), '469');
  t.like(rig.found(), [{ expected: 'at most 20000 resources in opt schedules in force', actual: '20001' }]);
  t.is(create({ optID: 'again', ...resource(...names(1000, '7 ')) }), '200', 'it replaces one');
});
