import test from 'ava';
import { createView, lateness, reduce, venLabel, worstCounted } from '../../src/journal/view.ts';
import { Recorder } from '../helpers/ui-records.ts';
import { polls, RULE_42, tellStory } from '../helpers/ui-story.ts';

function told() {
  const view = createView();
  return { view, to: new Recorder((record) => reduce(view, record)) };
}

test('the cadence is the mean of the newest gaps between polls', (t) => {
  const { view, to } = told();
  to.registered();
  polls(to, 4);
  t.like(view.vens.get('ven-1')?.cadence, { polls: 4, lastGap: 2_000, mean: 2_000 });
});

test('a poll that drains the queue is no part of the cadence', (t) => {
  const { view, to } = told();
  to.registered();
  polls(to, 2);
  to.after(2_000).message();
  to.message({ dir: 'out', name: 'oadrDistributeEvent' });
  to.after(50).message();
  const cadence = view.vens.get('ven-1')?.cadence;
  t.deepEqual(cadence?.gaps, [2_000, 2_003]);
  t.is(cadence?.polls, 4);
});

test('lateness counts from the poll that the offered interval asks for', (t) => {
  const { view, to } = told();
  to.registered();
  to.message();
  const ven = view.vens.get('ven-1');
  if (!ven) return t.fail('no VEN');
  t.is(lateness(ven, to.now + 1_500), 0);
  t.is(lateness(ven, to.now + 3_500), 1_500);
});

test('a VEN shows its newest event, what it said to it, its queue and its worst finding', (t) => {
  const { view, to } = told();
  tellStory(to);
  const thermostat = view.vens.get('ven-1');
  t.like(thermostat, { state: 'registered', presence: 'online', profile: '2.0b' });
  t.like(thermostat?.newest, { eventID: 'peak', modificationNumber: 0, opt: 'optIn', match: 'wrongRequestID' });
  t.is(thermostat && worstCounted(thermostat.findings), RULE_42.severity);
  t.is(view.vens.get('ven-2')?.queue.length, 1);
  t.is(venLabel(view, 'ven-1'), 'thermostat');
  t.is(venLabel(view, 'stranger'), 'stranger');
});

test('a cancelled registration takes presence, ID and event with it', (t) => {
  const { view, to } = told();
  tellStory(to);
  to.add({ kind: 'state', ven: 'ven-1', change: { what: 'ven', venID: 'ven-1', state: 'cancelled', cause: 'byVen' } });
  const ven = view.vens.get('ven-1');
  t.is(ven?.state, 'cancelled');
  t.is(ven?.presence, undefined);
  t.is(ven?.registrationID, undefined);
  t.is(ven?.newest, undefined);
  t.is(ven?.venName, 'thermostat');
});

const CHANGED = {
  what: 'certificate',
  venID: 'ven-1',
  pinned: 'AA',
  presented: 'BB',
  subject: 'CN=box',
  issuer: 'CN=CA',
  renewal: true,
} as const;

test('a changed certificate stands at its VEN and beside the refused connections, with the remedy, until it is settled', (t) => {
  const { view, to } = told();
  to.add({
    kind: 'connection',
    connection: 'c1',
    fact: { fact: 'opened', connection: 'c1', address: '10.0.0.7', port: 9 },
  });
  to.registered();
  const { exchange } = to.message();
  to.add({ kind: 'state', ven: 'ven-1', exchange, change: CHANGED });
  t.like(view.vens.get('ven-1')?.changed, { presented: 'BB', renewal: true });
  const tried = 'TLS: the certificate of thermostat changed since registration: BB for AA';
  t.like(view.connections.lastRefused, { address: '10.0.0.7', tried });
  t.regex(view.connections.lastRefused?.hint ?? '', /c accepts it \(repin\)/);
  t.is(view.connections.failed, 1);
  t.like(view.log.last(), { level: 'error', source: 'connection', text: `10.0.0.7 ${tried}` });
  const { presented: _, subject: __, issuer: ___, ...settled } = CHANGED;
  to.add({ kind: 'state', ven: 'ven-1', change: { ...settled, pinned: 'BB', renewal: false } });
  t.is(view.vens.get('ven-1')?.changed, undefined);
});

test("another device's certificate is named as such", (t) => {
  const { view, to } = told();
  to.registered();
  to.add({ kind: 'state', ven: 'ven-1', change: { ...CHANGED, renewal: false } });
  t.is(view.connections.lastRefused?.tried, 'TLS: another certificate came for thermostat: BB (CN=box) for AA');
});

test('a VEN shows whose its certificate is, that it signs, and its clock; forgotten, only what is left', (t) => {
  const { view, to } = told();
  to.registered();
  const identity = { what: 'ven', venID: 'ven-1', state: 'registered' } as const;
  const certificate = { subject: 'CN=box', issuer: 'CN=CA' };
  const ven = view.vens.get('ven-1');
  to.add({
    kind: 'state',
    ven: 'ven-1',
    change: { ...identity, cause: 'renewed', fingerprint: 'AA', certificate, xmlSignature: true },
  });
  to.add({
    kind: 'state',
    ven: 'ven-1',
    change: { what: 'clock', venID: 'ven-1', offset: 1200, from: 'ReplayProtect' },
  });
  t.like(ven, { certificate, xmlSignature: true, clock: { offset: 1200, from: 'ReplayProtect' } });
  to.add({ kind: 'state', ven: 'ven-1', change: { ...identity, cause: 'repinned', fingerprint: 'BB' } });
  t.is(ven?.certificate, undefined);
  to.add({ kind: 'state', ven: 'ven-1', change: { ...identity, state: 'known', cause: 'forgotten' } });
  t.is(ven?.clock, undefined);
});
