import test from 'ava';
import { PAYLOAD_NAMES } from '../../src/openadr/index.ts';
import { checkKey } from '../../src/openadr/path/index.ts';
import { placesOf } from '../../src/openadr/path/place.ts';

test('a key is the end of one element path', (t) => {
  t.deepEqual(checkKey('oadrCreatedEvent', 'eventID'), {
    ok: true,
    candidates: ['oadrCreatedEvent.eiCreatedEvent.eventResponses.eventResponse.qualifiedEventID.eventID'],
    value: true,
  });
  t.true(checkKey('oadrCreatedEvent', 'qualifiedEventID.eventID').ok);
  t.false(checkKey('oadrCreatedEvent', 'tID').ok);
});

test('a key that fits two places is ambiguous, and the fuller keys are offered', (t) => {
  t.deepEqual(checkKey('oadrCreatedEvent', 'responseCode'), {
    ok: false,
    problem: 'ambiguous',
    candidates: ['eiResponse.responseCode', 'eventResponse.responseCode'],
    suggestion: 'eiResponse.responseCode',
  });
  const root = checkKey('oadrRegisterReport', 'reportRequestID');
  t.deepEqual(root.candidates, ['oadrRegisterReport.reportRequestID', 'oadrReport.reportRequestID']);
  for (const key of root.candidates) t.true(checkKey('oadrRegisterReport', key).ok, key);
});

test('a misspelt key gets the nearest name', (t) => {
  const suggestion = (key: string) => {
    const check = checkKey('oadrDistributeEvent', key);
    return check.ok ? undefined : [check.problem, check.suggestion];
  };
  t.deepEqual(suggestion('eventDescriptor.priorty'), ['unknown', 'eventDescriptor.priority']);
  t.deepEqual(suggestion('eventDescripter.priority'), ['unknown', 'priority']);
  t.deepEqual(suggestion('wholly.different.thing-as-such'), ['unknown', undefined]);
});

test('wrappers are skipped, whether their child is named or not', (t) => {
  for (const key of [
    'properties.dtstart',
    'properties.dtstart.date-time',
    'x-eiRampUp',
    'x-eiRampUp.duration',
    'properties.duration',
  ]) {
    const check = checkKey('oadrDistributeEvent', key);
    t.true(check.ok && check.value, key);
  }
  t.is(checkKey('oadrRegisterReport', 'oadrReport.duration').candidates.length, 1);
  t.false(checkKey('oadrDistributeEvent', 'date-time').ok);
});

test('an element of several parts has no value; one of a single part has', (t) => {
  const value = (key: string) => {
    const check = checkKey('oadrDistributeEvent', key);
    return check.ok && check.value;
  };
  t.false(value('eventDescriptor'));
  t.true(value('currentValue.payloadFloat'));
  t.true(value('eiMarketContext'));
});

test('attributes are named like elements', (t) => {
  t.deepEqual(checkKey('oadrPoll', 'schemaVersion').candidates, ['oadrPoll.schemaVersion']);
});

test('with any message a key is good if one message has it', (t) => {
  t.true(checkKey('*', 'venID').ok);
  t.deepEqual(checkKey('*', 'venId'), { ok: false, problem: 'unknown', candidates: [], suggestion: 'venID' });
});

test('events do not offer the payloads of reports, nor reports those of events', (t) => {
  t.deepEqual(checkKey('oadrUpdateReport', 'oadrOnline').candidates, [
    'oadrUpdateReport.oadrReport.intervals.interval.oadrReportPayload.oadrPayloadResourceStatus.oadrOnline',
  ]);
  t.false(checkKey('oadrDistributeEvent', 'oadrReportPayload').ok);
});

test('each place of each payload can be named by its full path', (t) => {
  for (const payload of PAYLOAD_NAMES) {
    for (const { path } of placesOf(payload)) t.deepEqual(checkKey(payload, path).candidates, [path]);
  }
});
