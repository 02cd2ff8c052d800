import test from 'ava';
import type { EiEvent } from '../../src/openadr/index.ts';
import { SIGNAL_KINDS } from '../../src/openadr/signals.ts';
import { UNITS } from '../../src/openadr/units.ts';
import type { EventSpec } from '../../src/vtn/event-spec.ts';
import * as m from '../helpers/messages.ts';
import { event, Rig, SECOND, T0 } from '../helpers/vtn-rig.ts';

/** Sends an event and gives it as the VEN gets it after `wait` s; the rig reads every reply by the schema. */
function written(t: ConstructorParameters<typeof Rig>[0], over: Partial<EventSpec>, wait = 0): EiEvent {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event(over) });
  rig.advance(wait * SECOND);
  const { payload } = rig.say(m.oadrPoll(venID));
  if (payload.name !== 'oadrDistributeEvent') throw new Error(payload.name);
  return payload.body.oadrEvent![0]!.eiEvent;
}

test('the least event, with what the rules want (2, 14, 41, 100 to 105)', (t) => {
  t.deepEqual(written(t, {}), {
    eventDescriptor: {
      eventID: 'peak',
      modificationNumber: 0,
      priority: 0,
      eiMarketContext: { marketContext: 'http://example.com/test' },
      createdDateTime: '2026-01-01T00:00:10Z',
      eventStatus: 'far',
      testEvent: 'false',
    },
    eiActivePeriod: {
      properties: {
        dtstart: { 'date-time': '2026-01-01T00:05:00Z' },
        duration: { duration: 'PT10M' },
        'x-eiNotification': { duration: 'PT0S' },
      },
      components: { xml: '' },
    },
    eiEventSignals: {
      eiEventSignal: [
        {
          intervals: {
            interval: [
              { duration: { duration: 'PT5M' }, uid: { text: '0' }, signalPayload: [{ payloadFloat: { value: 1 } }] },
              { duration: { duration: 'PT5M' }, uid: { text: '1' }, signalPayload: [{ payloadFloat: { value: 2 } }] },
            ],
          },
          signalName: 'SIMPLE',
          signalType: 'level',
          signalID: '0',
          currentValue: { payloadFloat: { value: 0 } },
        },
      ],
    },
    eiTarget: {},
  });
});

test('an event with everything', (t) => {
  const texts = ['a'];
  const spec: Partial<EventSpec> = {
    start: T0 + 20_500,
    responseRequired: 'never',
    marketContext: 'http://example.com/other',
    priority: 1,
    notification: 'PT1H',
    rampUp: 'PT5M',
    recovery: '-PT5M',
    startAfter: 'PT2M',
    testEvent: 'drill',
    comment: 'hello',
    targets: {
      venID: texts,
      resourceID: texts,
      groupID: texts,
      groupName: texts,
      partyID: texts,
      aggregatedPnode: texts,
      endDeviceAsset: texts,
      meterAsset: texts,
      pnode: texts,
      serviceDeliveryPoint: texts,
      serviceArea: ['1 2 3 4'],
      serviceLocation: ['1 2 3 4'],
      transportInterface: [{ pointOfReceipt: 'a', pointOfDelivery: 'b' }],
    },
    signals: [
      { name: 'ELECTRICITY_PRICE', type: 'price', intervals: [{ duration: 'PT1H', value: 0.4 }] },
      {
        name: 'LOAD_DISPATCH',
        type: 'setpoint',
        intervals: [{ duration: 'PT1H', value: -1.5 }],
        unit: { name: 'powerReal', units: 'J/s', scale: 'k', hertz: 50, voltage: 230, ac: false },
        deviceClass: ['Thermostat'],
        signalID: '0',
      },
    ],
    baseline: {
      name: 'usual',
      intervals: [{ duration: 'PT30M', value: 5 }],
      resourceIDs: ['r'],
      unit: { name: 'powerReal' },
    },
  };
  const made = written(t, spec, 30);
  t.deepEqual(made.eventDescriptor, {
    eventID: 'peak',
    modificationNumber: 0,
    priority: 1,
    eiMarketContext: { marketContext: 'http://example.com/other' },
    createdDateTime: '2026-01-01T00:00:40Z',
    eventStatus: 'active',
    testEvent: 'drill',
    vtnComment: 'hello',
  });
  t.deepEqual(made.eiActivePeriod.properties, {
    dtstart: { 'date-time': '2026-01-01T00:00:20.500Z' },
    duration: { duration: 'PT1H' },
    tolerance: { tolerate: { startafter: 'PT2M' } },
    'x-eiNotification': { duration: 'PT1H' },
    'x-eiRampUp': { duration: 'PT5M' },
    'x-eiRecovery': { duration: '-PT5M' },
  });
  const [price, dispatch] = made.eiEventSignals.eiEventSignal;
  t.like(price, {
    signalID: '_0',
    eiTarget: undefined,
    currencyPerKWh: { itemDescription: 'currencyPerKWh', itemUnits: 'USD', siScaleCode: 'none' },
    currentValue: { payloadFloat: { value: 0.4 } },
  });
  t.like(dispatch, {
    signalID: '0',
    eiTarget: { endDeviceAsset: [{ mrid: 'Thermostat' }] },
    powerReal: {
      itemDescription: 'RealPower',
      itemUnits: 'J/s',
      siScaleCode: 'k',
      powerAttributes: { hertz: 50, voltage: 230, ac: false },
    },
    currentValue: { payloadFloat: { value: -1.5 } },
  });
  t.like(made.eiEventSignals.eiEventBaseline, {
    dtstart: { 'date-time': '2026-01-01T00:00:20.500Z' },
    duration: { duration: 'PT30M' },
    baselineID: 'baseline',
    baselineName: 'usual',
    resourceID: ['r'],
  });
  t.is(Object.keys(made.eiTarget).length, 13);
});

for (const { name, type, units } of SIGNAL_KINDS) {
  test(`Table 1, rule 104: ${name} ${type} with its default unit is valid`, (t) => {
    const signals = [{ name, type, intervals: [{ duration: 'PT1M', value: 1 }] }];
    const [made] = written(t, { signals }).eiEventSignals.eiEventSignal;
    t.deepEqual(
      Object.keys(made ?? {}).filter((key) => Object.hasOwn(UNITS, key)),
      units.slice(0, 1),
    );
  });
}

for (const name of Object.keys(UNITS)) {
  test(`the unit ${name} is valid`, (t) => {
    const unit = { name, ...(name === 'customUnit' && { units: 'furlong', description: 'length' }) };
    const signals = [{ name: 'x-own', type: 'setpoint', unit, intervals: [{ duration: 'PT1M', value: 1 }] }];
    t.true(Object.hasOwn(written(t, { signals }).eiEventSignals.eiEventSignal[0] ?? {}, name));
  });
}

test('rules 14, 29, 110: currentValue is that of the running interval; 0 for SIMPLE and none for others before', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const intervals = [
    { duration: 'PT10S', value: 1 },
    { duration: 'PT10S', value: 2 },
  ];
  const signals = [
    { name: 'SIMPLE', type: 'level', intervals },
    { name: 'BID_LOAD', type: 'setpoint', intervals },
  ];
  rig.command({ do: 'event', vens: [venID], event: event({ start: T0 + 30_000, signals, startAfter: 'PT1M' }) });
  const at = (second: number) => {
    rig.advance(T0 + second * SECOND - rig.now);
    const { payload } = rig.say(m.oadrRequestEvent(venID));
    if (payload.name !== 'oadrDistributeEvent') throw new Error(payload.name);
    return payload.body.oadrEvent?.[0]?.eiEvent.eiEventSignals.eiEventSignal.map(
      (one) => one.currentValue?.payloadFloat?.value,
    );
  };
  t.deepEqual(
    [at(29), at(30), at(39), at(40), at(49), at(50)],
    [
      [0, undefined],
      [1, 1],
      [1, 1],
      [2, 2],
      [2, 2],
      [0, undefined],
    ],
  );
});

test('rule 115: one createdDateTime for all, that of delivery; modificationDateTime is that of the change', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.command({ do: 'event', vens: [venID], event: event({ eventID: 'second' }) });
  rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 1 } });
  rig.advance(25_000);
  const { payload } = rig.say(m.oadrPoll(venID));
  if (payload.name !== 'oadrDistributeEvent') return t.fail();
  const descriptors = payload.body.oadrEvent?.map(({ eiEvent }) => eiEvent.eventDescriptor);
  t.deepEqual(
    descriptors?.map((one) => one.createdDateTime),
    ['2026-01-01T00:00:35Z', '2026-01-01T00:00:35Z'],
  );
  t.deepEqual(
    descriptors?.map((one) => one.modificationDateTime),
    ['2026-01-01T00:00:10Z', undefined],
  );
});

test('a default market context that changes later does not change a version', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.command({ do: 'configure', marketContext: 'http://example.com/new' });
  const { payload } = rig.say(m.oadrPoll(venID));
  t.like(payload, {
    body: {
      oadrEvent: [{ eiEvent: { eventDescriptor: { eiMarketContext: { marketContext: 'http://example.com/test' } } } }],
    },
  });
});

test('what cannot be written is refused before it is queued', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  t.throws(() => rig.command({ do: 'event', vens: [venID], event: event({ comment: '\u0000' }) }), { message: /XML/ });
  t.deepEqual(rig.vtn.ven(venID)?.queue, []);
});
