import test from 'ava';
import * as m from '../helpers/messages.ts';
import { event, Rig } from '../helpers/vtn-rig.ts';

function rigWith(t: ConstructorParameters<typeof Rig>[0]) {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const create = (over: Parameters<typeof m.oadrCreateOpt>[1] = {}) => rig.say(m.oadrCreateOpt(venID, over)).code;
  const kept = () => rig.vtn.ven(venID)?.schedules.map(({ optID, targets }) => [optID, ...targets]);
  return { rig, venID, create, kept };
}

test('a schedule is acknowledged with its optID and kept', (t) => {
  const { rig, venID } = rigWith(t);
  const { payload, result } = rig.say(m.oadrCreateOpt(venID, { marketContext: 'http://x' }));
  t.deepEqual(payload, {
    name: 'oadrCreatedOpt',
    body: {
      schemaVersion: '2.0b',
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'opting-1' },
      optID: 'opt-1',
    },
  });
  t.deepEqual(rig.changed('opt'), [{ what: 'opt', venID, optID: 'opt-1', optType: 'optOut', state: 'created' }]);
  t.deepEqual(result.dirty, [venID]);
  t.deepEqual(rig.vtn.ven(venID)?.schedules, [
    {
      optID: 'opt-1',
      optType: 'optOut',
      marketContext: 'http://x',
      targets: [],
      periods: [{ start: '2026-01-02T00:00:00Z', duration: 'PT1H' }],
      createdDateTime: '2026-01-01T00:00:00Z',
    },
  ]);
});

test('rule 203: a schedule for the whole VEN replaces all of its type, one for resources only theirs', (t) => {
  const { create, kept } = rigWith(t);
  create({ optID: 'a', eiTarget: { resourceID: ['1', '2'] } });
  create({ optID: 'b', eiTarget: { resourceID: ['2', '3'] } });
  t.deepEqual(kept(), [
    ['a', 'resourceID 1'],
    ['b', 'resourceID 2', 'resourceID 3'],
  ]);
  create({ optID: 'in', optType: 'optIn' });
  create({ optID: 'c', eiTarget: { resourceID: ['1'] } });
  t.deepEqual(kept(), [['b', 'resourceID 2', 'resourceID 3'], ['in'], ['c', 'resourceID 1']]);
  create({ optID: 'other context', marketContext: 'http://x' });
  create({ optID: 'd' });
  t.deepEqual(kept(), [['in'], ['other context'], ['d']]);
});

test('rules 204, 211: cancelling by optID; superseded or again is no error, unknown is 452', (t) => {
  const { rig, venID, create, kept } = rigWith(t);
  create({ optID: 'a', eiTarget: { resourceID: ['1'] } });
  create({ optID: 'a', eiTarget: { resourceID: ['2'] } });
  create({ optID: 'b', optType: 'optIn' });
  create({ optID: 'c', optType: 'optIn' });
  rig.changed();
  const { payload, code } = rig.say(m.oadrCancelOpt(venID, 'a'));
  t.like(payload, { name: 'oadrCanceledOpt', body: { optID: 'a' } });
  t.is(code, '200');
  t.deepEqual(
    rig.changed('opt').map(({ state }) => state),
    ['cancelled', 'cancelled'],
  );
  t.is(rig.say(m.oadrCancelOpt(venID, 'a')).code, '200', 'again');
  t.is(rig.say(m.oadrCancelOpt(venID, 'b')).code, '200', 'superseded');
  t.deepEqual(rig.found(), []);
  t.is(rig.say(m.oadrCancelOpt(venID, 'x')).code, '452');
  t.like(rig.found(), [{ rule: 208, actual: 'x' }]);
  t.deepEqual(kept(), [['c']]);
});

test('rule 211: what qualifies an event cannot be cancelled', (t) => {
  const { rig, venID, create } = rigWith(t);
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.drain(venID);
  create({ vavailability: undefined, qualifiedEventID: { eventID: 'peak', modificationNumber: 0 } });
  t.is(rig.say(m.oadrCancelOpt(venID)).code, '459');
  t.like(rig.found(), [{ rule: 211 }]);
});

test('rule 206: without eventID vavailability is required', (t) => {
  const { rig, create, kept } = rigWith(t);
  t.is(create({ vavailability: undefined }), '459');
  t.like(rig.found(), [{ layer: 'rule', severity: 'error', rule: 206 }]);
  t.deepEqual(kept(), []);
});

test('rule 209: device classes are kept with the targets', (t) => {
  const { create, kept } = rigWith(t);
  create({ oadrDeviceClass: { endDeviceAsset: [{ mrid: 'Thermostat' }] } });
  t.deepEqual(kept(), [['opt-1', 'class endDeviceAsset Thermostat']]);
});
