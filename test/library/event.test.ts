import test from 'ava';
import { type EventResponse, interval, intervals, target } from '../../src/index.ts';
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
