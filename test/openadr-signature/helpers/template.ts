import { createHash, sign } from 'node:crypto';
import { canonical } from '../../../src/openadr/signature/c14n.ts';
import { parseDocument, type SourceElement } from '../../../src/openadr/signature/document.ts';
import { LIMITS } from '../../../src/openadr/xml/limits.ts';
import type { Signer } from './keys.ts';

export const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
export const METHODS = {
  'rsa-sha1': 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'ecdsa-sha1': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1',
  'ecdsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
};
const OADR = 'xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07"';
const EI = 'xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"';
const DSP = 'http://openadr.org/oadr-2.0b/2012/07/xmldsig-properties';

export const POLL = `<oadr:oadrPoll ei:schemaVersion="2.0b"><ei:venID>VEN_1</ei:venID></oadr:oadrPoll>`;
export const REPLAY =
  `<dsp:ReplayProtect xmlns:dsp="${DSP}"><dsp:timestamp>2026-03-01T12:00:00Z</dsp:timestamp>` +
  '<dsp:nonce>1f2e3d</dsp:nonce></dsp:ReplayProtect>';

/** A Reference without its digest. */
export function reference(uri: string, { transforms = [C14N], digest = SHA256 } = {}): string {
  const all = transforms.map((algorithm) => `<ds:Transform Algorithm="${algorithm}"/>`).join('');
  const wrapped = all && `<ds:Transforms>${all}</ds:Transforms>`;
  return `<ds:Reference URI="${uri}">${wrapped}<ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue></ds:DigestValue></ds:Reference>`;
}

/** Parts of a signed message, as text. */
export interface Parts {
  readonly declaration?: string;
  /** Attributes of oadrPayload. */
  readonly root?: string;
  readonly canonicalization?: string;
  readonly method?: string;
  readonly references?: string[];
  readonly keyInfo?: string;
  readonly property?: string;
  /** What stands behind KeyInfo. */
  readonly objects?: string;
  /** What oadrSignedObject holds. */
  readonly content?: string;
  readonly signedObject?: string;
  /** Attributes of Signature. */
  readonly signature?: string;
}

/** A signed message before it is signed: digests and value are empty. Every part can be another. */
export function template({
  declaration = '',
  root = `${OADR} ${EI}`,
  canonicalization = `<ds:CanonicalizationMethod Algorithm="${C14N}"/>`,
  method = `<ds:SignatureMethod Algorithm="${METHODS['ecdsa-sha256']}"/>`,
  references = [reference('#oadrSignedObject'), reference('#prop')],
  keyInfo = '',
  property = `<ds:SignatureProperty Id="prop" Target="#sig">${REPLAY}</ds:SignatureProperty>`,
  objects = `<ds:Object><ds:SignatureProperties>${property}</ds:SignatureProperties></ds:Object>`,
  content = POLL,
  signedObject = `<oadr:oadrSignedObject oadr:Id="oadrSignedObject">${content}</oadr:oadrSignedObject>`,
  signature = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="sig"',
}: Parts = {}): string {
  const info = `<ds:SignedInfo>${canonicalization}${method}${references.join('')}</ds:SignedInfo>`;
  const whole = `<ds:Signature ${signature}>${info}<ds:SignatureValue></ds:SignatureValue>${keyInfo}${objects}</ds:Signature>`;
  return `${declaration}<oadr:oadrPayload ${root}>${whole}${signedObject}</oadr:oadrPayload>`;
}

/** KeyInfo with certificates. */
export function x509(...signers: Pick<Signer, 'certificate'>[]): string {
  const all = signers.map(({ certificate }) => certificate.raw.toString('base64'));
  return `<ds:KeyInfo><ds:X509Data>${all.map((raw) => `<ds:X509Certificate>${raw}</ds:X509Certificate>`).join('')}</ds:X509Data></ds:KeyInfo>`;
}

export interface Signing {
  /** Text that the digest of an element is made of. Default: its canonical text. */
  readonly textOf?: (element: SourceElement, text: string) => string;
  /** The DigestValue of a text. Default: by the DigestMethod, in base64. */
  readonly digestOf?: (text: string, hash: 'sha1' | 'sha256') => string;
  readonly dsaEncoding?: 'der' | 'ieee-p1363';
}

/** Fills digests and value of a template. */
export function signTemplate(unsigned: string, { key }: Pick<Signer, 'key'>, signing: Signing = {}): string {
  const { textOf = (element) => canonical(element), digestOf = base64Digest, dsaEncoding = 'ieee-p1363' } = signing;
  const { elements } = parseDocument(unsigned, LIMITS);
  let text = unsigned;
  for (const { local, attributes, children } of elements) {
    if (local !== 'Reference') continue;
    const id = attributes.find(({ name }) => name === 'URI')?.value.slice(1);
    const target = elements.find((element) => element.attributes.some((own) => own.local === 'Id' && own.value === id));
    const digest = target ? digestOf(textOf(target, unsigned), hashIn(children)) : 'AAAA';
    text = text.replace('<ds:DigestValue></ds:DigestValue>', `<ds:DigestValue>${digest}</ds:DigestValue>`);
  }
  const info = parseDocument(text, LIMITS).elements.find(({ local }) => local === 'SignedInfo');
  if (!info) return text;
  const comments = /CanonicalizationMethod Algorithm="[^"]*WithComments/.test(text);
  const hash = /SignatureMethod Algorithm="[^"]*-sha1"/.test(text) ? 'sha1' : 'sha256';
  const value = sign(hash, Buffer.from(canonical(info, { comments })), { key, dsaEncoding }).toString('base64');
  return text.replace('<ds:SignatureValue></ds:SignatureValue>', `<ds:SignatureValue>${value}</ds:SignatureValue>`);
}

function hashIn(children: SourceElement['children']): 'sha1' | 'sha256' {
  const method = children.find(
    (child) => typeof child === 'object' && child.kind === 'element' && child.local === 'DigestMethod',
  );
  const sha1 = typeof method === 'object' && method.kind === 'element' && method.attributes[0]?.value === SHA1;
  return sha1 ? 'sha1' : 'sha256';
}

function base64Digest(text: string, hash: 'sha1' | 'sha256'): string {
  return createHash(hash).update(text).digest('base64');
}
