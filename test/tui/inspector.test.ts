import test from 'ava';
import { secured } from '../helpers/refused-connections.ts';
import { uiScreen } from '../helpers/ui-screen.ts';

test('Summary and HTTP tab tell what TLS agreed on, and with whom', async (t) => {
  const screen = uiScreen(100, 40);
  const connection = 'c5';
  const opened = { fact: 'opened', connection, address: '10.0.0.9', port: 9 } as const;
  screen.recorder.add({ kind: 'connection', connection, fact: opened });
  screen.recorder.add({ kind: 'connection', connection, fact: secured(connection) });
  screen.recorder.message({ connection });
  await screen.keys('enter');
  t.regex(screen.text(), /TLS +TLSv1\.2 ECDHE-ECDSA-AES128-SHA256, CN=box/);
  await screen.keys('right', 'right');
  t.is(screen.ui.tab, 'HTTP');
  t.regex(screen.text(), /TLS +TLSv1\.2 ECDHE-ECDSA-AES128-SHA256 *\n/);
  t.regex(screen.text(), /certificate +CN=box/);
});

test('on plain HTTP nothing is told of TLS', async (t) => {
  const screen = uiScreen(100, 40);
  screen.recorder.message();
  await screen.keys('enter');
  t.notRegex(screen.text(), /^ *TLS /m);
});

test('all tabs are there at 80 and at 120 columns, also where a name is long and a message signed', async (t) => {
  for (const columns of [60, 80, 120]) {
    const screen = uiScreen(columns, 40);
    screen.recorder.registered();
    screen.recorder.message({ name: 'oadrCanceledPartyRegistration', signature: { verdict: 'missing' } });
    await screen.keys('enter');
    const title = screen.rows().find((row) => row.includes('[Summary]')) ?? '';
    t.regex(title, /oadr.* \[Summary\] .*XML.*HTTP.*Signature.*Findings/);
  }
});

test('the answer that refuses a message says why in Summary and Findings', async (t) => {
  const screen = uiScreen(100, 40);
  const body = '403: the digest does not hold.\ntry: sign it anew\n';
  screen.recorder.message({ dir: 'out', status: 403, name: undefined, body });
  await screen.keys('enter');
  const summary = screen.text();
  t.true(summary.includes('403: the digest does not hold.') && summary.includes('try: sign it anew'), summary);
  t.false(summary.includes('no element could be read'));
  await screen.keys('right', 'right', 'right');
  t.is(screen.ui.tab, 'Findings');
  t.regex(screen.text(), /no findings[\s\S]*it refuses a message[\s\S]*403: the digest does not hold\./);
});

test('the log sends to the messages where all that was found stands with them', async (t) => {
  const screen = uiScreen(100, 40);
  const finding = { layer: 'rule', severity: 'error', rule: 514, message: 'no' } as const;
  screen.recorder.message({ findings: [finding, finding] });
  await screen.keys('5');
  t.regex(screen.text(), /nothing to tell beside messages; 2 findings stand with their messages: 2/);
});

test('the URL stands in one piece also in the narrow pane of VENs', async (t) => {
  const url = 'https://192.168.1.10:8443/OpenADR2/Simple/2.0b';
  const screen = uiScreen(120, 40, { url });
  screen.recorder.message({ ven: 'stranger' });
  t.true(screen.text().includes(url), screen.text());
});
