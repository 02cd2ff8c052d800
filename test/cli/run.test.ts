import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { folder, oadrSim, start } from '../helpers/cli.ts';

const PEAK = fileURLToPath(new URL('../../scenarios/peak.json', import.meta.url));
const SPEEDY = ['--ven', 'sim', '--ui', 'plain', '--port', '0', '--speed', '8'];

function records(cwd: string): { kind: string; [field: string]: unknown }[] {
  const text = readFileSync(join(cwd, '.oadr-sim/last.ndjson'), 'utf8').trimEnd();
  return text.split('\n').map((line) => JSON.parse(line) as { kind: string });
}

test.serial(
  'the main job passes with a simulated VEN: exit 0, the address on a line of its own, a record',
  async (t) => {
    const cwd = folder();
    const { code, stdout } = await oadrSim(['run', PEAK, ...SPEEDY], { cwd });
    t.is(code, 0, stdout);
    t.regex(stdout, /^listening http:\/\/127\.0\.0\.1:\d+\/OpenADR2\/Simple\/2\.0b$/m);
    t.regex(stdout, /^PASSED Peak: two-step shed {2}\(expectations: 3 passed, 0 failed, 0 skipped\)$/m);
    const all = records(cwd);
    t.is(all.at(-1)?.kind === 'verdict' || all.some((record) => record.kind === 'verdict'), true);
    t.deepEqual(
      all.map((record) => record.seq),
      all.map((_, index) => index),
    );
    t.true(existsSync(join(cwd, '.oadr-sim/state.json')));
  },
);

test.serial('the previous record is kept beside the new one', async (t) => {
  const cwd = folder();
  for (const _ of [1, 2]) t.is((await oadrSim(['run', PEAK, ...SPEEDY], { cwd })).code, 0);
  t.true(existsSync(join(cwd, '.oadr-sim/last-1.ndjson')));
});

test.serial('a device that opts out fails it: exit 1, with the place in the file', async (t) => {
  const cwd = folder();
  const scenario = readFileSync(PEAK, 'utf8').replace(
    '"dut": {}',
    '"dut": { "simulated": { "personality": "opts-out" } }',
  );
  writeFileSync(join(cwd, 'peak.json'), scenario);
  const { code, stdout } = await oadrSim(['run', 'peak.json', ...SPEEDY], { cwd });
  t.is(code, 1, stdout);
  t.regex(stdout, /^failed: expect peak optIn/m);
  t.regex(stdout, /--> peak\.json:\d+:\d+ {2}step 3, VEN dut/);
  t.regex(stdout, /expected: optIn\n {2}actual: {3}optOut/);
  t.regex(stdout, /skipped: step 3 failed/);
});

test.serial('an invalid scenario is exit 3, before anything starts', async (t) => {
  const cwd = folder();
  writeFileSync(
    join(cwd, 'bad.json'),
    '{ "name": "x", "vens": { "dut": {} }, "timeout": "PT1M", "steps": [{ "do": "evnt" }] }',
  );
  const { code, stdout, stderr } = await oadrSim(['run', PEAK, 'bad.json', ...SPEEDY], { cwd });
  t.is(code, 3);
  t.is(stdout, '');
  t.regex(stderr, /--> bad\.json:1:\d+/);
  t.regex(stderr, /"event"/);
});

test.serial('a file that is not there is exit 3', async (t) => {
  const { code, stderr } = await oadrSim(['run', 'missing.json', ...SPEEDY]);
  t.is(code, 3);
  t.regex(stderr, /missing\.json cannot be read/);
});

test.serial('a scenario from standard input', async (t) => {
  const { code, stdout } = await oadrSim(['run', '-', ...SPEEDY, '--record', 'none'], {
    input: readFileSync(PEAK, 'utf8'),
  });
  t.is(code, 0, stdout);
});

test.serial('--set of a name that no scenario knows is wrong usage', async (t) => {
  const { code, stderr } = await oadrSim(['run', PEAK, ...SPEEDY, '--set', 'lvel=2']);
  t.is(code, 2);
  t.regex(stderr, /--set lvel: no scenario has that name/);
});

test.serial('an empty folder is exit 3', async (t) => {
  const { code, stderr } = await oadrSim(['run', '.', ...SPEEDY]);
  t.is(code, 3);
  t.regex(stderr, /no scenario in \./);
});

test.serial('a taken port is exit 4 with a remedy', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const { code, stderr } = await oadrSim(['run', PEAK, '--ven', 'sim', '--ui', 'plain', '--port', String(port)]);
  t.is(code, 4);
  t.regex(stderr, new RegExp(`${port}`));
  t.regex(stderr, /^try: .*--port 0/m);
  await new Promise((resolve) => server.close(resolve));
});

test.serial('a state file in use is exit 4 with a remedy', async (t) => {
  const cwd = folder();
  const first = start(['serve', '--ui', 'plain', '--port', '0', '--record', 'none'], { cwd });
  await first.line(/^listening /);
  const { code, stderr } = await oadrSim(['run', PEAK, ...SPEEDY], { cwd });
  t.is(code, 4);
  t.regex(stderr, /^try: .*--state <other> or --ephemeral/m);
  first.child.kill('SIGTERM');
  t.is((await first.finished).code, 143);
});

test.serial('no VEN within --wait: the bench could not run, exit 4', async (t) => {
  const cwd = folder();
  const scenario = readFileSync(PEAK, 'utf8').replace(/\{ "do": "expect", "that": "registered".*\n/, '');
  writeFileSync(join(cwd, 'peak.json'), scenario);
  const { code, stdout } = await oadrSim(
    ['run', 'peak.json', '--ui', 'plain', '--port', '0', '--wait', '1s', '--record', 'none'],
    { cwd },
  );
  t.is(code, 4, stdout);
  t.regex(stdout, /^ERROR Peak/m);
});

for (const [signal, expected] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test.serial(
    `${signal} finishes the record after the teardown, and tells nothing false: exit ${expected}`,
    async (t) => {
      const cwd = folder();
      const running = start(['run', PEAK, '--ven', 'sim', '--ui', 'plain', '--port', '0'], { cwd });
      await running.line(/✓ expect peak optIn/);
      running.child.kill(signal);
      const { code, stdout } = await running.finished;
      t.is(code, expected, stdout);
      t.regex(stdout, /^INTERRUPTED Peak/m);
      const all = records(cwd);
      t.true(all.some((record) => record.kind === 'verdict' && record.verdict === 'interrupted'));
      t.true(all.some((record) => record.kind === 'step' && record.state === 'skipped'));
      t.true(
        all.some((record) => record.kind === 'state' && JSON.stringify(record.change).includes('"cancelled"')),
        'the teardown cancels the event',
      );
    },
  );
}

test.serial('a reader that goes away ends the output, not the run', async (t) => {
  const cwd = folder();
  const running = start(['run', PEAK, ...SPEEDY], { cwd });
  await running.line(/^listening /);
  running.child.stdout?.destroy();
  const { code } = await running.finished;
  t.is(code, 0);
  t.true(records(cwd).some((record) => record.kind === 'verdict' && record.verdict === 'passed'));
});

test.serial('--list and --grep choose by name and tag; nothing chosen is exit 3', async (t) => {
  const scenarios = fileURLToPath(new URL('../../scenarios', import.meta.url));
  const listed = await oadrSim(['run', scenarios, '--list', '--grep', 'registration']);
  t.is(listed.code, 0);
  t.regex(listed.stdout, /registration\.json/);
  t.notRegex(listed.stdout, /peak\.json/);
  t.is((await oadrSim(['run', scenarios, '--list', '--grep', 'nothing like it'])).code, 3);
});

test.serial('-q prints failures and the summary only', async (t) => {
  const { code, stdout } = await oadrSim(['run', PEAK, ...SPEEDY, '-q', '--record', 'none']);
  t.is(code, 0);
  t.notRegex(stdout, /oadrPoll/);
  t.regex(stdout, /^PASSED /m);
});
