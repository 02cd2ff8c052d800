import test from 'ava';
import { type EventResponse, interval, intervals, target } from '../../src/index.ts';
import { EventFollower } from '../../src/library/event-follower.ts';
import type { DeliveryChange, ResponseChange } from '../../src/vtn/change.ts';
import { ServerRig, soon } from './helpers/rig.ts';

const SIMPLE = { signalName: 'SIMPLE', signalType: 'level' } as const;

test('an event is delivered, and its answer resolves the promise and calls back', async (t) => {
  const rig = await ServerRig.start(t);
  const { venId } = await rig.registered();
  const called: [string, string, string, EventResponse][] = [];
  const handle = rig.server.addEvent({
    ...{ venId, eventId: 'peak', ...SIMPLE, intervals: intervals(soon(), 'PT5M', [1, 2]) },
    targets: target({ resourceId: 'sim-load' }),
    callback: (...args) => called.push(args),
  });
  t.is(handle.eventId, 'peak');
  await handle.delivered;
  const response = await handle.response;
  t.like(response, { venId, eventId: 'peak', modificationNumber: 0, optType: 'optIn', match: 'matched' });
  t.deepEqual(called, [[venId, 'peak', 'optIn', response]]);
  const [event] = rig.server.events(venId);
  t.like(event, { venId, eventId: 'peak', status: 'far', optType: 'optIn', answered: 0 });
  t.deepEqual(rig.errors, []);
});

test('several signals, a changed version, a cancellation: each has its own promises', async (t) => {
  const rig = await ServerRig.start(t);
  const { venId } = await rig.registered();
  const start = soon();
  const added = rig.server.addEvent({
    ...{ venId, eventId: 'two' },
    signals: [
      { ...SIMPLE, intervals: [interval(start, 'PT10M', 1)] },
      { signalName: 'ELECTRICITY_PRICE', signalType: 'price', intervals: intervals(start, 300_000, [0.1, 0.25]) },
    ],
  });
  t.is((await added.response).modificationNumber, 0);
  const modified = rig.server.modifyEvent(venId, 'two', { priority: 1 });
  t.is(modified.modificationNumber, 1);
  t.is((await modified.response).modificationNumber, 1);
  const cancelled = rig.server.cancelEvent(venId, 'two');
  t.is((await cancelled.response).modificationNumber, 2);
  t.is(rig.server.events(venId)[0]?.status, 'cancelled');
});

test('promises are broken with the reason: cancelled before, forgotten, stopped, no answer wanted', async (t) => {
  const rig = await ServerRig.start(t, { vens: [{ venId: 'silent' }, { venId: 'other' }] });
  const event = { ...SIMPLE, intervals: [interval(soon(), 'PT10M', 1)] };
  const cancelled = rig.server.addEvent({ venId: 'silent', eventId: 'a', ...event });
  const again = rig.server.cancelEvent('silent', 'a');
  await t.throwsAsync(cancelled.response, { code: 'CANCELLED', message: /event a was cancelled/ });
  await t.throwsAsync(cancelled.delivered, { code: 'CANCELLED' });
  const forgotten = rig.server.addEvent({ venId: 'other', eventId: 'b', ...event });
  rig.server.forget('other');
  await t.throwsAsync(forgotten.response, { code: 'FORGOTTEN' });
  const unanswered = rig.server.addEvent({ venId: 'silent', eventId: 'c', ...event, responseRequired: 'never' });
  await t.throwsAsync(unanswered.response, { code: 'NO_RESPONSE' });
  await rig.server.stop();
  await t.throwsAsync(again.response, { code: 'STOPPED' });
  await t.throwsAsync(unanswered.delivered, { code: 'STOPPED' });
});

test('a callback that throws is told to the program, and the server lives on', async (t) => {
  const rig = await ServerRig.start(t);
  const { venId } = await rig.registered();
  const event = { venId, ...SIMPLE, intervals: [interval(soon(), 'PT10M', 1)] };
  const cause = new Error('boom');
  const callback = (): never => {
    throw cause;
  };
  await rig.server.addEvent({ ...event, eventId: 'first', callback }).response;
  await rig.server.addEvent({ ...event, eventId: 'second' }).response;
  t.is(rig.errors.length, 1);
  t.like(rig.errors[0], { code: 'HANDLER', cause, message: 'the callback of event first failed: boom' });
});

test('an event in the elements of the standard goes out as it is written', async (t) => {
  const rig = await ServerRig.start(t, { vens: [{ venId: 'v' }] });
  const dtstart = { 'date-time': '2030-01-01T00:00:00Z' };
  const wire = rig.record((record) => record.kind === 'message' && record.name === 'oadrDistributeEvent');
  const { eventId } = rig.server.addRawEvent('v', {
    eiEvent: {
      eventDescriptor: { eventID: 'raw', priority: 2, vtnComment: 'by hand' },
      eiActivePeriod: {
        properties: { dtstart, duration: { duration: 'PT2H' }, 'x-eiNotification': { duration: 'PT1H' } },
        components: { xml: '' },
      },
      eiEventSignals: {
        eiEventSignal: [
          {
            ...{ signalName: 'LOAD_DISPATCH', signalType: 'setpoint', signalID: 's' },
            powerReal: {
              itemDescription: 'RealPower',
              itemUnits: 'W',
              siScaleCode: 'k',
              powerAttributes: { hertz: 50, voltage: 230, ac: true },
            },
            intervals: {
              interval: [3, 4].map((value, uid) => ({
                duration: { duration: 'PT1H' },
                uid: { text: `${uid}` },
                signalPayload: [{ payloadFloat: { value } }],
              })),
            },
          },
        ],
      },
      eiTarget: { resourceID: ['x'] },
    },
  });
  t.is(eventId, 'raw');
  rig.ven({ venID: 'v', venName: 'v', resources: ['x'] });
  const record = await wire;
  const body = record.kind === 'message' && typeof record.body === 'string' ? record.body : '';
  for (const part of [
    /<ei:eventID>raw</,
    /<ei:priority>2</,
    /<ei:vtnComment>by hand</,
    /<\w+:date-time>2030-01-01T00:00:00Z</,
    /<\w+:siScaleCode>k</,
    /<\w+:hertz>50</,
    /<ei:resourceID>x</,
    /<ei:signalID>s</,
  ]) {
    t.regex(body, part);
  }
});

test('an answer that an oadrCreateOpt makes void resolves the promises of a change and a cancellation', async (t) => {
  const rig = await ServerRig.start(t);
  const called: string[] = [];
  const ven = rig.ven({ resources: ['m1', 'm2'] });
  const { venId } = await rig.server.whenRegistered('sim');
  const added = rig.server.addEvent({
    ...{ venId, eventId: 'e', ...SIMPLE, intervals: [interval(soon(), 'PT10M', 1)] },
    targets: target({ resourceId: ['m1', 'm2'] }),
    callback: (_venId, _eventId, optType, { modificationNumber, match }) =>
      called.push(`${modificationNumber} ${optType} ${match}`),
  });
  await added.response;
  ven.opt('e', 'optOut', { resourceIDs: ['m1', 'm2'] });
  await ven.idle();
  const modified = rig.server.modifyEvent(venId, 'e', { priority: 2 });
  t.like(await modified.response, { modificationNumber: 1, match: 'noEffect' });
  t.like(rig.server.events(venId)[0], {
    opts: [{ target: 'resourceID m1', optType: 'optOut' }, { target: 'resourceID m2' }],
  });
  const cancelled = rig.server.cancelEvent(venId, 'e');
  t.like(await cancelled.response, { modificationNumber: 2, optType: 'optIn', match: 'noEffect' });
  await ven.idle();
  t.is(called[0], '0 optIn matched');
  t.is(called[1], '0 optOut matched');
  t.deepEqual(
    called.slice(2).map((one) => one.replace(/opt(In|Out)/, 'opt')),
    ['1 opt noEffect', '2 opt noEffect'],
  );
});

const ANSWER: ResponseChange = {
  ...{ what: 'response', venID: 'v', eventID: 'e', modificationNumber: 0, optType: 'optIn', responseCode: '200' },
  ...{ requestID: 'r', via: 'oadrCreatedEvent', match: 'matched', newest: true, exchange: 'x' },
};
const ARRIVED: DeliveryChange = {
  ...{ what: 'delivery', venID: 'v', payload: 'oadrDistributeEvent', state: 'delivered' },
  events: [{ eventID: 'e', modificationNumber: 1, status: 'far' }],
};

const MATCHES: readonly {
  readonly match: ResponseChange['match'];
  /** The version that the answer is about; the VEN has 0 and 1, and 2 is still on its way. */
  readonly says: number;
  readonly answers: readonly number[];
}[] = [
  { match: 'matched', says: 1, answers: [0, 1] },
  { match: 'wrongRequestID', says: 1, answers: [0, 1] },
  { match: 'notRequired', says: 1, answers: [0, 1] },
  { match: 'noEffect', says: 1, answers: [0, 1] },
  { match: 'staleVersion', says: 0, answers: [0] },
  { match: 'wrongVersion', says: 9, answers: [0, 1] },
  { match: 'unknownEvent', says: 0, answers: [0, 1] },
];

for (const { match, says, answers } of MATCHES) {
  test(`an answer that is ${match} is one to the versions ${answers.join(' and ')} that the VEN has`, async (t) => {
    const follower = new EventFollower((call) => call());
    const answered: number[] = [];
    for (const modificationNumber of [0, 1, 2]) {
      const handle = follower.follow({ venID: 'v', eventID: 'e', modificationNumber }, { answered: true });
      handle.response.then(
        (response) => {
          if (response.match === match) answered.push(modificationNumber);
        },
        () => {},
      );
    }
    follower.heard(ARRIVED);
    follower.heard({ ...ANSWER, modificationNumber: says, match });
    follower.stop();
    await new Promise(setImmediate);
    t.deepEqual(answered, answers);
  });
}
