import type { Simple } from './dsl.ts';
import { collapse } from './lexical.ts';
import { nearest } from './near.ts';

/** The remedy for a text that is not of its type, where one can be guessed. */
export function valueHint(type: Simple<unknown>, text: string): string | undefined {
  const bare = collapse(text);
  if (bare === '') return 'the element is empty';
  if (bare !== text && type.parse(bare) !== undefined) return `remove the blanks around ${bare}`;
  if (type.values) {
    const name = nearest(bare, type.values);
    return name && `did you mean ${name}?`;
  }
  return kindHint(type, bare);
}

function kindHint(type: Simple<unknown>, text: string): string | undefined {
  switch (type.kind) {
    case 'dateTime':
      if (/\d[+-]\d\d:\d\d$/.test(text)) return 'write it in UTC, with Z in the place of the offset';
      if (/^\d{4}-\d\d-\d\d \d/.test(text)) return 'put a T between date and time';
      return undefined;
    case 'duration':
      if (/[.,]/.test(text)) return 'durations have no fractions (rule 1)';
      if (/^[+-]?P\d+W$/.test(text)) return 'write weeks as days: P7D';
      if (/^\d+$/.test(text)) return `did you mean PT${text}S?`;
      return undefined;
    case 'boolean':
      return /^(?:true|false)$/i.test(text) ? `write ${text.toLowerCase()}` : undefined;
    case 'number':
      return /^[+-]?\d+,\d+$/.test(text) ? `write ${text.replace(',', '.')}` : undefined;
    default:
      return undefined;
  }
}
