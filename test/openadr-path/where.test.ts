import test from 'ava';
import fc from 'fast-check';
import { explainValue, matchWhere, rows, type Where, type WhereValue } from '../../src/openadr/path/index.ts';
import { type Answer, createdEvent, distributeEvent, received, treeOf } from './messages.ts';

const seed = Number(process.env.OADR_FUZZ_SEED ?? 20_260_701);
const poll = treeOf('oadrPoll', { venID: 'ven-1' });
const matches = (where: Where, tree = poll) => matchWhere(where, tree).matched;

test('one row must meet all keys', (t) => {
  const tree = treeOf(
    'oadrCreatedEvent',
    createdEvent({ eventID: 'a', optType: 'optIn' }, { eventID: 'b', optType: 'optOut' }),
  );
  t.true(matches({ eventID: 'a', optType: 'optIn' }, tree));
  t.true(matches({ eventID: 'b', optType: 'optOut' }, tree));
  t.false(matches({ eventID: 'a', optType: 'optOut' }, tree));
  // What stands outside the rows belongs to each.
  t.true(matches({ eventID: 'b', venID: 'ven-1' }, tree));
});

test('an array is any of its objects', (t) => {
  t.true(matches([{ venID: 'ven-0' }, { venID: 'ven-1' }]));
  t.false(matches([{ venID: 'ven-0' }, { venID: 'ven-2' }]));
  t.true(matches({}));
});

test('a row is the innermost repeated item with what is around it', (t) => {
  const tree = treeOf(
    'oadrDistributeEvent',
    distributeEvent({ eventID: 'a', values: [1, 2] }, { eventID: 'b', values: [3] }),
  );
  const inner = 'eiEventSignal.intervals.interval';
  t.true(matches({ eventID: 'a', [`${inner}.uid`]: '1', 'signalPayload.payloadFloat': 2 }, tree));
  t.false(matches({ eventID: 'a', 'eiEventSignal.intervals.interval.signalPayload.payloadFloat': 3 }, tree));
  t.false(matches({ [`${inner}.uid`]: '0', [`${inner}.signalPayload.payloadFloat`]: 2 }, tree));
});

test('of repeated elements beside the row any may meet a key', (t) => {
  const tree = treeOf(
    'oadrDistributeEvent',
    distributeEvent({ eventID: 'a', values: [1, 2], venIDs: ['x', 'y'] }, { eventID: 'b', venIDs: ['z'] }),
  );
  t.true(matches({ 'eiTarget.venID': 'y', 'eiEventSignal.intervals.interval.uid': '1' }, tree));
  t.false(matches({ 'eiTarget.venID': 'z', eventID: 'a' }, tree));
});

const comparisons: readonly [WhereValue, boolean][] = [
  [200, true],
  ['200', true],
  ['0200', false],
  [{ eq: 200 }, true],
  [{ not: 200 }, false],
  [{ not: { gte: 400 } }, true],
  [{ gt: 199, lt: 201 }, true],
  [{ gt: 200 }, false],
  [{ gte: 200, lte: 200 }, true],
  [{ matches: '^2' }, true],
  [{ matches: '^4' }, false],
  [{ matches: '(' }, false],
  [{ oneOf: [450, 200] }, true],
  [{ oneOf: ['450'] }, false],
  [{ exists: true }, true],
  [{ exists: false }, false],
  [{ exists: true, gt: 300 }, false],
  [true, false],
  [{ gt: 'abc' }, false],
];
for (const [wanted, met] of comparisons) {
  test(`responseCode 200 ${met ? 'meets' : 'does not meet'} ${JSON.stringify(wanted)}`, (t) => {
    t.is(matches({ responseCode: wanted }, treeOf('oadrResponse')), met);
  });
}

test('numbers, dates, durations and flags compare by value', (t) => {
  const event = treeOf(
    'oadrDistributeEvent',
    distributeEvent({ eventID: 'a', values: [1.5], start: '2026-07-01T14:00:00.000Z' }),
  );
  t.true(matches({ 'signalPayload.payloadFloat': { eq: '1.50' } }, event));
  t.true(matches({ 'properties.dtstart': '2026-07-01T14:00:00Z' }, event));
  t.true(matches({ 'properties.dtstart': { gt: '2026-07-01T13:59:59Z', lt: '2026-07-01T16:00:01+02:00' } }, event));
  t.true(matches({ 'properties.duration': 'PT600S' }, event));
  t.false(matches({ 'properties.duration': { gt: 'PT10M' } }, event));
  const create = treeOf('oadrCreatePartyRegistration', { oadrReportOnly: true });
  t.true(matches({ oadrReportOnly: true }, create));
  t.true(matches({ oadrReportOnly: '1' }, create));
  // A month is no number of days.
  const freq = treeOf('oadrCreatedPartyRegistration', { oadrRequestedOadrPollFreq: { duration: 'P1M' } });
  t.false(matches({ oadrRequestedOadrPollFreq: 'P30D' }, freq));
  t.true(matches({ oadrRequestedOadrPollFreq: { gte: 'P30D' } }, freq));
});

test('an absent element meets only exists: false', (t) => {
  const create = treeOf('oadrCreatePartyRegistration');
  for (const wanted of [
    'x',
    { not: 'x' },
    { exists: true },
    { matches: '' },
    { not: { matches: 'x' } },
  ] satisfies WhereValue[]) {
    t.false(matches({ registrationID: wanted }, create));
  }
  t.true(matches({ registrationID: { exists: false } }, create));
  t.false(matches({ oadrProfileName: { exists: false } }, create));
});

test('an element of parts is there or not, and has no value', (t) => {
  const tree = treeOf('oadrCreatedEvent', createdEvent({ eventID: 'a' }));
  t.true(matches({ qualifiedEventID: { exists: true } }, tree));
  t.false(matches({ qualifiedEventID: { not: 'x' } }, tree));
  t.false(matches({ qualifiedEventID: { exists: false } }, tree));
});

test('with any message, a key that a message has twice means the outermost', (t) => {
  const tree = treeOf('oadrCreateOpt', { venID: 'ven-1', eiTarget: { venID: ['other'] } });
  t.true(matches({ venID: 'ven-1' }, tree));
  t.false(matches({ venID: { not: 'ven-1' } }, tree));
});

test('attributes and elements that the schema does not know are found by name', (t) => {
  t.true(matches({ schemaVersion: '2.0b' }));
  const tree = treeOf('oadrPoll');
  t.false(matches({ vendorThing: 'x' }, tree));
});

test('the nearest miss is the first key that differs in the row that meets most', (t) => {
  const tree = received(
    'oadrCreatedEvent',
    createdEvent({ eventID: 'a', optType: 'optIn' }, { eventID: 'b', optType: 'optOut', responseCode: '450' }),
  );
  const { matched, nearest } = matchWhere({ eventID: 'b', optType: 'optOut', 'eventResponse.responseCode': 200 }, tree);
  t.false(matched);
  t.like(nearest, {
    key: 'eventResponse.responseCode',
    expected: '200',
    actual: '450',
    path: '/oadrPayload/oadrSignedObject/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse/responseCode',
    met: 2,
    of: 3,
  });
  t.true((nearest?.line ?? 0) > 0);
});

test('the nearest miss of an absent element has no actual', (t) => {
  const { nearest } = matchWhere({ registrationID: { matches: '^r' } }, treeOf('oadrCreatePartyRegistration'));
  t.deepEqual(nearest, {
    key: 'registrationID',
    expected: 'matching /^r/',
    path: '/oadrPayload/oadrSignedObject/oadrCreatePartyRegistration',
    line: 0,
    column: 0,
    met: 0,
    of: 1,
  });
});

test('matching agrees with looking at each answer in turn', (t) => {
  t.log(`seed ${seed}`);
  const answer = fc.record({
    eventID: fc.constantFrom('a', 'b', 'c'),
    modificationNumber: fc.nat(2),
    optType: fc.constantFrom('optIn' as const, 'optOut' as const),
    responseCode: fc.constantFrom('200', '450'),
  });
  const wanted = fc.record(
    {
      eventID: fc.constantFrom('a', 'b', 'c'),
      modificationNumber: fc.oneof(fc.nat(2), fc.record({ gte: fc.nat(2) })),
      optType: fc.constantFrom('optIn', 'optOut'),
    },
    { requiredKeys: [] },
  );
  const meets = (one: Answer, { eventID, modificationNumber: version, optType }: Partial<Record<string, unknown>>) =>
    (eventID === undefined || eventID === one.eventID) &&
    (optType === undefined || optType === one.optType) &&
    (version === undefined ||
      (typeof version === 'object' && version !== null && 'gte' in version
        ? (one.modificationNumber ?? 0) >= Number(version.gte)
        : version === one.modificationNumber));
  const check = fc.property(fc.array(answer, { minLength: 1, maxLength: 5 }), wanted, (answers, where) => {
    const tree = treeOf('oadrCreatedEvent', createdEvent(...answers));
    return matchWhere(where, tree).matched === answers.some((one) => meets(one, where));
  });
  t.notThrows(() => fc.assert(check, { seed, numRuns: 500 }));
});

test('a message of thousands of rows is matched row by row, each element looked at once', (t) => {
  const values = Array.from({ length: 5_000 }, (_, index) => index);
  const tree = treeOf('oadrDistributeEvent', distributeEvent({ eventID: 'a', values, venIDs: values.map(String) }));
  const inner = 'eiEventSignal.intervals.interval';
  t.true(
    matches({ [`${inner}.uid`]: '4999', [`${inner}.signalPayload.payloadFloat`]: 4999, 'eiTarget.venID': '17' }, tree),
  );
  t.false(
    matches({ [`${inner}.uid`]: '4999', [`${inner}.signalPayload.payloadFloat`]: 4998, 'eiTarget.venID': '17' }, tree),
  );
});

test('rows hold their own texts and those around them', (t) => {
  const tree = treeOf('oadrCreatedEvent', createdEvent({ eventID: 'a' }, { eventID: 'b' }));
  const found = rows(tree).map(({ cells }) =>
    cells.filter(({ path }) => /venID$|eventID$/.test(path)).map(({ text }) => text),
  );
  t.deepEqual(found, [
    ['ven-1', 'a'],
    ['ven-1', 'b'],
  ]);
  t.is(rows(poll).length, 1);
});

test('every comparison can be told in words, alone and together', (t) => {
  t.is(explainValue({ exists: false }), 'absent');
  t.is(explainValue({ exists: true, gt: 1, lt: 3 }), 'present and above 1 and below 3');
  t.is(explainValue({ gte: 1, lte: 3 }), 'at least 1 and at most 3');
  t.is(explainValue({ eq: 'a', not: { matches: 'b' } }), '"a" and not matching /b/');
  t.is(explainValue({ oneOf: ['a', 2] }), 'one of "a", 2');
  t.is(explainValue('x'), '"x"');
});
