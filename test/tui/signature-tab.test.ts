import test from 'ava';
import { canonical } from '../../src/openadr/signature/c14n.ts';
import type { SignatureFacts } from '../../src/openadr/signature/index.ts';
import { uiScreen } from '../helpers/ui-screen.ts';
import { ECC } from '../openadr-signature/helpers/keys.ts';
import { POLL, reference, signTemplate, template, x509 } from '../openadr-signature/helpers/template.ts';

const GOOD = signTemplate(template({ keyInfo: x509(ECC) }), ECC);

async function opened(body: string | undefined, signature?: SignatureFacts, columns = 80) {
  const screen = uiScreen(columns, 40);
  screen.recorder.registered();
  screen.recorder.message({ ...(body !== undefined && { body }), ...(signature && { signature }) });
  await screen.keys('enter', 'right', 'right', 'right');
  return screen;
}

test('a message without signature has no such tab', async (t) => {
  const screen = await opened(undefined);
  t.is(screen.ui.tab, 'Findings');
  t.false(screen.text().includes('Signature'));
});

test('verdict, signer, method, time and clock; the bytes say the same again', async (t) => {
  const screen = await opened(GOOD, {
    verdict: 'holds',
    fingerprint: 'AA:BB',
    subject: 'CN=box',
    method: 'ecdsa-sha256',
    timestamp: Date.UTC(2026, 2, 1, 12),
    offset: 1200,
  });
  t.is(screen.ui.tab, 'Signature');
  const text = screen.text();
  t.regex(text, /verdict +holds: the message is what its signer sent/);
  t.regex(text, /signer +CN=box/);
  t.regex(text, /fingerprint +AA:BB/);
  t.regex(text, /method +ecdsa-sha256/);
  t.regex(text, /sent +2026-03-01 12:00:00\.000Z by its ReplayProtect/);
  t.regex(text, /clock +\+1\.2 s/);
  t.regex(text, /✓ value and digests hold/);
  t.regex(text, /whose that is, is not judged/);
});

test('a Signature without a fact in the record has the tab too', async (t) => {
  const screen = await opened(GOOD);
  t.regex(screen.text(), /verdict +none in the record/);
  t.regex(screen.text(), /signer +.*CN=/);
});

test('a digest that does not fit: both readings below each other, marked where they part', async (t) => {
  const body = signTemplate(template({ keyInfo: x509(ECC), content: `<!--x-->${POLL}` }), ECC, {
    textOf: (element) => canonical(element, { comments: true }),
  });
  for (const columns of [80, 120]) {
    const screen = await opened(body, { verdict: 'refused' }, columns);
    const rows = screen.rows();
    const at = rows.findIndex((row) => row.includes('the readings part at 1:'));
    const [canonical = '', other = '', mark = ''] = rows.slice(at + (rows[at + 1]?.includes('canonical ') ? 1 : 2));
    const place = mark.indexOf('^');
    t.true(place > 20, mark);
    t.not(canonical[place], other[place]);
    t.is(canonical.slice(place - 5, place), other.slice(place - 5, place));
    t.true(other.includes('<!--x-->'));
  }
});

test('ReplayProtect that the signature does not cover is told beside what holds', async (t) => {
  const references = [reference('#oadrSignedObject')];
  const screen = await opened(signTemplate(template({ keyInfo: x509(ECC), references }), ECC));
  t.regex(screen.text(), /✓ value and digests hold/);
  t.regex(screen.text(), /the signature does not cover ReplayProtect/);
});

test('a message that lacks the signature due says so', async (t) => {
  const screen = await opened(undefined, { verdict: 'missing' });
  t.regex(screen.text(), /verdict +missing, where one was due/);
});

test('the next message without a signature shows its summary, and the tab comes back with the next signed one', async (t) => {
  const screen = await opened(GOOD);
  screen.recorder.message();
  await screen.keys(']');
  t.is(screen.ui.tab, 'Summary');
  await screen.keys('[');
  t.is(screen.ui.tab, 'Signature');
});
