import test from 'ava';
import { CommandError } from '../../src/bench/command.ts';
import type { UiScreen } from '../helpers/ui-screen.ts';
import { uiScreen } from '../helpers/ui-screen.ts';

const NAMES = { subject: 'CN=thermostat, O=Lab', issuer: 'CN=Lab RSA CA' };
const OLD = 'AA:AA:AA:AA:AA:AA:AA:AA:AA:AA';
const NEW = 'BB:BB:BB:BB:BB:BB:BB:BB:BB:BB';

/** A VEN that is bound to a certificate, and another one came. */
function changed(screen: UiScreen, venID = 'ven-1', renewal = true, subject = NAMES.subject): void {
  const { recorder } = screen;
  recorder.registered(venID, `box-${venID}`);
  const bound = { fingerprint: OLD, certificate: NAMES, cause: 'restored', state: 'registered' } as const;
  recorder.add({ kind: 'state', ven: venID, change: { what: 'ven', venID, ...bound } });
  const { exchange } = recorder.message({ ven: venID });
  const came = { presented: NEW, subject, issuer: NAMES.issuer, renewal };
  recorder.add({ kind: 'state', ven: venID, exchange, change: { what: 'certificate', venID, pinned: OLD, ...came } });
}

test('a changed certificate shows at its VEN, in the header and in the footer', async (t) => {
  const screen = uiScreen(80, 24);
  t.false((screen.rows().at(-1) ?? '').includes('certificate'));
  changed(screen);
  t.regex(screen.rows().at(-1) ?? '', / c certificate /);
  t.regex(screen.rows()[1] ?? '', /box-ven-1 +cert changed/);
  await screen.keys('1');
  t.regex(screen.text(), /box-ven-1 +cert changed/);
});

test('c shows both certificates and asks; y accepts the one that was shown', async (t) => {
  const screen = uiScreen(80, 24);
  changed(screen);
  await screen.keys('1', 'c');
  const text = screen.text();
  t.true(text.includes('box-ven-1 (ven-1): same subject and issuer: probably renewed'));
  t.true(text.includes(`bound to  ${OLD}  ${NAMES.subject}`));
  t.true(text.includes(`came      ${NEW}  ${NAMES.subject}`));
  t.true(text.includes('Accept the one that came?'));
  await screen.keys('n');
  t.deepEqual(screen.commands, []);
  await screen.keys('c', 'y');
  t.deepEqual(screen.commands, [{ command: { do: 'repin', vens: ['ven-1'], fingerprint: NEW }, by: 'key' }]);
  t.true(screen.text().includes(`certificate ${NEW} accepted for box-ven-1 (ven-1)`));
});

test("another device's certificate is asked for as such", async (t) => {
  const screen = uiScreen(120, 40);
  changed(screen, 'ven-1', false, 'CN=thief');
  await screen.keys('c');
  t.true(screen.text().includes('not of the same subject and issuer'));
  t.true(screen.text().includes("Bind box-ven-1 to another device's certificate?"));
});

test('c goes to the selected VEN, to that of the selected message elsewhere, else to the one that waits', async (t) => {
  const screen = uiScreen(80, 24);
  screen.recorder.registered('ven-0', 'calm');
  for (const venID of ['ven-1', 'ven-2']) changed(screen, venID);
  await screen.keys('1', 'g', 'j', 'c', 'y', 'j', 'c', 'y', 'g', 'c', 'y', '2', 'G', 'c', 'y');
  t.deepEqual(
    screen.commands.map(({ command }) => 'vens' in command && command.vens?.[0]),
    ['ven-1', 'ven-2', 'ven-2', 'ven-2'],
  );
});

test('nothing to accept is said, and a refusal with its remedy', async (t) => {
  const screen = uiScreen(80, 24);
  await screen.keys('c');
  t.true(screen.text().includes('no certificate waits to be accepted'));
  changed(screen);
  screen.refuse = new CommandError('certificate B is that of another VEN', { hint: 'forget it first' });
  await screen.keys('c', 'y');
  t.regex(screen.text(), /is that of another VEN; try: forget it first/);
});

test('with nobody registered the refused certificate fills the empty state with its remedy', (t) => {
  const screen = uiScreen(80, 24);
  const connection = 'c1';
  screen.recorder.add({
    kind: 'connection',
    connection,
    fact: { fact: 'opened', connection, address: '10.0.0.9', port: 9 },
  });
  const told = { cause: 'expired', message: `the certificate of ${NAMES.subject} ended on 2025-12-31` } as const;
  const remedy = 'give the device a new certificate: oadr-sim certs ven thermostat';
  screen.recorder.add({
    kind: 'connection',
    connection,
    fact: { fact: 'tlsRefused', connection, ...told, remedy, answer: '403' },
  });
  screen.ui.focus = 'vens';
  const text = screen.text();
  t.true(text.includes('last connection that came to nothing'));
  t.true(text.replace(/\s+/g, ' ').includes(`10.0.0.9 TLS: ${told.message}`));
  t.true(text.replace(/\s+/g, ' ').includes(`try ${remedy}`));
});

test('clock and signatures of a VEN, and the sign mode of the session', async (t) => {
  const screen = uiScreen(120, 40);
  const { recorder } = screen;
  recorder.add({
    kind: 'session',
    version: 1,
    program: 'oadr-sim',
    seed: 's',
    speed: 1,
    signatures: { mode: 'require', replayWindow: 300_000, certificates: [] },
  });
  recorder.registered();
  const ven = { what: 'ven', venID: 'ven-1', state: 'registered', cause: 'renewed', xmlSignature: true } as const;
  recorder.add({ kind: 'state', ven: 'ven-1', change: ven });
  const clock = { what: 'clock', venID: 'ven-1', offset: 7200, from: 'ReplayProtect' } as const;
  recorder.add({ kind: 'state', ven: 'ven-1', change: clock });
  t.true((screen.rows()[0] ?? '').includes('must sign'));
  recorder.message();
  t.regex(screen.text(), /its clock +\+7\.2 s against ours, by its ReplayProtect/);
  await screen.keys('1', 'z');
  t.regex(screen.text(), /thermostat .* \+7\.2 s +2\.0b pull signed/);
});
