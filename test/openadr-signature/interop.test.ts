import { randomUUID } from 'node:crypto';
import test from 'ava';
import { read } from '../../src/openadr/index.ts';
import { write } from '../../src/openadr/schema/write.ts';
import { sign, verify } from '../../src/openadr/signature/index.ts';
import { ECC, RSA } from './helpers/keys.ts';
import { C14N, METHODS, type Parts, POLL, REPLAY, reference, SHA1, template, x509 } from './helpers/template.ts';
import { askOpenleadr, openleadrAbsent, xmlsecAbsent, xmlsecSign, xmlsecVerdict } from './helpers/tools.ts';

const withXmlsec = xmlsecAbsent ? test.skip : test;
const withOpenleadr = openleadrAbsent ? test.skip : test;
const title = (text: string, absent: string | undefined) => (absent ? `${text}: skipped, ${absent}` : text);

const property = (id: { property?: string; properties?: string; object?: string }) => {
  const attribute = (value: string | undefined) => (value ? ` Id="${value}"` : '');
  return (
    `<ds:Object${attribute(id.object)}><ds:SignatureProperties${attribute(id.properties)}>` +
    `<ds:SignatureProperty${attribute(id.property)} Target="#sig">${REPLAY}</ds:SignatureProperty>` +
    '</ds:SignatureProperties></ds:Object>'
  );
};
const OADR =
  'xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07" xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"';

/** What xmlsec1 signs; whatever is allowed in it must be read as it reads it. */
const FORMS: Readonly<Record<string, Parts>> = {
  plain: {},
  'inherited xml:lang, xml:space and xml:base': {
    root: `${OADR} xml:lang="de" xml:space="preserve" xml:base="http://vtn.example/"`,
  },
  'processing instructions, comments, CDATA': {
    content: `\r\n<?go  on ?><!-- note -->${POLL.replace('VEN_1', 'VEN<!-- x -->_<![CDATA[1]]>')}<?end?>\n`,
  },
  'namespaces bound again': {
    content: POLL.replace('<oadr:oadrPoll', `<oadr:oadrPoll ${OADR} xmlns="urn:x" xmlns:unused="urn:y"`),
  },
  'SignedInfo with comments, in several lines': {
    canonicalization: `\n  <ds:CanonicalizationMethod Algorithm="${C14N}#WithComments"/><!-- kept -->\n  `,
  },
  'a Transform with comments': {
    references: [reference('#oadrSignedObject', { transforms: [`${C14N}#WithComments`] }), reference('#prop')],
    content: `<!-- left out all the same -->${POLL}`,
  },
  'no Transforms': {
    references: [reference('#prop', { transforms: [] }), reference('#oadrSignedObject', { transforms: [] })],
  },
  'digest SHA-1': { references: [reference('#oadrSignedObject', { digest: SHA1 }), reference('#prop')] },
  'SignatureProperties named': {
    objects: property({ properties: 'props' }),
    references: [reference('#oadrSignedObject'), reference('#props')],
  },
  'Object named': {
    objects: property({ object: 'object', property: 'prop' }),
    references: [reference('#oadrSignedObject'), reference('#object')],
  },
};

for (const [form, parts] of Object.entries(FORMS)) {
  withXmlsec(title(`signed by xmlsec1: ${form}`, xmlsecAbsent), (t) => {
    for (const signer of [RSA, ECC]) {
      const method = METHODS[signer === RSA ? 'rsa-sha256' : 'ecdsa-sha256'];
      const keyInfo = '<ds:KeyInfo><ds:X509Data/></ds:KeyInfo>';
      const unsigned = template({ method: `<ds:SignatureMethod Algorithm="${method}"/>`, keyInfo, ...parts });
      const result = verify(xmlsecSign(unsigned, signer), { trust: signer.publicKey });
      t.true(result.ok, JSON.stringify(result));
      if (!result.ok) return;
      t.is(result.certificate?.fingerprint256, signer.certificate.fingerprint256);
      t.like(result, { timestamp: Date.UTC(2026, 2, 1, 12), nonce: '1f2e3d', replayCovered: true });
      t.like(read(result.canonical).message, { name: 'oadrPoll', body: { venID: 'VEN_1' } });
    }
  });
}

for (const method of ['rsa-sha1', 'ecdsa-sha1'] as const) {
  withXmlsec(title(`signed by xmlsec1: ${method}`, xmlsecAbsent), (t) => {
    const signer = method === 'rsa-sha1' ? RSA : ECC;
    const unsigned = template({
      method: `<ds:SignatureMethod Algorithm="${METHODS[method]}"/>`,
      keyInfo: x509(signer),
    });
    const result = verify(xmlsecSign(unsigned, signer), { trust: signer.publicKey });
    t.is(result.ok && result.algorithms.signature, METHODS[method]);
  });
}

withXmlsec(title('signed by xmlsec1 with a KeyValue, RSA', xmlsecAbsent), (t) => {
  const method = `<ds:SignatureMethod Algorithm="${METHODS['rsa-sha256']}"/>`;
  const unsigned = template({ method, keyInfo: '<ds:KeyInfo><ds:KeyValue/></ds:KeyInfo>' });
  const signed = xmlsecSign(unsigned, RSA);
  t.true(signed.includes('Modulus'));
  t.true(verify(signed, { trust: ({ key }) => (key?.equals(RSA.publicKey) ? key : 'another') }).ok);
});

const messages = {
  poll: write({ name: 'oadrPoll', body: { venID: 'VEN & <1>' } }),
  'with an Id': write({ name: 'oadrPoll', body: { venID: 'VEN_1' }, id: 'oadrSignedObject' }),
  'default namespace': `<oadrPayload xmlns="http://openadr.org/oadr-2.0b/2012/07"><oadrSignedObject>\r\n<oadrPoll ei:schemaVersion="2.0b" xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"><ei:venID>1</ei:venID></oadrPoll>\n</oadrSignedObject></oadrPayload>`,
  'inherited xml:lang': `<?xml version="1.0"?><!-- c --><oadr:oadrPayload ${OADR} xml:lang="de">\n <oadr:oadrSignedObject ><!-- c -->${POLL}</oadr:oadrSignedObject></oadr:oadrPayload>`,
};

for (const [name, message] of Object.entries(messages)) {
  withXmlsec(title(`ours, verified by xmlsec1: ${name}`, xmlsecAbsent), (t) => {
    for (const signer of [RSA, ECC]) {
      const signed = sign(message, signer.key, signer.certificate, { timestamp: 1_772_366_400_000, nonce: 'a<b&c>\r' });
      t.is(xmlsecVerdict(signed, signer), undefined);
      t.is(xmlsecVerdict(signed.replace(/(venID>)/, '$1x'), signer)?.includes('2/2'), false);
    }
  });
}

withOpenleadr(title('signed by OpenLEADR', openleadrAbsent), (t) => {
  const questions: (string | object)[][] = [RSA, ECC].flatMap(({ name }) => [
    [name, 'oadrPoll', { ven_id: 'VEN_1' }],
    [
      name,
      'oadrResponse',
      { ven_id: 'VEN_1', response: { response_code: 200, response_description: 'OK', request_id: 'r' } },
    ],
    [name, 'oadrQueryRegistration', { request_id: 'r' }],
  ]);
  for (const [index, { message }] of askOpenleadr({ sign: questions }).entries()) {
    const signer = index < 3 ? RSA : ECC;
    const result = verify(Buffer.from(String(message)), { trust: signer.publicKey });
    t.true(result.ok, JSON.stringify(result));
    if (!result.ok) continue;
    t.true(questions[index]?.includes(read(result.canonical).message?.name ?? ''));
    t.true(result.replayCovered);
    t.regex(result.nonce, /^[\da-f]{32}$/);
    const forged = String(message).replace(/VEN_1|>r</, (all) => (all === '>r<' ? '>s<' : 'VEN_2'));
    t.like(verify(Buffer.from(forged), { trust: signer.publicKey }), { ok: false, refusal: { reason: 'digest' } });
  }
});

withOpenleadr(title('ours, verified by OpenLEADR', openleadrAbsent), (t) => {
  const signed = [RSA, ECC].flatMap(({ key, certificate }) =>
    // Its schema has no xml:lang on oadrPayload.
    [messages.poll, messages['with an Id'], messages['default namespace']].map((message) =>
      sign(message, key, certificate, { timestamp: Date.now(), nonce: randomUUID() }),
    ),
  );
  const forged = signed.map((message) => message.replace(/(ei:venID>)/, '$1x'));
  const answers = askOpenleadr({ verify: [...signed, ...forged] }).map(({ error }) => error);
  t.deepEqual(
    answers.slice(0, signed.length),
    signed.map(() => null),
  );
  t.true(answers.slice(signed.length).every((error) => /InvalidDigest|Digest mismatch/.test(String(error))));
});
