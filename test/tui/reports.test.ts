import test from 'ava';
import { CommandError } from '../../src/bench/command.ts';
import { textWidth } from '../../src/tui/width.ts';
import { envelope } from '../helpers/ui-records.ts';
import { offers, opt, part, readings, request, response, tellReports, usage } from '../helpers/ui-reports.ts';
import { type UiScreen, uiScreen } from '../helpers/ui-screen.ts';
import { tellStory } from '../helpers/ui-story.ts';

function story(columns: number, rows: number, options: Parameters<typeof uiScreen>[2] = {}): UiScreen {
  const screen = uiScreen(columns, rows, options);
  tellStory(screen.recorder);
  tellReports(screen.recorder);
  catchUp(screen);
  return screen;
}

function catchUp(screen: UiScreen): void {
  screen.clock.advance(screen.recorder.now - screen.clock.now());
}

const USAGE = /▶ thermostat +TELEMETRY_USAGE +every 10s +accepted 30 reports +now/;

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 60],
] as const) {
  test(`at ${columns}×${rows} requests stand with their state, points with value, unit, bars and age`, async (t) => {
    const screen = story(columns, rows);
    await screen.keys('r');
    const text = screen.text();
    t.regex(text, /━6 Reports ━/);
    t.regex(text, USAGE);
    t.regex(text, /power heater +1\.832 kW +[▁-█]{18,} .*now/);
    t.regex(text, /energy heater +0\.1600 kWh +▁.*█/);
    t.regex(text, /✓ thermostat +TELEMETRY_STATUS +once +done 1 report +5m00/);
    t.regex(text, /status heater +online override +█ +5m00/);
    t.regex(text, /○ thermostat +HISTORY_USAGE +offered, i r asks: power/);
    for (const keys of [['j'], ['i'], ['r'], ['esc', 'f', 'x'], ['esc', 'z'], ['z', 'G']]) {
      await screen.keys(...keys);
      const drawn = screen.rows();
      t.is(drawn.length, rows - 1, keys.join(' '));
      t.deepEqual([...new Set(drawn.map(textWidth))], [columns], keys.join(' '));
    }
  });
}

test('a tall side shows the reports that came also while something else has the keyboard', (t) => {
  const text = story(120, 40).text();
  t.regex(text, /─6 Reports ─/);
  t.regex(text, /▶ thermostat +TELEMETRY_USAGE +10s +now/);
  t.regex(text, /power heater? +1\.832 kW +[▁-█]{5,}/);
  t.notRegex(story(120, 24).text(), /6 Reports/);
});

test('new values move the bars, not the rows; a selection stays on its point', async (t) => {
  const screen = story(80, 24);
  await screen.keys('6', 'j', 'j');
  const chosen = screen.rows().find((row) => row.startsWith('▌'));
  t.regex(chosen ?? '', /energy/);
  request(screen.recorder, { reportRequestID: 'rr-7', reportSpecifierID: 'history', reportName: 'HISTORY_USAGE' });
  usage(screen.recorder, 5, 30);
  catchUp(screen);
  t.regex(screen.rows().find((row) => row.startsWith('▌')) ?? '', /energy heater +0\.1870 kWh/);
});

test('what did not come and what came late stand beside the request; an overdue one grows old', async (t) => {
  const screen = story(120, 40);
  readings(screen.recorder, [part('power', [[screen.recorder.now, 1]])], { missing: 2, late: 4_000 });
  await screen.keys('r');
  t.regex(screen.text(), /TELEMETRY_USAGE +every 10s +! 2 missing ! late/);
  screen.ui.columns = 200;
  t.regex(screen.text(), /! 2 missing ! late 4\.0s/);
  screen.clock.advance(65_000);
  t.regex(screen.text(), /TELEMETRY_USAGE.* 1m05/);
});

test('refused, replaced, cancelled and unasked say so', async (t) => {
  const screen = uiScreen(130, 40);
  screen.recorder.registered();
  request(screen.recorder, { reportRequestID: 'a', state: 'refused', reason: '452 unknown rID' });
  request(screen.recorder, { reportRequestID: 'b', state: 'replaced' });
  request(screen.recorder, { reportRequestID: 'c', state: 'cancelled' });
  request(screen.recorder, { reportRequestID: 'd', state: 'delivered' });
  readings(screen.recorder, [part('power', [[1, 1]])], { reportRequestID: 'stray', asked: false });
  await screen.keys('r');
  const text = screen.text();
  t.regex(text, /✗ thermostat +TELEMETRY_USAGE +every 10s +refused +now/);
  t.regex(text, /│ {5}452 unknown rID/);
  t.regex(text, /! thermostat +TELEMETRY_USAGE +every 10s +cancelled by new metadata/);
  t.regex(text, /- thermostat +TELEMETRY_USAGE +every 10s +cancelled /);
  t.regex(text, /· thermostat +TELEMETRY_USAGE +every 10s +delivered/);
  t.regex(text, /✗ thermostat +TELEMETRY_USAGE +came without a request/);
});

test('many requests that are over do not bury those that go on', async (t) => {
  const screen = uiScreen(130, 40);
  screen.recorder.registered();
  request(screen.recorder, { reportRequestID: 'first' });
  for (let at = 0; at < 40; at++) request(screen.recorder, { reportRequestID: `o-${at}`, state: 'done' });
  await screen.keys('r');
  const rows = screen.rows().filter((row) => row.includes('TELEMETRY_USAGE'));
  t.is(rows.length, 4);
  t.regex(rows[0] ?? '', /▶/);
});

test('f filters the reports in their view, by VEN, report, rID and state; esc clears it', async (t) => {
  const screen = story(80, 24);
  await screen.keys('r', 'f', ...'energy');
  t.regex(screen.text(), /TELEMETRY_USAGE.*energy heater/s);
  t.notRegex(screen.text(), /power heater|TELEMETRY_STATUS +once/);
  await screen.keys('ctrl-u', ...'zz:1');
  t.true(screen.text().includes('no key zz:'));
  await screen.keys('ctrl-u', ...'ven:nobody', 'enter');
  t.regex(screen.text(), /no report fits the filter ven:nobody; esc clears it/);
  t.is(screen.ui.filter, undefined);
  await screen.keys('esc');
  t.regex(screen.text(), USAGE);
});

test('the empty view says how to come by a report', async (t) => {
  const screen = uiScreen(80, 24, { title: 'serve' });
  await screen.keys('r');
  t.regex(screen.text(), /no report yet.*give the device this VTN URL/s);
  screen.recorder.registered();
  t.regex(screen.text(), /no VEN has registered one.*oadrRegisterReport.*i r m/s);
});

test('enter shows the messages of a request, or those that offered a report', async (t) => {
  const screen = story(80, 24);
  await screen.keys('r', 'j', 'enter');
  t.is(screen.ui.filter?.text, '"rr-1" ven:"ven-1"');
  t.is(screen.ui.focus, 'messages');
  await screen.keys('r', 'G', 'enter');
  t.is(screen.ui.filter?.text, 'type:oadrRegisterReport ven:"ven-1"');
});

test('i r asks for usage as often as the VEN can, for status once, for the history that it keeps', async (t) => {
  const screen = story(80, 24);
  await screen.keys('i', 'r');
  t.true(screen.text().includes('request a report → thermostat (ven-1)'));
  await screen.keys('u');
  await screen.keys('i', 'r', 's');
  await screen.keys('i', 'r', 'j', 'j', 'enter');
  await screen.keys('i', 'r', 'm', 'y');
  const now = screen.clock.now();
  t.deepEqual(
    screen.commands.map(({ command }) => command),
    [
      { reportName: 'TELEMETRY_USAGE', reportBack: 'PT10S', granularity: 'PT10S' },
      { reportName: 'TELEMETRY_STATUS', reportBack: 'PT0S' },
      {
        reportName: 'HISTORY_USAGE',
        reportBack: 'PT0S',
        granularity: 'PT0S',
        start: now - 3_600_000,
        duration: 'PT1H',
      },
      { reportName: 'METADATA', reportBack: 'PT0S' },
    ].map((report) => ({ do: 'requestReport', vens: ['ven-1'], reports: [report] })),
  );
  t.true(screen.commands.every(({ by }) => by === 'key'));
});

test('i r m asks before metadata ends what goes on; where nothing does it is asked for at once', async (t) => {
  const screen = story(80, 24);
  request(screen.recorder, { reportRequestID: 'meta', reportName: 'METADATA', reportSpecifierID: 'METADATA' });
  await screen.keys('i', 'r', 'm');
  t.regex(screen.text(), /New metadata ends the report that goes on \(rule 306\)/);
  await screen.keys('n');
  t.is(screen.commands.length, 0);
  request(screen.recorder, { reportRequestID: 'rr-8' });
  await screen.keys('i', 'r', 'm');
  t.regex(screen.text(), /ends the 2 reports that go on/);
  await screen.keys('y');
  t.is(screen.commands.length, 1);
  for (const reportRequestID of ['rr-1', 'rr-8']) request(screen.recorder, { reportRequestID, state: 'cancelled' });
  await screen.keys('i', 'r', 'm');
  t.is(screen.commands.length, 2);
});

test('a VEN that samples slower is asked no faster; one without the report is not asked', async (t) => {
  const screen = story(80, 24);
  offers(screen.recorder, [
    {
      reportSpecifierID: 's',
      reportName: 'METADATA_TELEMETRY_USAGE',
      points: [{ rID: 'p', reportType: 'usage', resourceIDs: [], dataSource: [], subject: [], minPeriod: 'PT1M' }],
    },
  ]);
  await screen.keys('i', 'r');
  t.regex(screen.text(), /TELEMETRY_STATUS once {2}not offered/);
  await screen.keys('u');
  t.like(screen.commands[0]?.command, { do: 'requestReport', reports: [{ reportBack: 'PT1M', granularity: 'PT1M' }] });
  await screen.keys('i', 'r', 's');
  t.is(screen.commands.length, 1);
  t.regex(screen.text().replaceAll(/\s+/g, ' '), /offers no TELEMETRY_STATUS; it offers TELEMETRY_USAGE/);
  offers(screen.recorder, [
    { reportSpecifierID: 'h', reportName: 'METADATA_HISTORY_USAGE', duration: 'PT1H', points: [] },
  ]);
  await screen.keys('i', 'r', 'h');
  t.like(screen.commands[1]?.command, {
    reports: [{ start: screen.clock.now() - 54 * 60_000, duration: 'PT54M' }],
  });
  await screen.keys('i', 'right', 'r', 's');
  t.regex(screen.text().replaceAll(/\s+/g, ' '), /it has registered no report; i r m asks for its metadata/);
});

test('of all VENs those are asked that offer it', async (t) => {
  const screen = story(80, 24);
  await screen.keys('i', 'r', 'right', 'right');
  t.true(screen.text().includes('request a report → all 2 registered VENs'));
  await screen.keys('u');
  t.like(screen.commands[0]?.command, { do: 'requestReport', vens: ['ven-1'] });
});

test('the selection stays with its report when a cancel sorts the list anew; another is not cancelled', async (t) => {
  const screen = story(80, 24);
  await screen.keys('r');
  const marked = () => screen.rows().find((row) => row.startsWith('▌'));
  t.regex(marked() ?? '', /TELEMETRY_USAGE .*accepted/);
  request(screen.recorder, { reportRequestID: 'rr-8', reportName: 'HISTORY_USAGE', reportSpecifierID: 'history' });
  catchUp(screen);
  t.regex(marked() ?? '', /TELEMETRY_USAGE .*accepted/);
  await screen.keys('i', 'x');
  t.like(screen.commands[0]?.command, { do: 'cancelReport', reportRequestIDs: ['rr-1'] });
  request(screen.recorder, { reportRequestID: 'rr-1', state: 'cancelled' });
  catchUp(screen);
  t.regex(marked() ?? '', /TELEMETRY_USAGE .*cancelled/);
  await screen.keys('i', 'x');
  t.is(screen.commands.length, 1);
  t.regex(screen.text(), /the report rr-1 does not go on at/);
});

test('i x cancels the selected request, else the newest that goes on; a refusal says why', async (t) => {
  const screen = story(80, 24);
  request(screen.recorder, { reportRequestID: 'rr-8', rIDs: ['power'] });
  readings(screen.recorder, [part('power', [[screen.recorder.now, 1]])], { reportRequestID: 'rr-1' });
  await screen.keys('i', 'x');
  t.like(screen.commands[0]?.command, { do: 'cancelReport', vens: ['ven-1'], reportRequestIDs: ['rr-8'] });
  await screen.keys('r', 'j', 'i');
  t.true(screen.text().includes('cancel report TELEMETRY_USAGE (rr-1)'));
  screen.refuse = new CommandError('it is over', { hint: 'ask again' });
  await screen.keys('x');
  t.regex(screen.text(), /cancel TELEMETRY_USAGE rr-1 at thermostat \(ven-1\): it is over; try: ask/);
  const empty = uiScreen();
  empty.recorder.registered();
  await empty.keys('i', 'x');
  t.true(empty.text().includes('no report goes on at thermostat'));
});

test('the list of messages says how many values a report has', (t) => {
  const screen = uiScreen(80, 24);
  screen.recorder.registered();
  const payload = '<oadr:oadrReportPayload><ei:rID>power</ei:rID></oadr:oadrReportPayload>';
  screen.recorder.message({
    service: 'EiReport',
    name: 'oadrUpdateReport',
    body: envelope(`<oadr:oadrUpdateReport>${payload}${payload}</oadr:oadrUpdateReport>`),
  });
  t.regex(screen.text(), /oadrUpdateReport +2 values/);
});

test('plain signs where they are asked for', async (t) => {
  const screen = story(120, 40, { ascii: true });
  const celsius = { name: 'temperature', units: 'celsius', scale: 'none' };
  readings(screen.recorder, [part('room', [[1, 21.5]], { unit: celsius })]);
  opt(screen.recorder, { periods: [{ start: 0 }] });
  await screen.keys('r');
  t.regex(screen.text(), /room heater +21\.50 degC/);
  t.regex(screen.text().replaceAll('…', ''), /^[\u0020-\u007e\n]*$/);
});

test('rIDs, resources and units are drawn without control characters', async (t) => {
  const screen = uiScreen(120, 40);
  screen.recorder.registered();
  const evil = 'p\u001b[2J\u202e';
  offers(screen.recorder, [{ reportSpecifierID: evil, reportName: evil, points: [] }]);
  request(screen.recorder, { reportName: evil, reason: evil });
  readings(screen.recorder, [
    part(evil, [[1, 1]], { resourceIDs: [evil], unit: { name: 'customUnit', units: evil, scale: evil } }),
  ]);
  await screen.keys('r');
  const text = screen.text();
  t.true(text.includes('p\ufffd[2J\ufffd'));
  t.notRegex(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
});

test('a VEN shows that a resource decided otherwise, and its opt schedule; events list both', async (t) => {
  const screen = story(120, 40);
  response(screen.recorder, { resourceIDs: ['pump'] });
  const { now } = screen.recorder;
  opt(screen.recorder, { optReason: 'x-schedule', periods: [{ start: now - 1_000, end: now + 90_000 }] });
  opt(screen.recorder, { venID: 'ven-2', optID: 'o-2', periods: [{ start: now + 60_000 }] });
  const text = screen.text();
  t.regex(text, /thermostat +.*optIn\* *◷/);
  t.regex(text, /ev-charger +.*opt\? +◷/);
  t.regex(text, /◷ thermostat +optOut x-schedule +for 01:30/);
  t.regex(text, /◷ ev-charger +optOut +in 01:00/);
  await screen.keys('4', 'z');
  t.regex(screen.text(), /thermostat +v0 optIn ✗ wrongRequestID, optOut: pump/);
  await screen.keys('G', 'enter');
  t.is(screen.ui.filter?.text, '"o-2" ven:"ven-2"');
});
