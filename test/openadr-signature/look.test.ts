import test from 'ava';
import { type Look, look, looksSigned, partingRows } from '../../src/openadr/signature/index.ts';
import { ECC, STRANGER } from './helpers/keys.ts';
import { POLL, signTemplate, template, x509 } from './helpers/template.ts';

const seen = (body: string): Look => look(Buffer.from(body));

test('a signature holds by the key that it brings along, whoever that is', (t) => {
  const strange = signTemplate(template({ keyInfo: x509(STRANGER) }), STRANGER);
  t.true(looksSigned(strange));
  const result = seen(strange);
  t.like(result, { holds: true, method: 'ecdsa-sha256', timestamp: Date.UTC(2026, 2, 1, 12) });
  t.is(result.signer?.fingerprint, STRANGER.certificate.fingerprint256.slice(-29));
  t.false(result.signer?.subject.includes('\n'));
});

test('without a key in KeyInfo nothing can be said, and with another one neither', (t) => {
  t.like(seen(signTemplate(template(), ECC)), { holds: false, finding: { rule: 514 } });
  const wrong = signTemplate(template({ keyInfo: x509(STRANGER) }), STRANGER).replace(
    /<ds:SignatureValue>..../,
    '<ds:SignatureValue>AAAA',
  );
  t.like(seen(wrong), { holds: false, finding: { rule: 514, severity: 'error' } });
});

test('a digest of another reading: both, and where they part', (t) => {
  const content = `<!-- by hand -->\n${POLL}`;
  const body = signTemplate(template({ keyInfo: x509(ECC), content }), ECC, {
    textOf: (element, text) => text.slice(element.start, element.end),
  });
  const { holds, parting } = seen(body);
  t.false(holds);
  t.is(parting?.other?.reading, 'received');
  const rows = parting && partingRows(parting, 60);
  if (!rows) return t.fail('no rows');
  t.is(rows.label, 'the text as it was sent');
  t.is(rows.canonical.slice(0, rows.at), rows.other.slice(0, rows.at));
  t.not(rows.canonical[rows.at], rows.other[rows.at]);
  t.true([rows.canonical, rows.other].every((row) => row.length <= 60 && !/[\n\r\t]/.test(row)));
});

test('a window at the beginning, and line and column of the place', (t) => {
  const canonical = 'a\nbcXd';
  const other = { reading: 'comments', text: 'a\nbcYd', parts: 4 } as const;
  t.deepEqual(partingRows({ canonical, other }, 20), {
    canonical: 'a\\nbcXd',
    other: 'a\\nbcYd',
    at: 5,
    line: 2,
    column: 3,
    label: 'the text with its comments',
  });
  t.is(partingRows({ canonical }, 20), undefined);
});

test('what has no Signature is not taken for signed', (t) => {
  t.false(looksSigned(`<a><oadrXmlSignature>true</oadrXmlSignature>Signature</a>`));
  t.true(looksSigned('<Signature xmlns="x">'));
});
