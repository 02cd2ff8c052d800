import test from 'ava';
import { type FilterSubject, parseFilter } from '../../src/journal/filter.ts';
import { createdEvent } from '../helpers/ui-records.ts';
import { RULE_42 } from '../helpers/ui-story.ts';

function subject(overrides: Partial<FilterSubject> = {}): FilterSubject {
  return {
    dir: 'in',
    ven: 'ven-1',
    venName: 'thermostat',
    name: 'oadrCreatedEvent',
    service: 'EiEvent',
    findings: [RULE_42],
    body: createdEvent('optIn'),
    ...overrides,
  };
}

const hits = test.macro({
  exec(t, text: string, wanted: boolean, overrides: Partial<FilterSubject> = {}) {
    const parsed = parseFilter(text);
    if ('error' in parsed) return t.fail(parsed.error.message);
    t.is(parsed.filter.matches(subject(overrides)), wanted);
  },
  title: (_, text, wanted) => `${text} ${wanted ? 'lets through' : 'keeps back'}`,
});

test(hits, '', true);
test(hits, 'CREATEDevent', true);
test(hits, 'thermo', true);
test(hits, 'optIn', true);
test(hits, 'optOut', false);
test(hits, '"qualifiedEventID><ei:eventID"', true);
test(hits, 'optIn optOut', false);
test(hits, 'optOut | optIn', true);
test(hits, '!optOut', true);
test(hits, '!oadrPoll ven:thermostat type:created', true);
test(hits, 'ven:ev', false);
test(hits, 'dir:out', false);
test(hits, 'sev:error rule:42', true);
test(hits, 'rule:4', false);
test(hits, 'sev:warning', false);
test(hits, 'a.c', false, { body: 'abc' });
test(hits, 'http://docs.oasis-open.org', true);
test(hits, 'optIn', false, { body: { base64: '' } });
test(hits, 'no-body', false, { body: undefined });

const fails = test.macro({
  exec(t, text: string, at: number, message: RegExp) {
    const parsed = parseFilter(text);
    if (!('error' in parsed)) return t.fail('it was understood');
    t.is(parsed.error.at, at);
    t.regex(parsed.error.message, message);
    t.not(parsed.error.hint, '');
  },
  title: (_, text) => `${text} is a mistake`,
});

test(fails, 'optIn vin:3', 6, /no key vin:/);
test(fails, 'dir:up', 0, /in or out/);
test(fails, 'sev:bad', 0, /error, warning or info/);
test(fails, 'rule:x', 0, /number/);
test(fails, 'a "b', 1, /quote/);
