import test from 'ava';
import fc from 'fast-check';
import { KEY_MAP } from '../../src/tui/key-map.ts';
import { textWidth } from '../../src/tui/width.ts';
import { createdEvent, response } from '../helpers/ui-records.ts';
import { uiScreen } from '../helpers/ui-screen.ts';
import { step, tellStory } from '../helpers/ui-story.ts';

function story(columns: number, rows: number, options: Parameters<typeof uiScreen>[2] = {}) {
  const screen = uiScreen(columns, rows, options);
  tellStory(screen.recorder);
  screen.clock.advance(screen.recorder.now - screen.clock.now());
  return screen;
}

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 60],
  [90, 50],
  [60, 15],
  [119, 15],
] as const) {
  test(`at ${columns}×${rows} each row has the terminal's width, and the frame is a row shorter`, async (t) => {
    const screen = story(columns, rows);
    for (const keys of [
      [],
      ['?'],
      ['esc', 'i'],
      ['i'],
      ['esc', 'f', 'x'],
      ['esc', 'e', 'enter'],
      ['right'],
      ['z'],
      ['w'],
    ]) {
      await screen.keys(...keys);
      const drawn = screen.rows();
      t.is(drawn.length, rows - 1, keys.join(' '));
      t.deepEqual([...new Set(drawn.map(textWidth))], [columns], keys.join(' '));
    }
  });
}

test('whatever is pressed, the frame keeps its size and nothing throws', (t) => {
  const keys = KEY_MAP.flatMap((binding) => binding.keys).filter((key) => key !== 'ctrl-c');
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...keys), { maxLength: 30 }), fc.constantFrom(80, 130), (pressed, columns) => {
      const screen = story(columns, 24);
      for (const key of pressed) {
        void screen.keys(key);
        t.is(screen.rows().length, 23);
      }
    }),
    { numRuns: 60 },
  );
});

test('80×24: the header tells the VENs and what comes next; one pane has the rest', (t) => {
  const rows = story(80, 24).rows();
  t.regex(rows[0] ?? '', /oadr-sim {2}peak\.json {2}▶ 00:1\d {3}step 3\/5 .* 1 ✗ 0 ! $/);
  t.regex(rows[1] ?? '', /● 1 online {2}◐ 0 late {2}○ 1 offline .*… expect peak optIn +4\/10s/);
  t.regex(rows[2] ?? '', /^━2 Messages ━+ FOLLOW ━$/);
  t.regex(rows.join('\n'), /◀ thermostat +oadrCreatedEvent +✗ r42 +optIn/);
});

test('from 120 columns VENs, scenario and events stand beside list and detail', (t) => {
  const text = story(120, 40).text();
  for (const title of ['1 VENs 2', '2 Messages', '3 Scenario', '4 Events 1', '[Summary]'])
    t.true(text.includes(title), title);
  t.regex(text, /● thermostat +2\.\ds polls +q0 {2}optIn +✗/);
  t.regex(text, /○ ev-charger +offline 00:\d\d +q1 {2}opt\?/);
  t.regex(text, /✓ expect registered +1\.2s/);
  t.true(text.includes('http://192.168.1.10:8080/OpenADR2/Simple/2.0b'));
});

test('below 60×15 it only says so', (t) => {
  t.is(story(59, 20).text().trimEnd(), 'needs 60×15, has 59×20; the run goes on');
  t.is(story(80, 14, { ascii: true }).text().trimEnd(), 'needs 60x15, has 80x14; the run goes on');
});

test('with no VEN it says what to type into the device, and what the last connection tried', (t) => {
  const screen = uiScreen(80, 24, { title: 'serve' });
  screen.recorder.add({
    kind: 'connection',
    connection: 'c1',
    fact: { fact: 'firstBytes', connection: 'c1', looksLike: 'tls', hex: '1603' },
  });
  const text = screen.text();
  t.true(text.includes('http://192.168.1.10:8080/OpenADR2/Simple/2.0b'));
  t.true(text.includes('TLS      off (http)'));
  t.true(text.includes('spoke TLS to the plain HTTP port'));
  t.true(text.includes('try a TLS handshake came to the plain port: set the device to http'));
  t.false(text.includes('this machine only'));
});

test('with no VEN over TLS it says what is spoken, and why the last device was refused', (t) => {
  const screen = uiScreen(100, 30, { title: 'serve', url: 'https://192.168.1.10:8443/OpenADR2/Simple/2.0b' });
  const tls = {
    profile: 'openadr',
    about: 'TLS 1.2 (rule 67)',
    certificates: [],
    clientCertificates: 'required',
    rejectWith: '403',
  } as const;
  screen.recorder.add({ kind: 'session', version: 1, program: 'oadr-sim', seed: 's', speed: 1, tls });
  const told = {
    cause: 'expired',
    message: 'CN=ven expired on 2020-01-01',
    remedy: 'renew it',
    answer: '403',
  } as const;
  screen.recorder.add({
    kind: 'connection',
    connection: 'c1',
    fact: { fact: 'tlsRefused', connection: 'c1', ...told },
  });
  const text = screen.text();
  t.true(text.includes('TLS      TLS 1.2 (rule 67)'));
  t.true(text.includes('of the device a certificate is required'));
  t.true(text.includes('TLS: CN=ven expired on 2020-01-01'));
  t.true(text.includes('try renew it'));
});

test('a VTN that only this machine reaches says so', (t) => {
  const url = 'http://127.0.0.1:8080/OpenADR2/Simple/2.0b';
  t.true(uiScreen(80, 24, { url }).text().includes('this machine only; hardware needs --host 0.0.0.0 or an address'));
});

test('strangers do not hide what the last connection tried', async (t) => {
  const screen = uiScreen(80, 24, { title: 'serve' });
  screen.recorder.message({ ven: 'stranger' });
  refuse(screen);
  await screen.keys('1');
  const text = screen.text();
  t.true(text.includes('stranger'));
  t.true(text.includes('no VEN is registered yet'));
  t.true(text.includes('GET /nope → 404 wrong path'));
});

test('failed connections stand in the log with their remedy, and e leads there', async (t) => {
  const screen = uiScreen(80, 24, { title: 'serve' });
  refuse(screen);
  await screen.keys('e');
  t.is(screen.ui.focus, 'log');
  const text = screen.text();
  t.regex(text, /12:00:00 ✗ connection 10\.0\.0\.9 GET \/nope → 404 wrong path/);
  t.true(text.includes('try POST to /OpenADR2/Simple/2.0b/OadrPoll'));
  t.true(text.includes('no message has an error; 1 failed connection in the log'));
});

function refuse(screen: ReturnType<typeof uiScreen>): void {
  const connection = 'c9';
  screen.recorder.add({
    kind: 'connection',
    connection,
    fact: { fact: 'opened', connection, address: '10.0.0.9', port: 9 },
  });
  screen.recorder.add({
    kind: 'connection',
    connection,
    fact: {
      fact: 'answered',
      connection,
      exchange: 'x',
      method: 'GET',
      url: '/nope',
      headers: [],
      status: 404,
      reason: 'wrong path',
      findings: [
        { layer: 'http', severity: 'error', message: 'wrong path', hint: 'POST to /OpenADR2/Simple/2.0b/OadrPoll' },
      ],
    },
  });
}

for (const columns of [80, 120, 200]) {
  test(`at ${columns} columns a message's note is whole`, (t) => {
    const screen = uiScreen(columns, 40);
    tellStory(screen.recorder);
    const text = screen.text();
    t.regex(text, /oadrDistributeEvent +1 event/);
    if (columns !== 120) t.regex(text, /1 event +4ms/);
  });
}

test('a menu or help that does not fit says so', async (t) => {
  const screen = story(80, 18);
  await screen.keys('i');
  t.regex(screen.text(), /1-\d+ of \d+: j k scroll/);
  await screen.keys('esc', '?');
  t.regex(screen.text(), /keys {2}1-\d+ of \d+: j k scroll, space a page/);
});

test('at the root the footer names the way out', async (t) => {
  const screen = story(80, 24);
  t.regex(screen.rows().at(-1) ?? '', / e error .* \? help +q quit/);
  await screen.keys('enter');
  t.regex(screen.rows().at(-1) ?? '', / \? help +q back/);
});

test('a service name and the size stand apart', async (t) => {
  const screen = story(80, 24);
  await screen.keys('g', 'enter');
  t.regex(screen.text(), /EiRegisterParty \d+ B/);
});

test('plain signs where they are asked for', async (t) => {
  const screen = story(120, 40, { ascii: true });
  for (const keys of [[], ['i'], ['esc', '?']]) {
    await screen.keys(...keys);
    t.regex(screen.text().replaceAll('…', ''), /^[\u0020-\u007e\n]*$/);
  }
});

test('what the wire sends is drawn without its control characters', (t) => {
  const screen = uiScreen(120, 40);
  screen.recorder.registered('ven-1', 'evil\u001b[2J\u202ename');
  screen.recorder.message({ name: 'oadr\u001b]0;title\u0007Poll' });
  const text = screen.text();
  t.notRegex(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
  t.true(text.includes('evil\ufffd[2J\ufffdname'));
});

test('a failed step says why, with the remedy', (t) => {
  const screen = story(120, 40);
  screen.recorder.add({
    ...step('2', 'failed'),
    detail: {
      message: 'no optIn within 10 s',
      expected: 'optIn',
      actual: 'requestID "0"',
      hint: 'copy the requestID of the oadrDistributeEvent, as rule 42 asks',
      file: 'peak.json',
      line: 14,
    },
  });
  const text = screen.text();
  t.regex(text, /✗ expect peak optIn/);
  for (const part of [
    'no optIn within 10 s',
    'expected: optIn',
    'actual:   requestID "0"',
    'try: copy the requestID of the',
    'rule 42 asks',
    '--> peak.json:14',
  ]) {
    t.true(text.includes(part), part);
  }
});

test('a repeated empty answer is shown as it was, also after an event went out by poll', async (t) => {
  const screen = uiScreen(120, 40);
  const out = { dir: 'out', status: 200 } as const;
  const empty = screen.recorder.message({ ...out, name: 'oadrResponse', body: response() });
  screen.recorder.message({ ...out, name: 'oadrDistributeEvent', body: createdEvent('optIn') });
  screen.recorder.message({ ...out, name: 'oadrResponse', same: empty.seq, size: empty.size });
  for (let tab = 0; tab < 2; tab++) {
    const shown = inspector(screen);
    t.true(shown.includes('responseCode'), shown);
    t.false(shown.includes('optType'), shown);
    await screen.keys('2', 'enter', 'right');
  }
  await screen.keys('q', 'f', ...'optIn', 'enter');
  t.is(screen.ui.messages.length, 1);
});

/** The rows of the inspector below its title. */
function inspector(screen: ReturnType<typeof uiScreen>): string {
  const rows = screen.rows();
  return rows.slice(rows.findIndex((row) => row.includes('Findings')) + 1, -1).join('\n');
}

test('the verdict replaces the clock', (t) => {
  const screen = story(80, 24);
  screen.recorder.add({
    kind: 'verdict',
    scenario: 'Peak: two-step shed',
    file: 'peak.json',
    verdict: 'failed',
    reason: 'expect peak optIn',
    expectations: { passed: 1, failed: 1, skipped: 2 },
  });
  t.regex(screen.rows()[0] ?? '', /✗ FAILED 1\/4 +1 ✗/);
  screen.ui.columns = 200;
  t.regex(screen.rows()[0] ?? '', /✗ FAILED \(1 passed, 1 failed, 2 skipped\): expect peak optIn +http:/);
  screen.ui.columns = 120;
  t.regex(screen.rows()[0] ?? '', /✗ FAILED 1\/4 +http:/);
  screen.ui.columns = 60;
  t.regex(screen.rows()[0] ?? '', /✗ FAILED 1\/4 +1 ✗/);
});
