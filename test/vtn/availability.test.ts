import test from 'ava';
import { type About, availabilityAt } from '../../src/vtn/availability.ts';
import type { OptSchedule } from '../../src/vtn/state.ts';
import * as m from '../helpers/messages.ts';
import { Rig, T0 } from '../helpers/vtn-rig.ts';

const HOUR = 3_600_000;

function schedule(optID: string, over: Partial<OptSchedule> = {}): OptSchedule {
  return { optID, optType: 'optOut', targets: [], periods: [{ start: T0, end: T0 + HOUR }], ...over };
}

/** optType and the optIDs of both types. */
function at(schedules: readonly OptSchedule[], time: number, about?: About) {
  const { optType, optIn, optOut } = availabilityAt({ schedules }, time, about);
  return [optType, optIn?.optID, optOut?.optID];
}

const NOTHING = [undefined, undefined, undefined];

test('a schedule holds from its start to before its end; one without an end for good (rule 210)', (t) => {
  const all = [schedule('a'), schedule('open', { optType: 'optIn', periods: [{ start: T0 + 2 * HOUR }] })];
  t.deepEqual(at(all, T0 - 1), NOTHING);
  t.deepEqual(at(all, T0), ['optOut', undefined, 'a']);
  t.deepEqual(at(all, T0 + HOUR), NOTHING);
  t.deepEqual(at(all, T0 + 9e9), ['optIn', 'open', undefined]);
});

test('optIn and optOut are told apart; of both the later counts (rules 201, 203)', (t) => {
  const both = [schedule('out'), schedule('in', { optType: 'optIn' })];
  t.deepEqual(at(both, T0), ['optIn', 'in', 'out']);
  t.deepEqual(at(both.toReversed(), T0), ['optOut', 'in', 'out']);
});

test('a schedule for a market context counts for events in it alone (rule 205)', (t) => {
  const all = [schedule('general', { optType: 'optIn' }), schedule('x', { marketContext: 'http://x' })];
  t.deepEqual(at(all, T0), ['optIn', 'general', undefined]);
  t.deepEqual(at(all, T0, { marketContext: 'http://y' }), ['optIn', 'general', undefined]);
  t.deepEqual(at(all, T0, { marketContext: 'http://x' }), ['optOut', 'general', 'x']);
});

test('a schedule for resources or classes counts for these (rules 202, 209)', (t) => {
  const all = [
    schedule('one', { targets: ['resourceID 1', 'groupID g'] }),
    schedule('cool', { optType: 'optIn', targets: ['class Thermostat', 'resourceID 2 of class Water_Heater'] }),
  ];
  t.deepEqual(at(all, T0), NOTHING);
  t.deepEqual(at(all, T0, { resource: '1' }), ['optOut', undefined, 'one']);
  t.deepEqual(at(all, T0, { resource: 'resourceID 1' }), ['optOut', undefined, 'one']);
  t.deepEqual(at(all, T0, { resource: 'groupID g' }), ['optOut', undefined, 'one']);
  t.deepEqual(at(all, T0, { resource: '2' }), NOTHING);
  t.deepEqual(at(all, T0, { resource: '1', deviceClass: 'Thermostat' }), ['optIn', 'cool', 'one']);
  t.deepEqual(at(all, T0, { deviceClass: 'Thermostat' }), ['optIn', 'cool', undefined]);
  t.deepEqual(at(all, T0, { resource: '2', deviceClass: 'Water_Heater' }), ['optIn', 'cool', undefined]);
});

test('a view of a VEN can be asked; a schedule for a part goes before an older one for the whole VEN', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.say(m.oadrCreateOpt(venID, { optID: 'all' }));
  rig.say(m.oadrCreateOpt(venID, { optID: 'one', eiTarget: { resourceID: ['1'] } }));
  const view = rig.vtn.ven(venID)!;
  const then = Date.UTC(2026, 0, 2);
  t.is(availabilityAt(view, then).optOut?.optID, 'all');
  t.is(availabilityAt(view, then, { resource: '1' }).optOut?.optID, 'one');
  t.is(availabilityAt(view, then, { resource: '2' }).optOut?.optID, 'all');
});
