import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Check } from '../../src/cli/doctor/check.ts';
import { clockCheck } from '../../src/cli/doctor/clock.ts';
import { addressChecks, addressesOf, deviceHosts, portCheck } from '../../src/cli/doctor/network.ts';
import { engines, nodeCheck, openFilesCheck } from '../../src/cli/doctor/runtime.ts';
import { diskCheck, recordCheck, stateCheck } from '../../src/cli/doctor/storage.ts';
import { terminalChecks } from '../../src/cli/doctor/terminal.ts';
import { doctorLines } from '../../src/cli/doctor.ts';
import { createStyle } from '../../src/report/style.ts';
import { Lock } from '../../src/store/lock.ts';
import { folder, oadrSim } from '../helpers/cli.ts';

/** How a check ended, what it said and what it advised. */
function is(
  t: ExecutionContext,
  check: Check | undefined,
  state: Check['state'],
  message: RegExp,
  remedy?: RegExp,
): void {
  t.is(check?.state, state, JSON.stringify(check));
  t.regex(check?.message ?? '', message);
  if (remedy) t.regex(check?.remedy ?? '', remedy);
  else t.is(check?.remedy, undefined);
}

/** A port of this machine that somebody has. */
async function taken(t: ExecutionContext): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function at(address: string, internal = false): NetworkInterfaceInfo {
  const common = { address, netmask: '', mac: '', internal, cidr: null };
  return address.includes(':') ? { ...common, family: 'IPv6', scopeid: 0 } : { ...common, family: 'IPv4' };
}

const NETWORKS = {
  lo: [at('127.0.0.1', true), at('::1', true)],
  eth0: [at('192.168.1.10'), at('fd00::10'), at('fe80::1')],
  wlan0: [at('10.0.0.7')],
};

const PLACE = { host: '127.0.0.1', port: 8080, secure: false };

test('Node: the version of the package, or newer', (t) => {
  is(t, nodeCheck('20.19.0', engines()), 'ok', /^version 20\.19\.0/);
  is(t, nodeCheck('24.1.0', '>=20.19'), 'ok', /24/);
  is(t, nodeCheck('20.9.1', '>=20.19'), 'failure', /20\.9\.1 is too old: >=20\.19 is wanted/, /Node 24/);
  is(t, nodeCheck('18.20.0', '>=20.19'), 'failure', /too old/, /install/);
});

test('port: free, taken, not an address of this machine', async (t) => {
  const port = await taken(t);
  is(t, await portCheck({ ...PLACE, port }), 'failure', /is taken$/, new RegExp(`--port ${port + 1}, .*:${port}`));
  is(t, await portCheck({ ...PLACE, host: '192.0.2.77', port }), 'failure', /no address of this machine/, /--host/);
  is(t, await portCheck({ ...PLACE, host: '127.0.0.9', port }), 'ok', /is free$/);
  // It was given back.
  is(t, await portCheck({ ...PLACE, host: '127.0.0.9', port }), 'ok', /is free$/);
  is(t, await portCheck({ ...PLACE, port: 0 }), 'info', /a device must be told anew/, /--port 8080/);
  is(t, await portCheck({ ...PLACE, port: 0, secure: true }), 'info', /a device must be told anew/, /--port 8443/);
  is(t, await portCheck({ ...PLACE, host: '192.0.2.77', port: 0 }), 'failure', /no address of this machine/, /--host/);
});

test('address: where a free port is picked, the URL has a place for it', (t) => {
  const told = addressChecks({ ...PLACE, host: '0.0.0.0', port: 0 }, NETWORKS).map(({ message }) => message);
  t.true(
    told.some((message) => message.startsWith('http://192.168.1.10:<port>/OpenADR2/')),
    told.join('\n'),
  );
  t.false(told.some((message) => message.includes(':0/')));
});

test('address: the URLs to type into a device; loopback is this machine only', (t) => {
  const [local, ...none] = addressChecks({ ...PLACE, prefix: '/x/' }, NETWORKS);
  const url = /^this machine only: http:\/\/127\.0\.0\.1:8080\/x\/OpenADR2\/Simple\/2\.0b$/;
  is(
    t,
    local,
    'info',
    url,
    /--host 0\.0\.0\.0, or .*192\.168\.1\.10 \(eth0\), fd00::10 \(eth0\), 10\.0\.0\.7 \(wlan0\)$/,
  );
  t.deepEqual(none, []);
  const all = addressChecks({ host: '::', port: 8443, secure: true }, NETWORKS);
  t.deepEqual(
    all.map(({ state, message }) => `${state} ${message}`),
    ['192.168.1.10', '[fd00::10]', '10.0.0.7'].map(
      (host) => `ok https://${host}:8443/OpenADR2/Simple/2.0b (${host === '10.0.0.7' ? 'wlan0' : 'eth0'})`,
    ),
  );
  const [first, second, open] = addressChecks({ ...PLACE, host: '0.0.0.0' }, NETWORKS);
  is(t, first, 'ok', /192\.168\.1\.10/);
  is(t, second, 'ok', /10\.0\.0\.7/);
  is(t, open, 'warning', /plain HTTP/, /--tls/);
  const [alone] = addressChecks({ ...PLACE, host: '0.0.0.0', secure: true }, { lo: NETWORKS.lo });
  is(t, alone, 'failure', /no device can reach it/, /network/);
  t.deepEqual(deviceHosts('bench.local', NETWORKS), ['bench.local']);
});

test('a name: judged with its addresses; one that is loopback here is this machine only', async (t) => {
  const named = { ...PLACE, host: 'bench.local', secure: true };
  t.deepEqual(deviceHosts('bench.local', NETWORKS, ['10.0.0.7', '127.0.1.1']), ['bench.local', '10.0.0.7']);
  t.deepEqual(
    addressChecks(named, NETWORKS, ['10.0.0.7']).map(({ state, message }) => `${state} ${message}`),
    ['ok https://bench.local:8080/OpenADR2/Simple/2.0b', 'ok https://10.0.0.7:8080/OpenADR2/Simple/2.0b (wlan0)'],
  );
  const [alone, ...none] = addressChecks(named, NETWORKS, ['127.0.1.1', '10.0.0.7']);
  is(t, alone, 'info', /^this machine only: https:\/\/bench\.local:8080\/\S+ \(127\.0\.1\.1\)$/, /for devices --host/);
  t.deepEqual(none, []);
  t.true((await addressesOf('localhost')).some((address) => address === '127.0.0.1' || address === '::1'));
  t.deepEqual(await addressesOf('10.0.0.7'), []);
  t.deepEqual(await addressesOf('no.such.name.invalid'), []);
});

test('state file: writable, held, damaged, of a newer version, a file where its folder should be', async (t) => {
  const cwd = folder();
  const state = join(cwd, 'a/b/state.json');
  is(t, await stateCheck(state), 'ok', /can be written/);
  t.deepEqual(readdirSync(cwd), [], 'nothing is left behind');
  is(t, await stateCheck(undefined), 'info', /none is kept/);
  mkdirSync(join(cwd, 'a/b'), { recursive: true });
  writeFileSync(state, '{"version":1,"vens":[]}');
  is(t, await stateCheck(state), 'ok', /is free, and knows 0 VENs/);
  t.deepEqual(readdirSync(join(cwd, 'a/b')), ['state.json']);
  const lock = Lock.acquire(state);
  is(t, await stateCheck(state), 'failure', /in use/, /--state <other> or --ephemeral/);
  lock.release();
  writeFileSync(state, '{"version":1,');
  is(t, await stateCheck(state), 'warning', /is damaged/, /--state/);
  writeFileSync(state, '{"version":99,"vens":[]}');
  is(t, await stateCheck(state), 'failure', /newer/, /./);
  is(t, await stateCheck(join(state, 'c/state.json')), 'failure', /cannot be written: /, /--ephemeral/);
});

test('record: writable, none, a folder, a file where its folder should be', async (t) => {
  const cwd = folder();
  is(t, await recordCheck(join(cwd, 'new/last.ndjson')), 'ok', /can be written/);
  t.deepEqual(readdirSync(cwd), []);
  is(t, await recordCheck('none'), 'info', /none is written/);
  is(t, await recordCheck(cwd), 'failure', /is a folder/, /--record .*last\.ndjson$/);
  writeFileSync(join(cwd, 'file'), '');
  is(
    t,
    await recordCheck(join(cwd, 'file/last.ndjson')),
    'failure',
    /cannot be written: .*is no folder/,
    /--record none/,
  );
});

test('disk: room for a record, less than one, none', async (t) => {
  const file = join(folder(), 'not/there/last.ndjson');
  is(t, await diskCheck(file, 1), 'ok', /GiB free in /);
  is(t, await diskCheck(file, 2 ** 30, async () => 2 ** 29), 'warning', /^0\.5 GiB free.*less/, /make room/);
  is(t, await diskCheck(file, 2 ** 20, async () => 2 ** 20), 'failure', /^only 0\.0 GiB/, /make room/);
});

test('open files: enough, too few, not told', (t) => {
  is(t, openFilesCheck(20_000), 'ok', /^20000$/);
  is(t, openFilesCheck(Number.POSITIVE_INFINITY), 'ok', /unlimited/);
  is(t, openFilesCheck(1024, 5000), 'warning', /permits 1024, enough for about 924 .* takes 5000/, /^ulimit -n 8192/);
  is(t, openFilesCheck(undefined), 'info', /cannot be told/);
});

test('clock: synchronised, not, not told', async (t) => {
  const now = Date.UTC(2027, 0, 2, 3, 4, 5);
  const asked: string[] = [];
  const says = (answer: string) => async (program: string, args: readonly string[]) => {
    asked.push([program, ...args].join(' '));
    return answer;
  };
  is(t, await clockCheck(now, says('NTPSynchronized=yes\n')), 'ok', /^it is 2027-01-02T03:04:05Z, synchronised$/);
  is(t, await clockCheck(now, says('NTPSynchronized=no\n')), 'warning', /not synchronised/, /timedatectl set-ntp true/);
  is(t, await clockCheck(now, says('')), 'info', /cannot be told/, /good clock/);
  is(t, await clockCheck(now, () => Promise.reject(new Error('ENOENT'))), 'info', /cannot be told/, /good clock/);
  t.is(asked[0], 'timedatectl show -p NTPSynchronized');
});

test('terminal: size, colours, UTF-8; none', (t) => {
  const facts = { terminal: true, columns: 80, rows: 24, depth: 8, env: { LANG: 'C.UTF-8' } };
  const [size, locale] = terminalChecks(facts);
  is(t, size, 'ok', /^80×24, 256 colours$/);
  is(t, locale, 'ok', /^C\.UTF-8$/);
  is(t, terminalChecks({ ...facts, columns: 79 })[0], 'warning', /^79×24 is small/, /--ui plain/);
  is(t, terminalChecks({ ...facts, rows: 23, depth: 1 })[0], 'warning', /wants 80×24/, /--ui plain/);
  is(t, terminalChecks({ ...facts, depth: 1 })[0], 'ok', /no colours/);
  is(t, terminalChecks({ ...facts, env: { LC_ALL: 'C', LANG: 'C.UTF-8' } })[1], 'warning', /^C: /, /--ascii/);
  is(t, terminalChecks({ ...facts, env: {} })[1], 'warning', /none is set/, /--ascii/);
  const [none, ...more] = terminalChecks({ ...facts, terminal: false });
  is(t, none, 'info', /plain lines/);
  t.deepEqual(more, []);
});

test('lines: the word is the signal, long ones are wrapped where a person reads, nothing steers the terminal', (t) => {
  const checks: Check[] = [
    { name: 'port', state: 'ok', message: '8080 is free' },
    {
      name: 'disk',
      state: 'warning',
      message: 'a name \u001b[31m of somebody, and many more words',
      remedy: 'make room',
    },
    { name: 'port', state: 'failure', message: 'taken', remedy: '--port 0' },
  ];
  t.deepEqual(doctorLines(checks, createStyle(false), 40), [
    'ok       port: 8080 is free',
    'warning  disk: a name �[31m of somebody,',
    '         and many more words',
    '         try: make room',
    'failure  port: taken',
    '         try: --port 0',
    '',
    '1 failure, 1 warning',
  ]);
  t.is(doctorLines(checks.slice(0, 1), createStyle(true), 80)[0], '\u001b[32mok\u001b[0m       port: 8080 is free');
  t.is(doctorLines(checks.slice(0, 1), createStyle(false), 80).at(-1), 'nothing stands in the way');
});

test('doctor ends with 0 or 4, 2 for wrong usage, prints JSON, and leaves nothing behind', async (t) => {
  const cwd = folder();
  const port = String(await taken(t));
  const [good, bad, wrong] = await Promise.all([
    oadrSim(['doctor', '--host', '127.0.0.8', '--port', port], { cwd }),
    oadrSim(['doctor', '--port', port, '--json'], { cwd }),
    oadrSim(['doctor', '--sign', 'on'], { cwd }),
  ]);
  t.is(good.code, 0, good.stdout + good.stderr);
  t.regex(good.stdout, /^ok {7}port: \d+ on 127\.0\.0\.8 is free$/m);
  t.is(good.stderr, '');
  t.is(bad.code, 4);
  const checks = JSON.parse(bad.stdout) as Check[];
  is(
    t,
    checks.find(({ name }) => name === 'port'),
    'failure',
    /is taken/,
    /--port/,
  );
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /nothing to sign with\ntry: --tls/);
  t.deepEqual(readdirSync(cwd), []);
});
