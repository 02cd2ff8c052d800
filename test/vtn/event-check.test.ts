import test from 'ava';
import { checkEvent } from '../../src/vtn/event-check.ts';
import type { EventSpec, SignalSpec } from '../../src/vtn/event-spec.ts';
import { event } from '../helpers/vtn-rig.ts';

const signal = (over: Partial<SignalSpec> = {}): SignalSpec => ({
  name: 'SIMPLE',
  type: 'level',
  intervals: [{ duration: 'PT1M', value: 1 }],
  ...over,
});
const rules = (spec: Partial<EventSpec>) => checkEvent(event(spec)).map(({ rule }) => rule);
const of = (...signals: Partial<SignalSpec>[]) => rules({ signals: signals.map(signal) });

test('a good event has no issue', (t) => {
  t.deepEqual(checkEvent(event()), []);
  t.deepEqual(of({}, { name: 'ELECTRICITY_PRICE', type: 'price', unit: { name: 'currencyPerKWh', units: 'EUR' } }), []);
  t.deepEqual(of({ name: 'x-own', type: 'setpoint', unit: { name: 'customUnit', units: 'furlong' } }), []);
});

const cases: [string, () => (number | undefined)[], (number | undefined)[]][] = [
  ['rule 1: decimals in a duration', () => of({ intervals: [{ duration: 'PT1.5S', value: 1 }] }), [1]],
  ['rule 1: no duration', () => rules({ rampUp: '5 minutes' }), [1]],
  ['rule 1: a negative interval', () => of({ intervals: [{ duration: '-PT5S', value: 1 }] }), [1]],
  ['rule 1: a negative tolerance', () => rules({ startAfter: '-PT5S' }), [1]],
  ['rule 31: ramp-up and recovery may be negative', () => rules({ rampUp: '-PT5S', recovery: '-PT5S' }), []],
  ['rule 3: priority', () => rules({ priority: -1 }), [3]],
  ['rule 8: intervals that do not add up', () => of({}, { intervals: [{ duration: 'PT2M', value: 1 }] }), [8]],
  [
    'rule 8: the same length in other words',
    () =>
      of(
        {},
        {
          intervals: [
            { duration: 'PT30S', value: 1 },
            { duration: 'PT30S', value: 1 },
          ],
        },
      ),
    [],
  ],
  ['rule 9: a SIMPLE value', () => of({ intervals: [{ duration: 'PT1M', value: 4 }] }), [9]],
  ['rule 9: a SIMPLE value between', () => of({ name: 'simple', intervals: [{ duration: 'PT1M', value: 1.5 }] }), [9]],
  [
    'rule 100: no value',
    () => of({ name: 'x-y', type: 'delta', intervals: [{ duration: 'PT1M', value: Number.NaN }] }),
    [100],
  ],
  ['rule 102: no interval', () => of({ intervals: [] }), [102]],
  [
    'rules 47, 102: PT0S beside others',
    () =>
      of({
        intervals: [
          { duration: 'PT0S', value: 1 },
          { duration: 'PT1M', value: 1 },
        ],
      }),
    [102],
  ],
  [
    'rules 8, 47: one open-ended signal beside another',
    () => of({}, { intervals: [{ duration: 'PT0S', value: 1 }] }),
    [8],
  ],
  ['rule 104: an unknown signal', () => of({ name: 'FOO' }), [104]],
  ['rule 104: a type that Table 1 does not have', () => of({ name: 'LOAD_DISPATCH', type: 'price' }), [104]],
  ['rule 104: a type that the schema does not have', () => of({ name: 'x-y', type: 'foo' }), [104]],
  ['rule 104: a wrong unit', () => of({ name: 'LOAD_DISPATCH', type: 'setpoint', unit: { name: 'voltage' } }), [104]],
  ['rule 104: a unit where there is none', () => of({ unit: { name: 'powerReal' } }), [104]],
  ['rule 104: an unknown unit', () => of({ name: 'x-y', type: 'delta', unit: { name: 'constructor' } }), [104]],
  [
    'rule 104: a value',
    () => of({ name: 'LOAD_DISPATCH', type: 'level', intervals: [{ duration: 'PT1M', value: 11 }] }),
    [104],
  ],
  [
    'a wrong scale',
    () => of({ name: 'LOAD_DISPATCH', type: 'setpoint', unit: { name: 'powerReal', scale: 'kilo' } }),
    [undefined],
  ],
  [
    'wrong itemUnits',
    () => of({ name: 'LOAD_DISPATCH', type: 'setpoint', unit: { name: 'powerReal', units: 'V' } }),
    [undefined],
  ],
  [
    'no currency',
    () => of({ name: 'BID_PRICE', type: 'price', unit: { name: 'currency', units: 'euro' } }),
    [undefined],
  ],
  ['rule 107: two signals with one signalID', () => of({ signalID: 'a' }, { signalID: 'a' }), [107]],
  ['rule 111: a device class', () => of({ deviceClass: ['Thermostat', 'x-mine', 'Toaster'] }), [111]],
  ['rule 116: SIMPLE is of type level', () => of({ type: 'delta' }), [116]],
  ['rule 63: two venIDs', () => rules({ targets: { venID: ['a', 'b'] } }), [63]],
  ['rule 102: the baseline', () => rules({ baseline: { name: 'b', intervals: [] } }), [102]],
  ['no signal', () => rules({ signals: [] }), [undefined]],
];

for (const [name, got, expected] of cases) test(name, (t) => t.deepEqual(got(), expected));
