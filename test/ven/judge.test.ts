import test from 'ava';
import type { EiEventSignal } from '../../src/openadr/index.ts';
import { T0, VenBench, type VenBenchOptions } from '../helpers/ven-bench.ts';
import { distribute, type EventOptions, oadrEvent, VEN_ID } from '../helpers/vtn-messages.ts';

const START = T0 + 60_000;

/** What a VEN answers to one event: `code optType`. */
function answerTo(event: Partial<EventOptions>, config: VenBenchOptions = {}): string {
  const ven = new VenBench(config).register();
  const answers = ven.answers(ven.poll(distribute([oadrEvent({ start: START, ...event })])));
  return answers.map((answer) => answer.replace(/^\S+ /, '')).join();
}

const signal = (name: string, type: string, unit: Partial<EiEventSignal> = {}): Partial<EventOptions> => ({
  signal: {
    signalName: name as EiEventSignal['signalName'],
    signalType: type as EiEventSignal['signalType'],
    ...unit,
  },
});

const watts: Partial<EiEventSignal> = {
  powerReal: {
    itemDescription: 'RealPower',
    itemUnits: 'W',
    siScaleCode: 'k',
    powerAttributes: { hertz: 50, voltage: 230, ac: true },
  },
};
const perKWh: Partial<EiEventSignal> = {
  currencyPerKWh: { itemDescription: 'currencyPerKWh', itemUnits: 'USD', siScaleCode: 'none' },
};

test('signals: the three that rule 510 wants, and 460 with optOut for what cannot be carried out (r48, r109)', (t) => {
  t.is(answerTo(signal('SIMPLE', 'level')), '200 optIn');
  t.is(answerTo(signal('simple', 'level')), '200 optIn');
  t.is(answerTo(signal('ELECTRICITY_PRICE', 'price', perKWh)), '200 optIn');
  t.is(answerTo(signal('LOAD_DISPATCH', 'setpoint', watts)), '200 optIn');
  t.is(answerTo(signal('LOAD_CONTROL', 'x-loadControlCapacity')), '200 optIn');
  t.is(answerTo(signal('x-own', 'level')), '460 optOut');
  t.is(answerTo(signal('SIMPLE', 'price')), '460 optOut');
  // The combination of type and unit counts.
  t.is(answerTo(signal('LOAD_DISPATCH', 'setpoint', perKWh)), '460 optOut');
  t.is(answerTo(signal('ELECTRICITY_PRICE', 'price', watts)), '460 optOut');
  t.is(answerTo(signal('LOAD_DISPATCH', 'setpoint', watts), { signals: ['SIMPLE'] }), '460 optOut');
});

test('market contexts: any by default, else 462 for a foreign one; scheme and host without case (r48, r512)', (t) => {
  const marketContexts = ['http://Example.com/peak'];
  t.is(answerTo({ marketContext: 'http://other.example/x' }), '200 optIn');
  t.is(answerTo({ marketContext: 'HTTP://example.COM/peak' }, { marketContexts }), '200 optIn');
  t.is(answerTo({ marketContext: 'http://example.com/Peak' }, { marketContexts }), '462 optOut');
});

test('targets: an empty one means the receiver, several are alternatives, a foreign one is 462 (r22, r48)', (t) => {
  const config = { resources: ['r1', 'r2'], groups: ['g'], assets: ['m'] };
  t.is(answerTo({ target: {} }, config), '200 optIn');
  t.is(answerTo({ target: { venID: [VEN_ID] } }, config), '200 optIn');
  t.is(answerTo({ target: { resourceID: ['r2'] } }, config), '200 optIn');
  t.is(answerTo({ target: { groupID: ['g'] } }, config), '200 optIn');
  t.is(answerTo({ target: { meterAsset: [{ mrid: 'm' }] } }, config), '200 optIn');
  t.is(answerTo({ target: { venID: ['other'], resourceID: ['r1'] } }, config), '200 optIn');
  t.is(answerTo({ target: { venID: [VEN_ID.toUpperCase()] } }, config), '462 optOut');
  t.is(answerTo({ target: { resourceID: ['other'] } }, config), '462 optOut');
  t.is(answerTo({ target: { pnode: [{ node: 'n' }] } }, config), '462 optOut');
});

test('a signal for a device class that no resource is of is 469 (r111, r112)', (t) => {
  const classes = { signal: { eiTarget: { endDeviceAsset: [{ mrid: 'Thermostat' }, { mrid: 'EVSE' }] } } };
  t.is(answerTo(classes), '200 optIn');
  t.is(answerTo(classes, { deviceClasses: ['EVSE'] }), '200 optIn');
  t.is(answerTo(classes, { deviceClasses: ['Sauna'] }), '469 optOut');
});

test('illogical events: sums, numbering, values, the past (r2, r8, r9, r33)', (t) => {
  t.is(answerTo({ intervals: [1_000, 2_000], duration: 4_000 }), '454 optOut');
  t.is(answerTo({ intervals: [0] }), '200 optIn');
  t.is(answerTo({ intervals: [0], duration: 60_000 }), '454 optOut');
  t.is(answerTo({ values: [4] }), '454 optOut');
  t.is(answerTo({ values: [1.5] }), '454 optOut');
  t.is(answerTo({ start: T0 - 3_600_000 }), '451 optOut');
  const [first] = oadrEvent({ start: START }).eiEvent.eiEventSignals.eiEventSignal;
  const intervals = { interval: (first?.intervals.interval ?? []).map((one) => ({ ...one, uid: { text: '1' } })) };
  t.is(answerTo({ signal: { intervals } }), '450 optOut');
});

test('good events are answered beside bad ones (r19), and a bad one stays as it was answered', (t) => {
  const ven = new VenBench().register();
  const list = distribute([
    oadrEvent({ eventID: 'bad', start: START, ...signal('x-own', 'level') }),
    oadrEvent({ eventID: 'good', start: START }),
  ]);
  const expected = ['bad/0 460 optOut', 'good/0 200 optIn'];
  t.deepEqual(ven.answers(ven.poll(list)), expected);
  t.deepEqual(ven.answers(ven.poll(list)), expected);
  ven.pass(START - ven.now);
  t.is(ven.state.level.eventID, 'good');
});

test('what the VTN wrote unreadably gets 459, and without an eventID nothing', (t) => {
  const ven = new VenBench().register();
  const lacking = oadrEvent({ eventID: 'lacking', start: START });
  // As the reader leaves a field that it could not read: absent.
  Reflect.deleteProperty(lacking.eiEvent, 'eiActivePeriod');
  const nameless = oadrEvent({ start: START });
  Reflect.deleteProperty(nameless.eiEvent.eventDescriptor, 'eventID');
  ven.poll(distribute([oadrEvent({ eventID: 'good', start: START })]));
  t.deepEqual(ven.answers(ven.poll(distribute([lacking, nameless]))), ['lacking/0 459 optOut']);
  // A list that cannot be read whole cancels nothing by omission.
  t.deepEqual(
    ven.state.events.map(({ eventID }) => eventID),
    ['good'],
  );
  t.is(ven.of('problem').length, 1);
});
