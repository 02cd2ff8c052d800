import { nearest } from '../openadr/index.ts';
import { isUnitName, SCALES, UNITS } from '../openadr/units.ts';
import type { ClientReport } from './client-report.ts';
import { invalid } from './error.ts';

/**
 * Checks what is measured, and in which unit: a wrong one would tell the VTN something else than what was meant.
 * @throws OpenADRError
 */
export function checkUnit({ measurement, unit, scale }: Pick<ClientReport, 'measurement' | 'unit' | 'scale'>): void {
  const name: string = measurement;
  if (!isUnitName(name)) throw noMeasurement(name);
  if (scale !== undefined && !SCALES.some((one) => one === scale)) {
    const hint = nearest(scale, SCALES) ?? 'k for a thousand, none for the unit itself';
    throw invalid('there is no such scale (siScaleCode)', { expected: SCALES.join(', '), actual: scale, hint });
  }
  const { units, currency } = UNITS[name];
  if (units && unit !== undefined && !units.includes(unit)) {
    const own = units.find((one) => unit.endsWith(one) && SCALES.some((code) => code === unit.slice(0, -one.length)));
    const usual = units.join(' or ');
    throw invalid(`${name} has the unit ${usual}`, {
      ...{ expected: usual, actual: unit },
      hint: own === undefined ? 'leave the unit out' : `for ${unit} give scale: '${unit.slice(0, -own.length)}'`,
    });
  }
  if (currency && unit !== undefined && !/^[A-Z]{3}$/.test(unit))
    throw invalid(`${name} is no money`, { expected: 'an ISO 4217 code, such as USD', actual: unit });
  if (name === 'customUnit' && !unit) throw invalid('a customUnit has no unit', { expected: 'a text', actual: 'none' });
}

/** `power_real` and `RealPower`, as the standard's itemDescription has it, are meant as powerReal. */
function noMeasurement(actual: string) {
  const plain = (text: string): string => [...text.toLowerCase().replace(/[^a-z]/g, '')].sort().join('');
  const hint = Object.keys(UNITS).find((one) => plain(one) === plain(actual)) ?? nearest(actual, Object.keys(UNITS));
  const expected = Object.keys(UNITS).join(', ');
  return invalid('there is no such measurement', { expected, actual, ...(hint !== undefined && { hint }) });
}
