import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { folder, oadrSim, start } from '../helpers/cli.ts';
import { readReport } from '../helpers/html-report.ts';
import { envelope } from '../helpers/ui-records.ts';

const BENCH = ['--ui', 'plain', '--port', '0', '--ephemeral'];
const SPEEDY = [...BENCH, '--ven', 'sim', '--speed', '8'];
const HTML = ['--report', 'html=out/report.html'];

const REGISTERED = { do: 'expect', that: 'registered', within: 'PT30S' };

/** A folder with a scenario of these steps. */
function scenario(steps: readonly object[]): string {
  const cwd = folder();
  const plan = { name: 'Short & sweet', vens: { dut: {} }, timeout: 'PT2M', steps };
  writeFileSync(join(cwd, 's.json'), JSON.stringify(plan));
  return cwd;
}

function written(cwd: string) {
  const report = readReport(readFileSync(join(cwd, 'out/report.html'), 'utf8'));
  const dead = report.links.filter((link) => !report.ids.includes(link.slice(1)));
  return { ...report, dead };
}

test.serial('a run that passed is told by its report, also without a record', async (t) => {
  const cwd = scenario([REGISTERED]);
  const tmp = folder();
  const options = { cwd, env: { TMPDIR: tmp } };
  const { code, stdout } = await oadrSim(['run', 's.json', ...SPEEDY, '--record', 'none', ...HTML], options);
  t.is(code, 0, stdout);
  t.regex(stdout, /^report: out\/report\.html$/m);
  const { text, dead } = written(cwd);
  t.deepEqual(dead, []);
  for (const said of [
    'Short & sweet PASSED',
    'exit 0: passed (warnings too)',
    '1 passed, 0 failed, 0 skipped',
    'expect registered within 30s passed after',
    'dut online venID',
    '◀ from dut oadrCreatePartyRegistration',
    'none: plain HTTP',
  ])
    t.true(text.includes(said), `${said}\n${text}`);
  t.regex(text, /Program oadr-sim \d+\.\d+\.\d+, Node \d/);
  t.is(statSync(join(cwd, 'out/report.html')).mode & 0o777, 0o600);
  t.false(existsSync(join(cwd, '.oadr-sim')));
  t.deepEqual(
    readdirSync(tmp).filter((name) => name.startsWith('oadr-sim-')),
    [],
  );
});

test.serial('a run that failed: expected, actual and the place; the console says the same', async (t) => {
  const cwd = folder();
  const signals = [{ name: 'SIMPLE', type: 'level', intervals: [{ duration: 'PT1M', value: 1 }] }];
  const event = { do: 'event', id: 'x', set: { start: 'PT10S', signals } };
  const plan = { vens: { dut: { simulated: { personality: 'opts-out' } } }, name: 'Opts', timeout: 'PT2M' };
  const steps = [REGISTERED, event, { do: 'expect', event: 'x', opt: 'optIn', within: 'PT10S' }];
  writeFileSync(join(cwd, 's.json'), JSON.stringify({ ...plan, steps }));
  const { code, stdout } = await oadrSim(['run', 's.json', ...BENCH, '--speed', '8', ...HTML], { cwd });
  t.is(code, 1, stdout);
  const { text, html, dead } = written(cwd);
  t.deepEqual(dead, []);
  t.true(text.includes('Opts FAILED'), text);
  t.true(text.includes('exit 1: an expectation or a conformance check failed'));
  t.regex(text, /expected optIn actual optOut nearest record #\d+ exchange \w+/);
  t.regex(text, /s\.json:1:\d+, step 3/);
  t.regex(html, /<details class="in" id="r\d+" open="open">/, 'the nearest message is unfolded');
});

test.serial('an interrupted run: what was not run is not called failed', async (t) => {
  const cwd = scenario([
    { do: 'expect', that: 'registered', within: 'PT1M' },
    { do: 'wait', for: 'PT1M' },
  ]);
  const run = start(['run', 's.json', ...BENCH, '--ven', 'sim', ...HTML], { cwd });
  await run.line(/✓ expect registered/);
  run.child.kill('SIGINT');
  const { code, stdout } = await run.finished;
  t.is(code, 130, stdout);
  const { text } = written(cwd);
  t.true(text.includes('Short & sweet INTERRUPTED'), text);
  t.true(text.includes('exit 130: SIGINT'));
  t.true(text.includes('1 passed, 0 failed, 0 skipped'));
});

test.serial('serve, ended by a signal: a hostile venName is text', async (t) => {
  const cwd = folder();
  const serve = start(['serve', ...BENCH, ...HTML], { cwd });
  const [, url = ''] = await serve.line(/^listening (\S+)$/);
  const name = '<script>alert(1)</script>"\u202e\u009b31m';
  const escaped = name.replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const body = envelope(
    `<oadr:oadrCreatePartyRegistration ei:schemaVersion="2.0b"><pyld:requestID>q</pyld:requestID><oadr:oadrProfileName>2.0b</oadr:oadrProfileName><oadr:oadrTransportName>simpleHttp</oadr:oadrTransportName><oadr:oadrReportOnly>false</oadr:oadrReportOnly><oadr:oadrXmlSignature>false</oadr:oadrXmlSignature><oadr:oadrVenName>${escaped}</oadr:oadrVenName><oadr:oadrHttpPullModel>true</oadr:oadrHttpPullModel></oadr:oadrCreatePartyRegistration>`,
  );
  const answer = await fetch(`${url}/EiRegisterParty`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body,
  });
  t.is(answer.status, 200);
  t.is((await fetch(`${url}/nowhere`, { method: 'POST', body: 'x' })).status, 404);
  serve.child.kill('SIGTERM');
  const { code, stdout } = await serve.finished;
  t.is(code, 143, stdout);
  const { text, names, html } = written(cwd);
  t.true(text.includes('Bench session'));
  t.true(text.includes('exit 143: SIGTERM'));
  t.true(text.includes('<script>alert(1)</script>"⟨U+202E⟩⟨U+009B⟩31m'), text);
  t.false(names.has('script'));
  t.notRegex(html, /[\u202e\u009b]/);
  t.regex(text, /Connections that came to nothing 1 POST \S+\/nowhere → 404/);
});

test.serial('a refused TLS connection is told with cause and remedy', async (t) => {
  const cwd = folder();
  t.is((await oadrSim(['certs', 'init', 'lab'], { cwd })).code, 0);
  const serve = start(['serve', ...BENCH, '--tls', 'lab', ...HTML], { cwd });
  const [, port = ''] = await serve.line(/^listening https:\/\/[^:]+:(\d+)/);
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
    socket.on('data', () => {});
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
  serve.child.kill('SIGTERM');
  t.is((await serve.finished).code, 143);
  const { text } = written(cwd);
  t.regex(text, /plain HTTP came to the TLS port 127\.0\.0\.1 · .* cause plainHttp the device saw plain text/);
  t.regex(text, /try: give the device https:\/\/\S+: https, not http/);
  t.regex(text, /TLS profile openadr: .* VTN's certificates .*RSA 2048, .*ECC P-256/);
});

test.serial('a report that cannot be written is exit 4, before anything starts', async (t) => {
  const cwd = scenario([REGISTERED]);
  for (const [args, given] of [
    [['run', 's.json', ...SPEEDY], 's.json/a.html'],
    [['serve', ...BENCH], '.'],
  ] as const) {
    const { code, stdout, stderr } = await oadrSim([...args, '--report', `html=${given}`], { cwd });
    t.is(code, 4, stdout);
    t.is(stdout, '');
    t.regex(stderr, /^error: the report \S+ cannot be written: .* a folder\ntry: another path for --report$/m);
    t.deepEqual(readdirSync(cwd), ['s.json']);
  }
});

test.serial(
  'one that cannot be written any more is exit 4 at the end; the verdict on the console stands',
  async (t) => {
    const cwd = folder();
    const serve = start(['serve', ...BENCH, '--record', 'a.ndjson', '--report', 'html=late/report.html'], { cwd });
    await serve.line(/^listening /);
    writeFileSync(join(cwd, 'late'), 'a file is in the way');
    serve.child.kill('SIGTERM');
    const { code, stdout, stderr } = await serve.finished;
    t.is(code, 143, stderr);
    t.notRegex(stdout, /^report:/m);
    t.regex(stderr, /^error: the report late\/report\.html cannot be written: a part of the path is a file/m);
  },
);

test.serial('a run whose report cannot be written any more ends with 4', async (t) => {
  const cwd = scenario([REGISTERED]);
  // The record is made at the start, after the look at the report's path: it is in the way.
  const args = ['run', 's.json', ...SPEEDY, '--record', 'late', '--report', 'html=late/report.html'];
  const { code, stdout, stderr } = await oadrSim(args, { cwd });
  t.is(code, 4, stdout);
  t.regex(stdout, /^PASSED Short & sweet/m);
  t.regex(stderr, /^error: the report late\/report\.html cannot be written: a part of the path is a file/m);
});

for (const [given, says] of [
  ['junit=a.xml', /"junit" is no kind of report; write html=<file>, the only one/],
  ['html', /a report is a file; write html=<file>/],
  ['html=-', /a report is a file; write html=<file>/],
  ['html=s.json/../own.ndjson', /--report html=s\.json\/\.\.\/own\.ndjson would replace own\.ndjson/],
] as const) {
  test.serial(`wrong usage, before anything starts: --report ${given}`, async (t) => {
    const cwd = scenario([REGISTERED]);
    const args = ['run', 's.json', ...SPEEDY, '--record', 'own.ndjson', '--report', given];
    const { code, stdout, stderr } = await oadrSim(args, { cwd });
    t.is(code, 2, stderr);
    t.regex(stderr, says);
    t.is(stdout, '');
    t.deepEqual(readdirSync(cwd), ['s.json']);
  });
}

test.serial('record and state in one file are wrong usage', async (t) => {
  const cwd = scenario([REGISTERED]);
  const args = ['run', 's.json', ...SPEEDY.filter((arg) => arg !== '--ephemeral')];
  const { code, stderr } = await oadrSim([...args, '--state', './one', '--record', 'one'], { cwd });
  t.is(code, 2, stderr);
  t.regex(stderr, /--record one is the state file too/);
  t.deepEqual(readdirSync(cwd), ['s.json']);
});
