import test from 'ava';
import { type Refusal, type Trust, verify } from '../../src/openadr/signature/index.ts';
import { ECC } from './helpers/keys.ts';
import { POLL, signTemplate, template, x509 } from './helpers/template.ts';

const good = signTemplate(template({ keyInfo: x509(ECC) }), ECC);
const MUCH = 4_000_000;
const keyValue = (modulus: string, exponent: string) =>
  `<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${modulus}</ds:Modulus><ds:Exponent>${exponent}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>`;
const takesAny: Trust = ({ key }) => key ?? 'none';

/** Bodies near the limits, made to cost time, stack or memory; each is answered, none throws. */
const BODIES: Record<string, [body: string, refusal: Partial<Refusal> | undefined]> = {
  'a SignatureValue of 3 MB': [
    good.replace(/<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${'A'.repeat(MUCH)}`),
    { reason: 'value' },
  ],
  'white space in a SignatureValue': [
    good.replace('<ds:SignatureValue>', `<ds:SignatureValue>${' '.repeat(MUCH)}`),
    undefined,
  ],
  'a DigestValue of 3 MB': [
    good.replace(/<ds:DigestValue>[^<]*/, `<ds:DigestValue>${'A'.repeat(MUCH)}`),
    { reason: 'value' },
  ],
  '200,000 References': [
    good.replace('</ds:SignedInfo>', `${'<ds:Reference/>'.repeat(200_000)}</ds:SignedInfo>`),
    { reason: 'frame', fault: 'shape' },
  ],
  '5,000 certificates': [
    good.replace(/(<ds:X509Certificate>.*<\/ds:X509Certificate>)/, (one) => one.repeat(5000)),
    { reason: 'key', fault: 'malformed' },
  ],
  'a certificate of 3 MB': [
    good.replace(/<ds:X509Certificate>[^<]*/, `<ds:X509Certificate>${'A'.repeat(MUCH)}`),
    { reason: 'key', fault: 'malformed' },
  ],
  'a modulus of 3 MB': [
    good.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, keyValue('B'.repeat(MUCH), 'AQAB')),
    { reason: 'key', fault: 'type' },
  ],
  'an exponent as long as its modulus': [
    good
      .replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, keyValue('B'.repeat(2728), 'B'.repeat(2728)))
      .replaceAll('ecdsa-sha256', 'rsa-sha256')
      .replace(/<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${'A'.repeat(2728)}`),
    { reason: 'value' },
  ],
  'namespaces of 60 kB each': [
    good.replace(
      '<ds:SignedInfo>',
      `<ds:SignedInfo ${Array.from({ length: 60 }, (_, n) => `xmlns:p${n}="urn:${'x'.repeat(60_000)}"`).join(' ')}>`,
    ),
    { reason: 'value' },
  ],
  'elements without end': [good.replace(POLL, '<a>'.repeat(5000)), { reason: 'unreadable', why: 'limit' }],
  'more than the limit': [good + ' '.repeat(MUCH + 200_000), { reason: 'unreadable', why: 'limit' }],
};
for (const [name, [body, refusal]] of Object.entries(BODIES)) {
  test(`answered: ${name}`, (t) => {
    const result = verify(Buffer.from(body), { trust: takesAny });
    t.like(result, refusal ? { ok: false, refusal } : { ok: true });
  });
}
