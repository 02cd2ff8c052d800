import { text } from './dsl.ts';
import { SCALE } from './namespaces.ts';
import { enumeration, string } from './simple.ts';

/** Powers of ten of a unit, -12 to 12, by their symbol. */
export const siScaleCodeType = enumeration('scale:SiScaleCodeType', string, [
  'p',
  'n',
  'micro',
  'm',
  'c',
  'd',
  'k',
  'M',
  'G',
  'T',
  'none',
]);
export const siScaleCode = text(SCALE, 'siScaleCode', siScaleCodeType);
