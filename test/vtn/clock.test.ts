import test from 'ava';
import { formatDateTime } from '../../src/openadr/time.ts';
import * as m from '../helpers/messages.ts';
import { report, update } from '../helpers/report-rig.ts';
import { Rig, SECOND } from '../helpers/vtn-rig.ts';

/** A registered VEN that polls with a ReplayProtect of a clock which is off by so much. */
function signing(rig: Rig) {
  const { venID } = rig.register();
  const poll = (offset: number) => {
    rig.advance(10 * SECOND);
    rig.say(m.oadrPoll(venID), { sentAt: rig.now + offset });
  };
  return { venID, poll };
}

test('the difference is told first, then when it has moved by a second', (t) => {
  const rig = new Rig(t);
  const { venID, poll } = signing(rig);
  for (const offset of [-40, -60, 900, 1000, 1500, -200]) poll(offset);
  const told = rig.changed('clock');
  t.deepEqual(told[0], { what: 'clock', venID, offset: -40, from: 'ReplayProtect' });
  t.deepEqual(
    told.map(({ offset }) => offset),
    [-40, 1000, -200],
  );
  t.deepEqual(rig.dirty, []);
});

test('rule 114: more than 5 s is a warning, once, and again after the clock was right', (t) => {
  const rig = new Rig(t);
  const { poll } = signing(rig);
  for (const offset of [5000, 7200, 8000, 12_000]) poll(offset);
  const clocks = () => rig.found().filter(({ rule }) => rule === 114);
  const [finding, ...others] = clocks();
  t.deepEqual(others, []);
  t.like(finding, {
    severity: 'warning',
    message: 'the clock of the VEN is 7.2 s ahead of ours',
    actual: '7.2 s, by its ReplayProtect',
  });
  for (const offset of [100, -6000, -3000]) poll(offset);
  t.deepEqual(
    clocks().map(({ message }) => message),
    ['the clock of the VEN is 6.0 s behind ours'],
  );
});

test('the registration itself tells the clock', (t) => {
  const rig = new Rig(t);
  rig.say(m.oadrCreatePartyRegistration(), { sentAt: rig.now + 300 * SECOND });
  t.like(rig.changed('clock'), [{ offset: 300_000 }]);
  t.like(rig.found().at(-1), { rule: 114, message: 'the clock of the VEN is 5 min ahead of ours' });
});

test('createdDateTime: what was made last counts, and one alone that is ahead is not believed', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const made = (offset: number) => {
    rig.advance(SECOND);
    const over = { createdDateTime: formatDateTime(rig.now + offset) };
    rig.say(update(venID, report({ start: rig.now, points: { power: [1] }, over })));
  };
  // Within the last eight: an old report changes nothing, a single one of the far future neither.
  for (const offset of [-3_600_000, 86_400_000, -1_000, 0]) made(offset);
  t.deepEqual(
    rig.found().filter(({ rule }) => rule === 114),
    [],
  );
  for (let count = 0; count < 8; count++) made(20_000);
  t.like(rig.changed('clock').at(-1), { offset: 20_000, from: 'createdDateTime' });
  t.like(
    rig.found().find(({ rule }) => rule === 114),
    { severity: 'warning', message: 'the clock of the VEN is 20.0 s ahead of ours' },
  );
});

test('createdDateTimes that are behind are an info: the reports may be old', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  for (let count = 0; count < 9; count++) {
    rig.advance(SECOND);
    rig.say(m.oadrCreateOpt(venID, { createdDateTime: formatDateTime(rig.now - 60_000) }));
  }
  const clocks = rig.found().filter(({ rule }) => rule === 114);
  t.like(clocks, [{ severity: 'info', message: 'the clock of the VEN may be 60.0 s behind ours' }]);
});

test('a signed time rules over createdDateTime', (t) => {
  const rig = new Rig(t);
  const { venID, poll } = signing(rig);
  poll(0);
  rig.changes.length = 0;
  for (let count = 0; count < 3; count++) {
    rig.say(m.oadrCreateOpt(venID, { createdDateTime: formatDateTime(rig.now + 60_000) }));
  }
  t.deepEqual(rig.changed('clock'), []);
});
