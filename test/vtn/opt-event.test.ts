import test from 'ava';
import { read, write } from '../../src/openadr/index.ts';
import type { EventSpec } from '../../src/vtn/event-spec.ts';
import * as m from '../helpers/messages.ts';
import { optAnswer } from '../helpers/opt-answer.ts';
import { event, listOf, Rig } from '../helpers/vtn-rig.ts';

type Over = Parameters<typeof m.oadrCreateOpt>[1];

function rigWith(t: ConstructorParameters<typeof Rig>[0], over: Partial<EventSpec> = {}) {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event(over) });
  rig.drain(venID);
  rig.changed();
  const opt = (opted: Over = {}) =>
    rig.say(
      m.oadrCreateOpt(venID, {
        vavailability: undefined,
        qualifiedEventID: { eventID: 'peak', modificationNumber: 0 },
        ...opted,
      }),
    );
  const opts = () => rig.vtn.ven(venID)?.events[0]?.opts.map(([part, { optType }]) => `${part}: ${optType}`);
  return { rig, venID, opt, opts };
}

const resource = (...resourceID: string[]) => ({ eiTarget: { resourceID } });
const device = (...classes: string[]) => ({ oadrDeviceClass: { endDeviceAsset: classes.map((mrid) => ({ mrid })) } });

test('an opt about an event is acknowledged with its optID, kept with its reason and told', (t) => {
  const { rig, venID, opt } = rigWith(t);
  const said = opt({ optReason: 'overrideStatus', ...resource('1') });
  t.is(write(said.payload), optAnswer('oadrCreatedOpt', '200', 'OK', 'opting-1'));
  const facts = { optID: 'opt-1', optType: 'optOut', optReason: 'overrideStatus' } as const;
  t.deepEqual(rig.vtn.ven(venID)?.events[0]?.opts, [['resourceID 1', facts]]);
  t.deepEqual(rig.changed('opt', 'response'), [
    {
      what: 'opt',
      venID,
      ...facts,
      state: 'created',
      eventID: 'peak',
      targets: ['resourceID 1'],
      exchange: said.exchange,
    },
    {
      what: 'response',
      venID,
      eventID: 'peak',
      modificationNumber: 0,
      optType: 'optOut',
      responseCode: '200',
      requestID: 'opting-1',
      via: 'oadrCreateOpt',
      resourceIDs: ['1'],
      match: 'matched',
      newest: true,
      exchange: said.exchange,
    },
  ]);
  t.deepEqual(said.result.dirty, [venID]);
  t.deepEqual(rig.found(), []);
});

test('rule 206: the later opt holds for its part of the event, the earlier for the rest', (t) => {
  const { opt, opts } = rigWith(t, { targets: { resourceID: ['1', '2'] } });
  opt({ ...resource('1', '2') });
  opt({ optType: 'optIn', ...resource('1') });
  t.deepEqual(opts(), ['resourceID 2: optOut', 'resourceID 1: optIn']);
  opt({ ...resource('2'), ...device('Thermostat') });
  t.deepEqual(opts(), ['resourceID 2: optOut', 'resourceID 1: optIn', 'resourceID 2 of class Thermostat: optOut']);
  opt({ optType: 'optIn', ...device('Thermostat') });
  t.deepEqual(opts(), ['resourceID 2: optOut', 'resourceID 1: optIn', 'class Thermostat: optIn']);
  opt({ optType: 'optIn' });
  t.deepEqual(opts(), [': optIn']);
});

test('rule 206: an oadrCreatedEvent after it changes nothing, even where its requestID is wrong', (t) => {
  for (const requestID of ['wrong', undefined]) {
    const { rig, venID, opt } = rigWith(t);
    const sent = listOf(rig.say(m.oadrRequestEvent(venID)).payload).requestID;
    const answer = (id: string, optType: 'optIn' | 'optOut') =>
      rig.say(m.oadrCreatedEvent(venID, [{ eventID: 'peak', modificationNumber: 0, requestID: id, optType }]));
    answer(sent, 'optIn');
    opt({ optType: 'optIn' });
    rig.found();
    rig.changed();
    answer(requestID ?? sent, 'optOut');
    t.is(rig.vtn.ven(venID)?.events[0]?.opt, 'optIn');
    t.like(rig.changed('response'), [{ match: 'noEffect' }]);
    t.deepEqual(
      rig.found().map(({ rule }) => rule),
      requestID === undefined ? [206] : [42, 206],
    );
  }
});

test('rule 206: what is refused is answered with why, and changes nothing', (t) => {
  const thermostats = { intervals: event().signals[0]!.intervals, name: 'SIMPLE', type: 'level' };
  const { rig, opt, opts } = rigWith(t, {
    targets: { resourceID: ['1'] },
    signals: [{ ...thermostats, deviceClass: ['Thermostat'] }],
  });
  const about = (eventID: string, modificationNumber = 0) => ({ qualifiedEventID: { eventID, modificationNumber } });
  const vavailability = { components: { available: [] } };
  for (const [over, code, description] of [
    [about('other'), '452', 'unknown eventID other'],
    [about('peak', 3), '450', 'modificationNumber 3 of event peak is not the current one'],
    [{ vavailability }, '459', 'vavailability and marketContext are not allowed with an eventID'],
    [{ marketContext: 'http://x' }, '459', 'vavailability and marketContext are not allowed with an eventID'],
    [resource('1', '2'), '462', 'resourceID 2 is no target of event peak'],
    [{ eiTarget: { groupID: ['g'] } }, '462', 'groupID g is no target of event peak'],
    [device('Water_Heater'), '462', 'endDeviceAsset Water_Heater is no target of event peak'],
    [{ eiTarget: { venID: ['other'] } }, '452', 'venID other is not yours'],
  ] satisfies [Over, string, string][]) {
    t.is(write(opt(over).payload), optAnswer('oadrCreatedOpt', code, description, 'opting-1'));
  }
  t.is(opt({ optID: '' }).code, '459');
  t.deepEqual(opts(), []);
  t.deepEqual(rig.changed('opt', 'response'), []);
  t.is(opt({ ...resource('1'), ...device('Thermostat') }).code, '200');
});

test('rule 206: whether a group holds a resource cannot be told; another group is outside', (t) => {
  const { opt } = rigWith(t, { targets: { groupID: ['g'], resourceID: ['1'] } });
  t.is(opt({ eiTarget: { meterAsset: [{ mrid: 'meter' }] } }).code, '200');
  t.is(opt({ eiTarget: { groupID: ['other'] } }).code, '462');
  t.is(opt(resource('2')).code, '462', 'the event names resources of that kind itself');
});

test('rule 206: a signal for all device classes takes an opt of any', (t) => {
  const [signal] = event().signals;
  const { opt } = rigWith(t, { signals: [{ ...signal!, deviceClass: ['Thermostat'] }, { ...signal! }] });
  t.is(opt(device('Water_Heater')).code, '200');
});

test('rule 206: not about an event that went out wanting no response', (t) => {
  const { rig, opt } = rigWith(t, { responseRequired: 'never' });
  const { payload } = opt();
  t.is(write(payload), optAnswer('oadrCreatedOpt', '459', 'event peak wants no response', 'opting-1'));
  t.like(rig.found(), [{ layer: 'sequence', severity: 'error', rule: 206 }]);
});

test('rule 206: not about an event that is over, nor one that never went out', (t) => {
  const { rig, venID, opt } = rigWith(t);
  rig.command({ do: 'event', vens: [venID], event: event({ eventID: 'unsent' }) });
  const unsent = opt({ qualifiedEventID: { eventID: 'unsent', modificationNumber: 0 } });
  t.is(write(unsent.payload), optAnswer('oadrCreatedOpt', '452', 'unknown eventID unsent', 'opting-1'));
  rig.advance(900_000);
  t.is(write(opt().payload), optAnswer('oadrCreatedOpt', '451', 'event peak is over', 'opting-1'));
});

test('rule 206: an opt about an old version is 450, about the newest it is taken', (t) => {
  const { rig, venID, opt } = rigWith(t);
  rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 1 } });
  t.is(opt().code, '200', 'the new version has not arrived');
  rig.drain(venID);
  const old = 'modificationNumber 0 of event peak is not the current one';
  t.is(write(opt().payload), optAnswer('oadrCreatedOpt', '450', old, 'opting-1'));
  t.is(opt({ qualifiedEventID: { eventID: 'peak', modificationNumber: 1 } }).code, '200');
});

test('an opt of which the event or the optType could not be read is 459', (t) => {
  const { rig, venID, opts } = rigWith(t);
  const whole = m.oadrCreateOpt(venID, { qualifiedEventID: { eventID: 'peak', modificationNumber: 0 } });
  for (const part of ['<ei:eventID>peak</ei:eventID>', '<ei:modificationNumber>0</ei:modificationNumber>', 'optOut']) {
    const { message, findings } = read(write(whole).replace(part, part === 'optOut' ? 'optBoth' : ''));
    t.is(rig.say(message!, { findings }).code, '459', part);
  }
  t.deepEqual(opts(), []);
});

test('rule 211: what qualifies an event cannot be cancelled', (t) => {
  const { rig, venID, opt, opts } = rigWith(t);
  opt();
  const { payload } = rig.say(m.oadrCancelOpt(venID));
  const why = 'optID opt-1 qualifies an event and cannot be cancelled';
  t.is(write(payload), optAnswer('oadrCanceledOpt', '459', why, 'unopt-1'));
  t.like(rig.found(), [{ rule: 211 }]);
  t.deepEqual(opts(), [': optOut']);
});

test('opts about events survive a restart and are told, but of events that are over', (t) => {
  const { rig, venID, opt } = rigWith(t);
  rig.command({ do: 'event', vens: [venID], event: event({ eventID: 'later', start: event().start + 3_600_000 }) });
  rig.drain(venID);
  opt();
  opt({ ...resource('1'), optType: 'optIn' });
  opt({ qualifiedEventID: { eventID: 'later', modificationNumber: 0 }, ...resource('1') });
  rig.restart();
  rig.changed();
  rig.advance(0);
  const told = () => rig.changed('opt').map(({ state, eventID, targets }) => `${state} ${eventID} ${targets}`);
  t.deepEqual(told(), ['restored peak ', 'restored peak resourceID 1', 'restored later resourceID 1']);
  rig.advance(900_000);
  rig.restart();
  rig.advance(0);
  t.deepEqual(told(), ['restored later resourceID 1']);
});

test('an opt is about at most 1,000 parts of an event, all of them about 5,000', (t) => {
  const { rig, opt, opts } = rigWith(t);
  const many = (prefix: string, count: number) =>
    resource(...Array.from({ length: count }, (_, index) => `${prefix}${index}`));
  t.is(opt(many('a', 1001)).code, '469');
  t.like(rig.found(), [{ severity: 'error', rule: 209, message: 'an opt about too many resources' }]);
  t.deepEqual(opts(), []);
  for (const prefix of ['a', 'b', 'c', 'd', 'e']) t.is(opt(many(prefix, 1000)).code, '200');
  t.is(opt(many('f', 1)).code, '469');
  t.like(rig.found(), [{ severity: 'error', rule: 206, message: 'too many opts about event peak' }]);
  t.is(opt({ optType: 'optIn', ...many('c', 1000) }).code, '200', 'these are kept already');
  t.is(opts()?.length, 5000);
  t.is(opt({}).code, '200');
  t.deepEqual(opts(), [': optOut']);
});
