import test from 'ava';
import { createView, differing, reduce, scheduleState } from '../../src/journal/view.ts';
import { Recorder } from '../helpers/ui-records.ts';
import { opt, response } from '../helpers/ui-reports.ts';
import { tellStory } from '../helpers/ui-story.ts';

function told() {
  const view = createView();
  const to = new Recorder((record) => reduce(view, record));
  tellStory(to);
  return { view, to, event: () => view.events.get('peak')?.vens.get('ven-1'), ven: () => view.vens.get('ven-1') };
}

test('an opt of a resource leaves that of the event alone; one of all overrules it', (t) => {
  const { to, event, ven } = told();
  response(to, { resourceIDs: ['pump'] });
  t.is(event()?.opt, 'optIn');
  t.deepEqual(differing(event() ?? {}), [['pump', 'optOut']]);
  t.deepEqual(differing(ven()?.newest ?? {}), [['pump', 'optOut']]);
  response(to, {});
  t.is(event()?.opt, 'optOut');
  t.deepEqual(differing(event() ?? {}), []);
});

/** A newer version, as a cancel makes one. */
function cancelled(to: Recorder): void {
  const schedule = { start: to.now, startAfter: 0, intervals: [] };
  to.add({
    kind: 'state',
    ven: 'ven-1',
    change: {
      what: 'event',
      venID: 'ven-1',
      eventID: 'peak',
      cause: 'cancelled',
      modificationNumber: 1,
      status: 'active',
      summary: 'SIMPLE',
      schedule,
      responseRequired: 'always',
    },
  });
}

test('an answer that an earlier oadrCreateOpt rules answers its version, and the opt holds', (t) => {
  const { to, event, ven } = told();
  response(to, {});
  cancelled(to);
  t.like(event(), { opt: undefined, answered: 0 });
  response(to, { via: 'oadrCreatedEvent', optType: 'optIn', match: 'noEffect', modificationNumber: 1 });
  t.like(event(), { opt: 'optOut', match: 'matched', answered: 1 });
  t.like(ven()?.newest, { opt: 'optOut', match: 'matched', answered: 1 });
});

test('where single resources rule the version is answered, without an opt of its own', (t) => {
  const { to, event, ven } = told();
  response(to, { resourceIDs: ['pump'] });
  cancelled(to);
  response(to, { via: 'oadrCreatedEvent', optType: 'optIn', match: 'noEffect', modificationNumber: 1 });
  t.like(event(), { opt: undefined, answered: 1 });
  t.like(ven()?.newest, { opt: undefined, answered: 1 });
  t.deepEqual(differing(event() ?? {}), [['pump', 'optOut']]);
});

test('an answer that an earlier oadrCreateOpt rules changes nothing of the opt', (t) => {
  const { to, event, ven } = told();
  response(to, {});
  response(to, { via: 'oadrCreatedEvent', optType: 'optIn', match: 'noEffect', modificationNumber: 1 });
  t.like(event(), { opt: 'optOut', match: 'matched', answered: 1 });
  t.like(ven()?.newest, { opt: 'optOut', match: 'matched' });
});

test('schedules come and go by their optID; an opt about an event is none', (t) => {
  const { view, to, ven } = told();
  opt(to, { periods: [{ start: to.now, end: to.now + 1_000 }] });
  opt(to, { optID: 'o-2' });
  opt(to, { optID: 'o-3', eventID: 'peak' });
  t.deepEqual([...(ven()?.opts.keys() ?? [])], ['o-1', 'o-2']);
  opt(to, { optID: 'o-2', state: 'superseded' });
  t.deepEqual([...(ven()?.opts.keys() ?? [])], ['o-1']);
  opt(to, { optID: 'o-4', targets: ['resourceID a', 'resourceID b'] });
  opt(to, { optID: 'o-4', state: 'superseded', targets: ['resourceID a'] });
  t.deepEqual(ven()?.opts.get('o-4')?.targets, ['resourceID b']);
  opt(to, { optID: 'o-4', state: 'superseded', targets: ['resourceID b'] });
  t.false(ven()?.opts.has('o-4'));
  for (let at = 0; at < 200; at++) opt(to, { optID: `more-${at}` });
  t.is(ven()?.opts.size, view.limits.opts);
  to.add({ kind: 'state', ven: 'ven-1', change: { what: 'ven', venID: 'ven-1', state: 'cancelled', cause: 'byVen' } });
  t.is(ven()?.opts.size, 0);
});

test('a schedule holds, is to come or is over; without an end it holds for ever', (t) => {
  const schedule = { venID: 'v', optID: 'o', optType: 'optOut' } as const;
  const periods = [
    { start: 10, end: 20 },
    { start: 30, end: 40 },
  ];
  t.deepEqual(
    [5, 10, 20, 30, 40].map((now) => scheduleState({ ...schedule, periods }, now)),
    ['later', 'now', 'later', 'now', 'over'],
  );
  t.is(scheduleState({ ...schedule, periods: [{ start: 10 }] }, 1e15), 'now');
});
