import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { folder } from '../helpers/cli.ts';
import { reportAbout, reportOf, reportOfFiles, SESSION } from '../helpers/html-report.ts';
import { EXPIRED, refusedConnections, secured } from '../helpers/refused-connections.ts';
import { envelope, poll, Recorder, response, T0 } from '../helpers/ui-records.ts';
import { RULE_42, tellStory } from '../helpers/ui-story.ts';

test('a session is told: what, who, findings with their places, messages', async (t) => {
  const { text, classes } = await reportAbout(tellStory);
  for (const said of [
    'Peak: two-step shed, without a verdict',
    'oadr-sim 0.1.0',
    'none: plain HTTP',
    'expect peak optIn not finished',
    'cancel peak not reached',
    'error rule 42 the requestID must be that of the oadrDistributeEvent',
    'line 7, column 7',
    'try: copy the requestID of the message that carried the event',
    'thermostat online venID ven-1 registration registered, r-ven-1 speaks 2.0b, simpleHttp, pull',
    'thermostat: optIn to version 0, wrongRequestID · far',
    'ev-charger: no answer, never delivered',
    '◀ from thermostat oadrCreatedEvent 1 finding optIn',
  ])
    t.true(text.includes(said), `${said}\n${text}`);
  t.true(classes.has('hit'), 'the line that the finding points to is marked');
});

test('the policy lets nothing in but its own style', async (t) => {
  const { policy, style, names, html } = await reportAbout(tellStory);
  const hash = createHash('sha256').update(style).digest('base64');
  t.is(policy, `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  for (const name of ['script', 'link', 'img', 'iframe', 'form']) t.false(names.has(name), name);
  t.notRegex(html, / (?:src|style|on\w+)="/);
  t.notRegex(style, /url\(|@import/);
});

test('links within lead somewhere, ids are unique', async (t) => {
  const { links, ids } = await reportAbout(tellStory);
  t.deepEqual(
    links.filter((link) => !ids.includes(link.slice(1))),
    [],
  );
  t.is(new Set(ids).size, ids.length);
});

test('a failed step says all that the console says, and its message is unfolded', async (t) => {
  const { text, html } = await reportAbout((to) => {
    to.add(SESSION);
    to.add({ kind: 'scenario', scenario: 'S', file: 's.json', state: 'started', steps: [] });
    const { seq } = to.message({ exchange: 'near', body: poll() });
    const detail = {
      message: 'waited 10s for optIn',
      ...{ file: 's.json', line: 20, column: 5, source: '    { "do": "expect" }', expected: 'optIn', actual: 'optOut' },
      ...{ exchange: 'near', seq, hint: 'look at the device', why: 'rule 36' },
    };
    to.add({ kind: 'step', scenario: 'S', step: '3', do: 'expect', title: 'expect peak', state: 'failed', detail });
    const expectations = { passed: 1, failed: 1, skipped: 0 };
    to.add({
      kind: 'verdict',
      scenario: 'S',
      file: 's.json',
      verdict: 'failed',
      reason: 'step 3 failed',
      expectations,
    });
  });
  for (const said of [
    'S FAILED',
    '1 passed, 1 failed, 0 skipped',
    'expected optIn actual optOut nearest record #2 exchange near why rule 36 where s.json:20:5, step 3',
    '20 | { "do": "expect" }',
    'try: look at the device',
  ])
    t.true(text.includes(said), `${said}\n${text}`);
  t.regex(html, /<details class="in idle" id="r2" open="open">/);
});

test('all scenarios of a suite are told, and the worst verdict is the title’s', async (t) => {
  const { text } = await reportAbout((to) => {
    to.add(SESSION);
    for (const [scenario, verdict] of [
      ['first', 'passed'],
      ['second', 'failed'],
      ['third', 'passed'],
    ] as const) {
      to.add({ kind: 'scenario', scenario, file: `${scenario}.json`, state: 'started', steps: [] });
      const expectations = { passed: 1, failed: verdict === 'failed' ? 1 : 0, skipped: 0 };
      to.add({ kind: 'verdict', scenario, file: `${scenario}.json`, verdict, expectations });
    }
  });
  t.true(text.includes('first and 2 more scenarios FAILED'), text);
  t.true(text.includes('3 passed, 1 failed, 0 skipped'));
  t.regex(text, /first PASSED .*second FAILED .*third PASSED/);
});

test('connections that came to nothing are told once each, with cause and remedy', async (t) => {
  const { text } = await reportAbout((to) => {
    to.add(SESSION);
    for (const [at, port] of [1, 2, 3].entries()) {
      const connection = `c${at}`;
      const tell = (fact: Parameters<typeof to.add>[0] & { kind: 'connection' }): void => void to.after(10).add(fact);
      tell({ kind: 'connection', connection, fact: { fact: 'opened', connection, address: '192.0.2.7', port } });
      const hello = { versions: ['TLSv1.2'], suites: ['AES256-SHA'], groups: ['P-384'] };
      tell({ kind: 'connection', connection, fact: { fact: 'hello', connection, hello } });
      const message = 'no common cipher suite: the device offers AES256-SHA';
      const words = { message, remedy: 'switch on AES128-SHA256' };
      const fact = { fact: 'tlsRefused', connection, cause: 'noSuite', ...words, answer: 'alert' } as const;
      tell({ kind: 'connection', connection, fact });
    }
  });
  t.true(text.includes('Connections that came to nothing 3'), text);
  t.regex(text, /192\.0\.2\.7 · 3 times, 12:00:00\.\d+ to 12:00:00\.\d+ cause noSuite the device saw alert/);
  t.true(text.includes('it offered TLSv1.2; AES256-SHA curves P-384'));
  t.true(text.includes('try: switch on AES128-SHA256'));
});

test('a VEN has what TLS agreed on with it', async (t) => {
  const { text } = await reportAbout((to) => {
    to.add(SESSION);
    const connection = 'c5';
    to.add({
      ...{ kind: 'connection', connection },
      fact: { fact: 'opened', connection, address: '10.0.0.9', port: 9 },
    });
    to.add({ kind: 'connection', connection, fact: secured(connection) });
    to.registered();
    to.message({ connection });
  });
  t.true(text.includes('TLS TLSv1.2, ECDHE-ECDSA-AES128-SHA256 presents CN=box'), text);
});

for (const answer of ['403', 'closed'] as const) {
  test(`a connection that TLS refuses stands in one place and counts once: ${answer}`, async (t) => {
    const { text } = await reportAbout((to) => {
      to.add(SESSION);
      for (const record of refusedConnections(answer)) to.add(record);
    });
    const [before = '', log = ''] = text.split(/ Log 0 messages/);
    t.is(before.split(EXPIRED.message).length - 1, 1, before);
    t.is(log.split(EXPIRED.message).length - 1, 1, log);
    t.true(
      before.includes('Findings 1 error, 0 warnings, 0 infos Among the errors: 1 connection that TLS refused .'),
      before,
    );
    t.true(before.includes('1, 1 of them in vain Findings 1 error, 0 warnings, 0 infos'), before);
  });
}

test('clocks and certificates of VENs, TLS and signatures of the session', async (t) => {
  const certificate = {
    ...{ subject: 'CN=vtn', issuer: 'CN=ca', fingerprint: 'AA:BB', key: 'RSA 2048' },
    ...{ notBefore: T0, notAfter: T0 + 86_400_000 },
  };
  const { text } = await reportAbout((to) => {
    const tls = {
      ...{ profile: 'openadr', about: 'TLS 1.2 with two suites', certificates: [certificate] },
      ...({ clientCertificates: 'required', rejectWith: 'handshake' } as const),
    };
    to.add({
      ...SESSION,
      ...{ tls, signatures: { mode: 'require', replayWindow: 300_000, certificates: [certificate] } },
    } as typeof SESSION);
    to.registered();
    const venID = 'ven-1';
    to.add({ kind: 'state', ven: venID, change: { what: 'clock', venID, offset: -12_300, from: 'ReplayProtect' } });
    const change = { what: 'certificate', venID, pinned: 'AA', presented: 'CC:DD', renewal: true } as const;
    to.add({ kind: 'state', ven: venID, change });
    to.message({ signature: { verdict: 'holds', method: 'ecdsa-sha256', offset: -12_300 } });
  });
  for (const said of [
    'profile openadr: TLS 1.2 with two suites',
    'required; bad ones get an alert',
    'CN=vtn, RSA 2048, 2026-01-01 to 2026-01-02, issued by CN=ca, fingerprint AA:BB',
    'require; ReplayProtect within 5 min 0 s either way',
    'Signed with the same certificates',
    '-12.3 s to ours, by ReplayProtect',
    'another one came and was refused: CC:DD , probably a renewal',
    'signature holds',
    'holds, ecdsa-sha256, -12.3 s to our clock',
  ])
    t.true(text.includes(said), `${said}\n${text}`);
});

test('of a long session the beginning, the end and what errors name are shown, with what was left out', async (t) => {
  const { text, ids, html } = await reportAbout((to) => {
    to.add(SESSION);
    for (let at = 1; at <= 6_000; at++) {
      to.after(1).message({ exchange: `x${at}`, body: poll(), findings: at === 3_000 ? [RULE_42] : [] });
    }
  });
  const shown = new Set(ids);
  for (const seq of [1, 500, 3_000, 4_501, 6_000]) t.true(shown.has(`r${seq}`), String(seq));
  for (const seq of [501, 2_999, 3_001, 4_500]) t.false(shown.has(`r${seq}`), String(seq));
  t.true(text.includes('Log 6000 messages'));
  t.true(text.includes('2499 messages left out here'), text.slice(0, 500));
  t.true(text.includes('1500 messages left out here'));
  t.true(html.length < 8_000_000, String(html.length));
});

test('a large body is cut with its size said, equal ones refer to the first', async (t) => {
  const values = '<ei:value>1</ei:value>'.repeat(10_000);
  const body = envelope(`<oadr:oadrUpdateReport>${values}</oadr:oadrUpdateReport>`);
  const { text, html } = await reportAbout((to) => {
    to.add(SESSION);
    to.message({ name: 'oadrUpdateReport', service: 'EiReport', body, size: body.length });
    to.message({ name: 'oadrUpdateReport', service: 'EiReport', same: 1, size: body.length });
  });
  t.regex(text, /Cut: the body has 215\.\d KiB; the record has all of it\./);
  t.true(text.includes('The same bytes as #1'), text.slice(-500));
  t.true(html.length < 500_000, String(html.length));
});

test('a body of another encoding, of bytes, and one that is not well-formed', async (t) => {
  const { text } = await reportAbout((to) => {
    to.add(SESSION);
    const utf16 = Buffer.from('\ufeff<a><b/></a>', 'utf16le');
    to.message({ body: { base64: utf16.toString('base64') }, size: utf16.length });
    to.message({ body: { base64: Buffer.from([0xff, 0x00, 0x41]).toString('base64') }, size: 3 });
    to.message({ body: '<a><b></a>', size: 10 });
    to.message({ body: '', size: 0 });
  });
  t.regex(text, /< a > < b \/> <\/ a >/);
  t.true(text.includes('000000 ff 00 41'));
  t.true(text.includes('Not well-formed: shown as it came.'));
  t.true(text.includes('No body.'));
});

test('elements nested beyond all measure are no flood of spaces', async (t) => {
  const { html } = await reportAbout((to) => {
    to.add(SESSION);
    to.message({ body: '<a>'.repeat(100_000), size: 300_000 });
  });
  t.true(html.length < 3_000_000, String(html.length));
});

test('headers that say who somebody is are left out', async (t) => {
  const { text, html } = await reportAbout((to) => {
    to.add(SESSION);
    to.message({ headers: ['Host', 'bench', 'authorization', 'Basic c2VjcmV0', 'Cookie', 'id=secret'] });
  });
  t.true(text.includes('Host: bench'));
  t.true(text.includes('authorization: (14 characters, left out)'), text);
  t.notRegex(html, /c2VjcmV0|id=secret/);
});

test('all parts of a record are read, and the session stands once', async (t) => {
  const cwd = folder();
  const files = [1, 2].map((part) => join(cwd, `${part}.ndjson`));
  const to = new Recorder();
  const session = to.add(SESSION);
  to.message({ name: 'oadrPoll' });
  const second = [session, to.after(5).message({ name: 'oadrCreatedEvent', service: 'EiEvent' })];
  writeFileSync(
    files[0] ?? '',
    to.records
      .slice(0, 2)
      .map((each) => `${JSON.stringify(each)}\n`)
      .join(''),
  );
  writeFileSync(files[1] ?? '', second.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const { text } = await reportOfFiles(files, { end: { code: 143, text: 'SIGTERM' }, fault: 'the disk is full' });
  t.true(text.includes('Log 2 messages'));
  t.true(text.includes('Records 3'));
  t.true(text.includes('exit 143: SIGTERM'));
  t.true(text.includes('the report is not whole: the disk is full'));
});

test('a VEN’s answers to an event are all told, in their order', async (t) => {
  const { text } = await reportAbout((to) => {
    tellStory(to);
    for (const [modificationNumber, optType] of [
      [1, 'optOut'],
      [2, 'optIn'],
    ] as const) {
      const about = { venID: 'ven-1', eventID: 'peak', modificationNumber, optType, requestID: 'r', exchange: 'x' };
      const how = { responseCode: '200', via: 'oadrCreatedEvent', match: 'matched', newest: true } as const;
      to.add({ kind: 'state', ven: 'ven-1', change: { what: 'response', ...about, ...how } });
    }
  });
  t.regex(text, /optIn to version 0, wrongRequestID, then optOut to version 1, then optIn to version 2 · far/);
});

test('what an operator did and what failed stand between the messages', async (t) => {
  const { text } = await reportAbout((to) => {
    to.add(SESSION);
    to.message();
    to.add({ kind: 'command', by: 'key', command: { do: 'cancel', eventID: 'peak' }, error: 'no such event' });
    to.message({ dir: 'out', name: 'oadrResponse', body: response(), status: 503 });
    to.add({ kind: 'log', level: 'error', source: 'record', message: 'the recording ended' });
  });
  t.regex(text, /oadrPoll .*key press: cancel refused: no such event .*oadrResponse HTTP 503/);
});

test('an empty record is no reason to fail', async (t) => {
  const { text } = await reportOf([]);
  t.true(text.includes('Bench session'));
  t.true(text.includes('No VEN came.'));
});

test('a body that was left out of a large report is not referred to, and the end of the session has its bodies', async (t) => {
  const body = (at: number): string => envelope(`<a>${'<ei:v>1</ei:v>'.repeat(2_500)}</a><b>${at}</b>`);
  const { text, html } = await reportAbout((to) => {
    to.add(SESSION);
    for (let at = 1; at <= 60; at++) to.message({ service: 'EiReport', name: 'a', body: body(at), size: 40_000 });
    to.message({ service: 'EiReport', name: 'a', same: 60, size: 40_000 });
  });
  t.true(text.includes('Left out (39.1 KiB): the report is large enough; the record has it.'));
  t.false(text.includes('The same bytes as'));
  t.true(html.length < 8_000_000, String(html.length));
});
