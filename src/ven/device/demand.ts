import { isSimple } from '../../openadr/signals.ts';
import type { KnownInterval, KnownSignal } from '../state.ts';

/** What a signal makes of a load: the factor on its undisturbed power. Table 1 leaves the amounts to the device. */

/** Part of the load that is left at SIMPLE level 0 to 3. */
const SIMPLE = [1, 0.85, 0.6, 0.25];
/** A price up to this multiple of the usual one changes nothing. */
const DEAR = 1.1;
/** The usual price where a signal has only one: a currency unit for 10 kWh. */
const USUAL_PRICE = 0.1;
/** Part of the load that no price makes it give up. */
const LEAST_BY_PRICE = 0.4;
/** No device takes more than this multiple of its usual power. */
const MOST = 1.5;
/** Change of the factor for one step of LOAD_DISPATCH level (-10 to 10), and of x-loadControlLevelOffset (higher is less). */
const STEP = { dispatch: 0.08, offset: 0.15 };

/**
 * The factor that a signal asks for now; 1 for signals without a bearing on the load (bids, storage).
 * @param nominal power of the load, W
 */
export function factorOf(signal: KnownSignal, running: KnownInterval, nominal: number): number {
  return Math.min(MOST, Math.max(0, asked(signal, running.value, nominal)));
}

function asked(signal: KnownSignal, value: number, nominal: number): number {
  const { name, type } = signal;
  if (isSimple(name)) return SIMPLE[value] ?? 1;
  if (['ELECTRICITY_PRICE', 'ENERGY_PRICE', 'DEMAND_CHARGE'].includes(name)) return byPrice(multiple(signal, value));
  const watts = value * 10 ** (signal.scale ?? 0);
  switch (`${name} ${type}`) {
    case 'LOAD_DISPATCH setpoint':
      return watts / nominal;
    case 'LOAD_DISPATCH delta':
      return 1 + watts / nominal;
    case 'LOAD_DISPATCH multiplier':
    case 'LOAD_CONTROL x-loadControlCapacity':
      return value;
    case 'LOAD_DISPATCH level':
      return 1 + STEP.dispatch * value;
    case 'LOAD_CONTROL x-loadControlLevelOffset':
      return 1 - STEP.offset * value;
    case 'LOAD_CONTROL x-loadControlPercentOffset':
      return 1 + value / 100;
    case 'LOAD_CONTROL x-loadControlSetpoint':
      // The set point of this controller is a power in W.
      return value / nominal;
    default:
      return 1;
  }
}

/** The price as a multiple of the usual one: for absolute prices the lowest of the signal. */
function multiple({ type, intervals }: KnownSignal, value: number): number {
  if (type === 'priceMultiplier') return value;
  if (type === 'priceRelative') return 1 + value / USUAL_PRICE;
  const lowest = Math.min(...intervals.map((interval) => interval.value));
  const highest = Math.max(...intervals.map((interval) => interval.value));
  const usual = lowest < highest && lowest > 0 ? lowest : USUAL_PRICE;
  return value / usual;
}

function byPrice(dearness: number): number {
  return dearness <= DEAR ? 1 : Math.max(LEAST_BY_PRICE, 0.8 - 0.2 * (dearness - 1));
}
