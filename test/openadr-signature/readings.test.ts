import { createHash } from 'node:crypto';
import test from 'ava';
import { canonical } from '../../src/openadr/signature/c14n.ts';
import type { SourceElement } from '../../src/openadr/signature/document.ts';
import { type Reading, type Refusal, refusalFinding, verify } from '../../src/openadr/signature/index.ts';
import { ECC } from './helpers/keys.ts';
import { POLL, reference, SHA1, type Signing, signTemplate, template } from './helpers/template.ts';

type Digest = Extract<Refusal, { reason: 'digest' }>;

/** The refusal of a message with white space, a comment and namespaces around it, digested in some other way. */
function refusalOf(signing: Signing, references = [reference('#oadrSignedObject')], content = CONTENT): Digest {
  const body = signTemplate(template({ content, references }), ECC, signing);
  const result = verify(Buffer.from(body), { trust: ECC.publicKey });
  if (result.ok || result.refusal.reason !== 'digest') throw new Error('its digest must be refused');
  return result.refusal;
}

const CONTENT = `\n  <!-- note -->${POLL}\n`;

type TextOf = NonNullable<Signing['textOf']>;
const only = (element: SourceElement): SourceElement => {
  const inner = element.children.find((child) => typeof child !== 'string' && child.kind === 'element');
  if (typeof inner !== 'object' || inner.kind !== 'element') throw new Error('no element');
  return inner;
};
const rootOf = ({ parent }: SourceElement): SourceElement => {
  if (!parent) throw new Error('no root');
  return parent;
};
const signatureOf = (element: SourceElement): SourceElement => only(rootOf(element));

/** What its sender is told of each reading. */
const WORDS: Readonly<Record<Exclude<Reading, 'canonical'>, readonly [what: string, hint: string]>> = {
  received: ['the text as it was sent', 'canonicalise the text before its digest is made'],
  exclusive: [
    'the element in exclusive C14N',
    'canonicalise by C14N 1.0, the inclusive one: all namespaces that are in scope stand in the start tag',
  ],
  alone: ['the element taken alone', 'take the namespaces and xml: attributes from around the element into the digest'],
  comments: ['the text with its comments', 'leave comments out of the digest, as a same-document Reference does'],
  compact: [
    'the element without the white space between its elements',
    'send the message with the white space that it is signed with: none, or all of it',
  ],
  crlf: [
    'the text with CR LF at the ends of its lines',
    'use LF alone at the ends of lines when the digest is made: a reader of XML makes LF of CR LF',
  ],
  content: [
    'what stands within the element',
    'take the element that the URI names into the digest, from its start tag to its end tag',
  ],
  document: [
    'the whole document without its Signature',
    'take the element that the URI names into the digest, and nothing around it',
  ],
};

/** How a sender comes to a reading. */
const SENDERS: readonly (readonly [Exclude<Reading, 'canonical'>, TextOf])[] = [
  ['received', ({ start, end }, text) => text.slice(start, end)],
  ['exclusive', (element) => canonical(element, { exclusive: true })],
  ['alone', (element) => canonical(element, { inherit: false })],
  ['comments', (element) => canonical(element, { comments: true })],
  ['compact', (element) => canonical(element).replace(/>\s+</g, '><')],
  ['compact', (element) => canonical(element, { exclusive: true }).replace(/>\s+</g, '><')],
  ['crlf', (element) => canonical(element).replaceAll('\n', '\r\n')],
  ['crlf', (element) => canonical(element, { exclusive: true }).replaceAll('\n', '\r\n')],
  ['crlf', (element) => canonical(element).replaceAll('\n', '&#xD;\n')],
  ['content', (element) => canonical(element).replace(/^<[^>]*>|<[^>]*>$/g, '')],
  ['content', (element) => canonical(only(element))],
  ['content', (element) => canonical(only(element), { exclusive: true })],
  ['content', (element) => canonical(only(element), { inherit: false })],
  ['content', (element, text) => text.slice(only(element).start, only(element).end)],
  ['document', (element) => canonical(rootOf(element), { without: signatureOf(element) })],
  ['document', (element) => canonical(rootOf(element), { without: signatureOf(element), exclusive: true })],
  ['document', (_, text) => text.replace(/<ds:Signature .*<\/ds:Signature>/s, '')],
];

for (const [index, [reading, textOf]] of SENDERS.entries()) {
  test(`a digest of another reading is told as that: ${reading} (${index})`, (t) => {
    const refusal = refusalOf({ textOf });
    t.like(refusal.other, { reading, hash: undefined, hex: undefined });
    const { canonical: ours, other } = refusal;
    const { text = '', parts = -1 } = other ?? {};
    t.is(createHash('sha256').update(text).digest('base64'), refusal.expected);
    t.is(ours.slice(0, parts), text.slice(0, parts));
    t.not(ours[parts], text[parts]);
    const [what, hint] = WORDS[reading];
    const finding = refusalFinding(refusal);
    t.is(finding.message, `the digest of #oadrSignedObject is not that of its canonical text, but of ${what}`);
    t.is(finding.hint, hint);
    t.true(finding.expected?.startsWith(`${refusal.expected} (SHA-256 of what was signed: "`));
    t.true(finding.actual?.startsWith(`${refusal.actual} (SHA-256 of the canonical text: "`));
  });
}

const digest = (text: string, hash: string, encoding: 'base64' | 'hex') =>
  createHash(hash).update(text).digest(encoding);
const USE_256 = 'use SHA-256 for the digest, or let DigestMethod say SHA-1';
const BASE64 = 'write the bytes of the digest in base64, not their hexadecimal digits';
const WRITTEN: Record<string, [Signing, references: string[], other: object, message: string, hint: string]> = {
  'SHA-1 under SHA-256': [
    { digestOf: (text) => digest(text, 'sha1', 'base64') },
    [reference('#oadrSignedObject')],
    { reading: 'canonical', hash: 'sha1', parts: undefined },
    'the digest of #oadrSignedObject is made by SHA-1, where DigestMethod says SHA-256',
    USE_256,
  ],
  'SHA-256 under SHA-1': [
    { digestOf: (text) => digest(text, 'sha256', 'base64') },
    [reference('#oadrSignedObject', { digest: SHA1 })],
    { reading: 'canonical', hash: 'sha256' },
    'the digest of #oadrSignedObject is made by SHA-256, where DigestMethod says SHA-1',
    'use SHA-1 for the digest, or let DigestMethod say SHA-256',
  ],
  hexadecimal: [
    { digestOf: (text, hash) => digest(text, hash, 'hex') },
    [reference('#oadrSignedObject')],
    { reading: 'canonical', hex: true },
    'the digest of #oadrSignedObject is written in hexadecimal digits',
    BASE64,
  ],
  'hexadecimal in base64': [
    { digestOf: (text, hash) => Buffer.from(digest(text, hash, 'hex')).toString('base64') },
    [reference('#oadrSignedObject')],
    { reading: 'canonical', hex: true },
    'the digest of #oadrSignedObject is written in hexadecimal digits',
    BASE64,
  ],
  'all at once': [
    {
      textOf: (element) => canonical(element, { exclusive: true }),
      digestOf: (text) => digest(text, 'sha1', 'hex'),
    },
    [reference('#oadrSignedObject')],
    { reading: 'exclusive', hash: 'sha1', hex: true },
    'the digest of #oadrSignedObject is not that of its canonical text, but of the element in exclusive C14N, and made by SHA-1, where DigestMethod says SHA-256, and written in hexadecimal digits',
    `canonicalise by C14N 1.0, the inclusive one: all namespaces that are in scope stand in the start tag; ${USE_256}; ${BASE64}`,
  ],
};
for (const [name, [signing, references, other, message, hint]] of Object.entries(WRITTEN)) {
  test(`a digest that is made or written in another way: ${name}`, (t) => {
    const refusal = refusalOf(signing, references);
    t.like(refusal.other, other);
    t.like(refusalFinding(refusal), { message, hint });
  });
}

test('a DigestValue of another length than that of a hash says so', (t) => {
  const refusal = refusalOf({ digestOf: () => 'AAAA' });
  t.is(refusal.other, undefined);
  t.like(refusalFinding(refusal), { expected: '32 bytes of SHA-256, in base64', actual: '3 bytes: AAAA' });
});

test('the other Reference is read in another way too', (t) => {
  const refusal = refusalOf({ textOf: (element) => canonical(element, { exclusive: true }) }, [
    reference('#prop'),
    reference('#oadrSignedObject'),
  ]);
  t.like(refusal, { uri: '#prop', other: { reading: 'exclusive' } });
});

test('of a message over 1 MiB the dear readings are left out', (t) => {
  const large = `${CONTENT}${' '.repeat(1024 * 1024)}`;
  const other = (textOf: TextOf) => refusalOf({ textOf }, undefined, large).other?.reading;
  t.is(
    other((element) => canonical(element, { exclusive: true })),
    'exclusive',
  );
  t.is(
    other((element) => canonical(element).replaceAll('\n', '\r\n')),
    undefined,
  );
});
