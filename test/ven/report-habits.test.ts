import test from 'ava';
import { type Message, read, write } from '../../src/openadr/index.ts';
import type { PersonalityName } from '../../src/ven/personalities.ts';
import { T0, VenBench } from '../helpers/ven-bench.ts';
import { asked, begins, isUpdate, POWER, reports, usage, values } from '../helpers/ven-reports.ts';
import { cancelRegistration, createReport, distribute, oadrEvent } from '../helpers/vtn-messages.ts';

/** What a VEN of this personality posts in 40 s, asked at T0 + 10 s for usage. */
function reporting(personality: PersonalityName, options: Parameters<typeof usage>[1] = {}) {
  const { ven, first } = asked([usage('p', options)], { personality });
  ven.live(40_000);
  return { ven, posted: [...ven.posted], first };
}

/** What its oadrUpdateReports violate, by the schema alone. */
function faults(messages: readonly Message[]): string[] {
  return messages
    .filter(isUpdate)
    .flatMap((message) => read(Buffer.from(write(message))).findings.map((f) => f.message));
}

test('no-dtstart: neither the report nor an interval says when it begins (r313), which the schema allows', (t) => {
  const { posted } = reporting('no-dtstart');
  t.true(reports(posted).every(({ dtstart }) => dtstart === undefined));
  t.true(values(posted).every(({ at, duration }) => at === undefined && duration === 5_000));
  t.deepEqual(faults(posted), []);
});

test('no-durations: energy has a begin alone (r315, r342)', (t) => {
  const { posted } = reporting('no-durations');
  t.true(values(posted).every(({ at, duration }) => at !== undefined && duration === undefined));
  t.deepEqual(faults(posted), []);
});

test('wrong-report-id: no report carries the ID of the request (r304)', (t) => {
  const { posted, first } = reporting('wrong-report-id');
  t.deepEqual(first[0]?.name === 'oadrCreatedReport' && first[0].body.oadrPendingReports.reportRequestID, ['p']);
  t.is(reports(posted).length, 4);
  t.false(reports(posted).some(({ reportRequestID }) => reportRequestID === 'p'));
});

test('never-reports: oadrCreatedReport with the pending ID, and no data, not even once', (t) => {
  const { posted, first } = reporting('never-reports');
  t.deepEqual(first[0]?.name === 'oadrCreatedReport' && first[0].body.oadrPendingReports.reportRequestID, ['p']);
  t.deepEqual(reports(posted), []);
  t.deepEqual(reports(reporting('never-reports', { back: 'PT0S' }).posted), []);
});

test('unconfirmed-reports: data without an oadrCreatedReport', (t) => {
  const { posted } = reporting('unconfirmed-reports');
  t.false(posted.some(({ name }) => name === 'oadrCreatedReport'));
  t.is(reports(posted).length, 4);
});

test('late-reports: each comes one reportBackDuration after its time, with the data of its time', (t) => {
  const { ven } = asked([usage('p')], { personality: 'late-reports' });
  t.deepEqual(begins(ven.live(19_000)), []);
  t.deepEqual(begins(ven.live(21_000)), [
    [10, 15],
    [20, 25],
    [30, 35],
  ]);
});

test('skips-reports: every third one is lacking, with its intervals', (t) => {
  const { ven } = asked([usage('p')], { personality: 'skips-reports' });
  t.deepEqual(
    begins(ven.live(60_000)).map(([first]) => first),
    [10, 20, 40, 50],
  );
});

test('bad-quality: there are values, and none of them counts (r318)', (t) => {
  const { posted } = reporting('bad-quality');
  t.is(values(posted).length, 16);
  t.true(values(posted).every(({ quality, counts }) => quality === 'Quality Bad - Sensor Failure' && !counts));
});

test('no-metadata-duration: its metadata lack what rule 312 wants', (t) => {
  const duration = (personality: PersonalityName) => {
    const ven = new VenBench({ personality });
    ven.start();
    while (!ven.posted.some(({ name }) => name === 'oadrRegisterReport')) {
      ven.reply({
        name: 'oadrCreatedPartyRegistration',
        body: {
          eiResponse: { responseCode: '200', requestID: '' },
          ...{ registrationID: 'r', venID: 'v', vtnID: 'n' },
          oadrProfiles: { oadrProfile: [] },
          schemaVersion: '2.0b',
        },
      });
    }
    const message = ven.posted.at(-1);
    return message?.name === 'oadrRegisterReport'
      ? message.body.oadrReport?.map((report) => report.duration?.duration)
      : undefined;
  };
  t.deepEqual(duration('no-metadata-duration'), [undefined, undefined, undefined]);
  t.deepEqual(duration('cooperative'), ['PT1H', 'PT1H', 'PT1H']);
});

/** Power at these seconds after T0, as part of that at the first of them, of a VEN with an event from 30 s to 90 s. */
function load(personality: PersonalityName, seconds: readonly number[]) {
  const ven = new VenBench({ personality }).register();
  ven.poll(distribute([oadrEvent({ start: T0 + 30_000, intervals: [30_000, 30_000], values: [1, 2] })]));
  ven.drain();
  ven.poll(createReport([usage('p', { granularity: 'PT1S', rIDs: [POWER], start: T0 + 20_000 })]));
  ven.drain();
  ven.live(120_000);
  const power = new Map(values(ven.posted).map(({ at, value }) => [at, value]));
  const base = power.get(seconds[0]) ?? Number.NaN;
  return { ven, parts: seconds.map((second) => Math.round(((power.get(second) ?? Number.NaN) / base) * 20) / 20) };
}

test('the load follows the event that rules: level 1, level 2, and back', (t) => {
  t.deepEqual(load('cooperative', [25, 30, 35, 59, 65, 89, 95, 120]).parts, [1, 1, 0.85, 0.85, 0.6, 0.6, 1, 1]);
});

test('stuck-load opts in, and its load stays', (t) => {
  const { ven, parts } = load('stuck-load', [25, 35, 65, 95]);
  t.deepEqual(parts, [1, 1, 1, 1]);
  t.true(ven.posted.some(({ name }) => name === 'oadrCreatedEvent'));
});

test('opts-out keeps its load', (t) => {
  t.deepEqual(load('opts-out', [25, 35, 65, 95]).parts, [1, 1, 1, 1]);
});

test('leaves-event answers once more, with optOut, 20 s into the event, and its load comes back', (t) => {
  const { ven, parts } = load('leaves-event', [25, 35, 49, 55, 65, 95]);
  t.deepEqual(parts, [1, 0.85, 0.85, 1, 1, 1]);
  t.deepEqual(ven.answers(), ['e1/0 200 optIn', 'e1/0 200 optOut']);
});

test('leaves-by-opt says so by an oadrCreateOpt about the event (r206)', (t) => {
  const { ven, parts } = load('leaves-by-opt', [25, 35, 49, 55, 65, 95]);
  t.deepEqual(parts, [1, 0.85, 0.85, 1, 1, 1]);
  t.deepEqual(ven.answers(), ['e1/0 200 optIn']);
  const opts = ven.posted.flatMap((message) => (message.name === 'oadrCreateOpt' ? message.body : []));
  t.deepEqual(
    opts.map(({ optType, qualifiedEventID, createdDateTime }) => [optType, qualifiedEventID?.eventID, createdDateTime]),
    [['optOut', 'e1', '2026-01-01T00:00:50Z']],
  );
});

test('an opt-out for one of two resources brings back the load of that one alone (r206)', (t) => {
  const ven = new VenBench({ resources: ['load', 'other'] }).register();
  ven.poll(distribute([oadrEvent({ start: T0 + 30_000, values: [2] })]));
  ven.live(30_000);
  ven.command({
    command: 'opt',
    eventID: 'e1',
    optType: 'optOut',
    via: 'oadrCreateOpt',
    optID: 'o',
    resourceIDs: ['other'],
  });
  const factors = () => ven.state.devices.map(({ course }) => [course.at(-1)?.factor, course.at(-1)?.override]);
  t.deepEqual(factors(), [
    [0.6, false],
    [1, true],
  ]);
  // A modification does not change that.
  ven.poll(distribute([oadrEvent({ start: T0 + 30_000, values: [3], modificationNumber: 1 })]));
  t.deepEqual(factors(), [
    [0.25, false],
    [1, true],
  ]);
});

test('an event for one resource leaves the load of the other', (t) => {
  const ven = new VenBench({ resources: ['load', 'other'] }).register();
  ven.poll(distribute([oadrEvent({ start: T0 + 30_000, values: [2], target: { resourceID: ['other'] } })]));
  ven.live(30_000);
  t.deepEqual(
    ven.state.devices.map(({ course }) => course.at(-1)?.factor),
    [1, 0.6],
  );
});

test('unavailable: one opt schedule after each new registration, and it keeps to it (r203, r205)', (t) => {
  const ven = new VenBench({ personality: 'unavailable' }).register();
  ven.live(60_000);
  // The only one was posted with the first poll.
  t.false(ven.posted.some(({ name }) => name === 'oadrCreateOpt'));
  t.is(ven.state.opts.length, 1);
  const [{ start = 0, end = 0 } = {}] = ven.state.opts;
  t.deepEqual([start - T0, end - start], [600_000, 3_600_000]);
  const event = (eventID: string, at: number) => oadrEvent({ eventID, start: at, intervals: [60_000] });
  ven.poll(distribute([event('before', start - 60_000), event('in', start), event('after', end)]));
  t.deepEqual(ven.answers(), ['before/0 200 optIn', 'in/0 200 optOut', 'after/0 200 optIn']);
});

test('no-cancel-answer leaves without a word, and comes back', (t) => {
  const ven = new VenBench({ personality: 'no-cancel-answer' }).register();
  t.deepEqual(ven.poll(cancelRegistration()), []);
  t.is(ven.state.registrationID, undefined);
  t.deepEqual(ven.pass(20_000), ['oadrQueryRegistration']);
});
