import test from 'ava';
import { SeededRandom } from '../../src/base/random.ts';
import {
  type Device,
  deviceOf,
  energyBetween,
  MEMORY,
  NORMAL,
  powerAt,
  RAMP,
  settingAt,
  steered,
} from '../../src/ven/device/course.ts';
import { factorOf } from '../../src/ven/device/demand.ts';
import { loadOf } from '../../src/ven/device/load.ts';
import type { KnownSignal } from '../../src/ven/state.ts';
import { T0 } from '../helpers/ven-bench.ts';

const device = (seed = 's') => deviceOf(loadOf('load', seed));
const to = (subject: Device, factor: number, at: number) => steered(subject, { ...NORMAL, factor }, at);

test('an undisturbed load varies by less than 1 %, and its mean over 20 s holds for ten minutes', (t) => {
  for (const seed of ['a', 'b', 'c', 'd']) {
    const load = device(seed);
    const { nominal } = load.load;
    t.true(nominal >= 4_500 && nominal <= 5_500);
    for (let s = 0; s < 600; s++) t.true(Math.abs(powerAt(load, T0 + s * 1000) / nominal - 1) < 0.01);
    const mean = (from: number) => energyBetween(load, from, from + 20_000) * 180;
    for (let s = 0; s < 600; s += 20) t.true(Math.abs(mean(T0 + s * 1000) / mean(T0) - 1) < 0.01, `${seed} ${s}`);
  }
});

test('the same seed and resource make the same load, others another one', (t) => {
  t.deepEqual(loadOf('load', 's'), loadOf('load', 's'));
  t.notDeepEqual(loadOf('load', 's').waves, loadOf('load', 'x').waves);
  t.notDeepEqual(loadOf('load', 's').waves, loadOf('other', 's').waves);
});

test('a device goes to another power within the ramp, and its past stays as it was', (t) => {
  const before = device();
  const shed = to(before, 0.6, T0);
  for (const ms of [-60_000, -1, 0]) t.is(powerAt(shed, T0 + ms), powerAt(before, T0 + ms));
  const part = (ms: number) => powerAt(shed, T0 + ms) / powerAt(before, T0 + ms);
  t.true(Math.abs(part(RAMP / 2) - 0.8) < 1e-9);
  for (const ms of [RAMP, RAMP + 1, 600_000]) t.true(Math.abs(part(ms) - 0.6) < 1e-9);
});

test('a change within a ramp goes on from the power that was reached', (t) => {
  const back = to(to(device(), 0.6, T0), 1, T0 + RAMP / 2);
  const part = (ms: number) => powerAt(back, T0 + ms) / powerAt(device(), T0 + ms);
  t.true(Math.abs(part(RAMP / 2) - 0.8) < 1e-9);
  t.true(Math.abs(part(RAMP) - 0.9) < 1e-9);
  t.is(part(RAMP * 2), 1);
});

test('a setting that is there already changes nothing, and one at the same moment takes its place', (t) => {
  const one = device();
  t.is(to(one, 1, T0), one);
  const twice = to(to(one, 0.6, T0), 0.25, T0);
  t.is(twice.course.length, 2);
  t.is(settingAt(twice, T0).factor, 0.25);
  t.is(settingAt(twice, T0 - 1).factor, 1);
});

test('energy is the integral of power, over any course', (t) => {
  const seed = `${Date.now()}`;
  const random = new SeededRandom(seed);
  t.log(`seed ${seed}`);
  for (let round = 0; round < 10; round++) {
    let subject = device(`${round}`);
    let at = T0;
    for (let i = 0; i < 8; i++) {
      at += Math.floor(random.next() * 2 * RAMP);
      subject = to(subject, random.next() * 1.5, at);
    }
    const start = T0 - 5_000 + random.next() * 10_000;
    const end = start + random.next() * 60_000;
    let sum = 0;
    const slices = 5_000;
    for (let i = 0; i < slices; i++) sum += powerAt(subject, start + ((i + 0.5) * (end - start)) / slices);
    const expected = ((sum / slices) * (end - start)) / 3_600_000;
    const actual = energyBetween(subject, start, end);
    t.true(Math.abs(actual - expected) < 2e-4 * Math.max(1, expected), `${actual}, sampled ${expected}`);
    const middle = start + random.next() * (end - start);
    const halves = energyBetween(subject, start, middle) + energyBetween(subject, middle, end);
    t.true(Math.abs(halves - actual) < 1e-6);
  }
});

test('the course is bounded: what ruled before the memory begins is kept, and no more', (t) => {
  let subject = device();
  for (let i = 0; i < 5_000; i++) subject = to(subject, i % 2 ? 0.5 : 0.6, T0 + i * 10_000);
  const oldest = T0 + 4_999 * 10_000 - MEMORY;
  t.true(subject.course.length <= MEMORY / 10_000 + 2);
  t.true((subject.course[0]?.at ?? 0) <= oldest);
  let hectic = device();
  for (let i = 0; i < 5_000; i++) hectic = to(hectic, i % 2 ? 0.5 : 0.6, T0 + i);
  t.is(hectic.course.length, 1_000);
});

const NOMINAL = 5_000;
function factor(name: string, type: string, value: number, more: Partial<KnownSignal> & { values?: number[] } = {}) {
  const intervals = (more.values ?? [value]).map((one, i) => ({ start: T0 + i, end: T0 + i + 1, value: one }));
  const signal: KnownSignal = { signalID: 's', name, type, intervals, ...more };
  return Math.round(factorOf(signal, { start: T0, value }, NOMINAL) * 1000) / 1000;
}

test('SIMPLE levels shed ever more; level 2 leaves at most 80 %', (t) => {
  t.deepEqual(
    [0, 1, 2, 3].map((level) => factor('SIMPLE', 'level', level)),
    [1, 0.85, 0.6, 0.25],
  );
  t.is(factor('simple', 'level', 2), 0.6);
});

test('prices: the lowest of the signal is the usual one; what is dearer sheds, down to 40 %', (t) => {
  const values = [0.2, 0.21, 0.3, 0.4, 9];
  const price = (value: number) => factor('ELECTRICITY_PRICE', 'price', value, { values });
  t.deepEqual(values.map(price), [1, 1, 0.7, 0.6, 0.4]);
  t.is(factor('ELECTRICITY_PRICE', 'price', 0.05), 1);
  t.is(factor('ENERGY_PRICE', 'price', 0.2), 0.6);
  t.is(factor('ELECTRICITY_PRICE', 'priceMultiplier', 1), 1);
  t.is(factor('ELECTRICITY_PRICE', 'priceMultiplier', 2), 0.6);
  t.is(factor('DEMAND_CHARGE', 'priceRelative', 0.1), 0.6);
  t.is(factor('DEMAND_CHARGE', 'priceRelative', -0.1), 1);
});

test('dispatch and load control set the load, within what it can do', (t) => {
  t.is(factor('LOAD_DISPATCH', 'setpoint', 2_000), 0.4);
  t.is(factor('LOAD_DISPATCH', 'setpoint', 2, { scale: 3 }), 0.4);
  t.is(factor('LOAD_DISPATCH', 'setpoint', 50_000), 1.5);
  t.is(factor('LOAD_DISPATCH', 'delta', -1_000), 0.8);
  t.is(factor('LOAD_DISPATCH', 'delta', -9_000), 0);
  t.is(factor('LOAD_DISPATCH', 'multiplier', 0.3), 0.3);
  t.is(factor('LOAD_DISPATCH', 'level', -5), 0.6);
  t.is(factor('LOAD_CONTROL', 'x-loadControlCapacity', 0.5), 0.5);
  t.is(factor('LOAD_CONTROL', 'x-loadControlLevelOffset', 2), 0.7);
  t.is(factor('LOAD_CONTROL', 'x-loadControlPercentOffset', -20), 0.8);
  t.is(factor('LOAD_CONTROL', 'x-loadControlSetpoint', 1_000), 0.2);
  t.is(factor('CHARGE_STATE', 'setpoint', 3), 1);
});
