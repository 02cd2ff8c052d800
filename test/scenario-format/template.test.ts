import test from 'ava';
import { type Lookup, resolveTemplate, TemplateError, type Variable } from '../../src/scenario/format/index.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const i: Variable = { variable: 'i' };
const venID: Variable = { variable: 'ven', alias: 'dut', field: 'venID' };
const lookup: Lookup = (variable) => ({ i: 3, now: NOON, ven: 'ven-1', step: undefined })[variable.variable];

test('templates anywhere in a structure are replaced', (t) => {
  const value = {
    comment: { template: ['round ', i], as: 'text' },
    list: [{ template: [venID], as: 'text' }, 'plain'],
    untouched: { n: 1, none: null, flag: true },
  } as const;
  t.deepEqual(resolveTemplate(value, lookup), {
    comment: 'round 3',
    list: ['ven-1', 'plain'],
    untouched: { n: 1, none: null, flag: true },
  });
});

test('a single variable takes its type, as text it becomes text', (t) => {
  t.is(resolveTemplate({ template: [i], as: 'any' } as const, lookup), 3);
  t.is(resolveTemplate({ template: [i], as: 'number' } as const, lookup), 3);
  t.is(resolveTemplate({ template: [i], as: 'text' } as const, lookup), '3');
  t.is(resolveTemplate({ template: [i, venID], as: 'any' } as const, lookup), '3ven-1');
});

test('now is a date-time in Zulu, with what is added', (t) => {
  const text = (plus?: string) =>
    resolveTemplate({ template: [{ variable: 'now', plus }], as: 'any' } as const, lookup);
  t.is(text(), '2026-07-01T12:00:00Z');
  t.is(text('PT10S'), '2026-07-01T12:00:10Z');
  t.is(text('-P1M'), '2026-06-01T12:00:00Z');
});

test('a variable that is not known yet, or no number, says so', (t) => {
  const eventID: Variable = { variable: 'step', id: 'peak', field: 'eventID' };
  const unknown = t.throws(() => resolveTemplate({ template: [eventID], as: 'text' } as const, lookup), {
    instanceOf: TemplateError,
    message: `\${peak.eventID} is not known yet`,
  });
  t.deepEqual(unknown?.variable, eventID);
  t.throws(() => resolveTemplate({ template: [venID], as: 'number' } as const, lookup), {
    instanceOf: TemplateError,
    message: `\${dut.venID} is "ven-1", a number is needed here`,
  });
});
