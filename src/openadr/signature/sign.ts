import { type KeyObject, sign as signValue, type X509Certificate } from 'node:crypto';
import { DS, DSP, OADR } from '../schema/namespaces.ts';
import { formatDateTime } from '../time.ts';
import { LIMITS } from '../xml/limits.ts';
import { writeTree } from '../xml/text.ts';
import type { XmlElement } from '../xml/tree.ts';
import { C14N, ECDSA_SHA256, RSA_SHA256, SHA256 } from './algorithms.ts';
import { canonical } from './c14n.ts';
import { elementsOf, parseDocument, type SourceDocument, type SourceElement } from './document.ts';
import { digestOf } from './readings.ts';
import { Refused } from './refusal.ts';
import type { ReplayProtect } from './replay-protect.ts';

const SIGNED_OBJECT = 'oadrSignedObject';
const SIGNATURE = 'oadrSignature';
const PROPERTY = 'oadrReplayProtect';

/** Thrown where something cannot be signed: not a message without a signature, or not a key that rule 514 knows. */
export class SignError extends Error {
  override name = 'SignError';
}

/**
 * A message with a detached XML signature (section 10.6.3, rule 514), the first child of oadrPayload; the rest of the
 * text stays as it is, but for oadrSignedObject's Id. RSA-SHA256 or ECDSA-SHA256 by the type of the key, inclusive
 * C14N, SHA-256, two References (oadrSignedObject, and the SignatureProperty with ReplayProtect), the certificate in
 * KeyInfo. `timestamp` is the moment of sending in milliseconds, `nonce` is to be used once.
 * Whether the certificate is of the key is not looked at. Throws SignError.
 */
export function sign(
  message: string | XmlElement,
  key: KeyObject,
  certificate: X509Certificate,
  replayProtect: ReplayProtect,
): string {
  const method = methodFor(key);
  const document = readOwn(typeof message === 'string' ? message : writeTree(message));
  const signedObject = unsignedObject(document);
  const idText = nameSignedObject(signedObject);
  const objectDigest = digestOf(canonical(signedObject), 'sha256');

  // A Signature takes namespaces from the root alone: it is made within the root's start tag, without the message.
  const { text, root } = document;
  const head = text.slice(root.start, root.opened);
  const within = (signature: string) => {
    const made = readOwn(`${head}${signature}</${root.name}>`).elements;
    return (name: string) => canonical(made.find(({ local, uri }) => local === name && uri === DS) ?? root);
  };
  const object = objectText(replayProtect);
  const propertyDigest = digestOf(within(signatureText(object))('SignatureProperty'), 'sha256');
  const info = signedInfoText(method, [
    [SIGNED_OBJECT, objectDigest],
    [PROPERTY, propertyDigest],
  ]);
  const signedInfo = within(signatureText(info))('SignedInfo');
  const value = signValue('sha256', Buffer.from(signedInfo), { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const x509 = `<ds:X509Data><ds:X509Certificate>${certificate.raw.toString('base64')}</ds:X509Certificate></ds:X509Data>`;
  const rest = `<ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo>${x509}</ds:KeyInfo>${object}`;
  const behindName = signedObject.start + 1 + signedObject.name.length;
  return (
    text.slice(0, root.opened) +
    signatureText(info + rest) +
    text.slice(root.opened, behindName) +
    idText +
    text.slice(behindName)
  );
}

/** The SignatureMethod of rule 514 for a key. */
function methodFor(key: KeyObject): string {
  if (key.type !== 'private') throw new SignError(`a private key is needed to sign, not a ${key.type} one`);
  if (key.asymmetricKeyType === 'rsa') return RSA_SHA256;
  if (key.asymmetricKeyType === 'ec') return ECDSA_SHA256;
  throw new SignError(`rule 514 has signatures by RSA and EC keys, not ${key.asymmetricKeyType}: use one of them`);
}

/** A document of ours: as long as it may be, since the receiver is the one who limits. */
function readOwn(text: string): SourceDocument {
  try {
    return parseDocument(text, { ...LIMITS, elements: Number.POSITIVE_INFINITY, depth: 1000 });
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.reason !== 'unreadable') throw error;
    throw new SignError(`what cannot be read cannot be signed: ${error.refusal.message}`, { cause: error });
  }
}

function unsignedObject({ root, elements }: SourceDocument): SourceElement {
  const [signedObject, ...more] = elementsOf(root).filter(({ local, uri }) => local === SIGNED_OBJECT && uri === OADR);
  if (root.local !== 'oadrPayload' || root.uri !== OADR || !signedObject || more.length > 0)
    throw new SignError(`only an oadrPayload with one oadrSignedObject can be signed, not ${root.name}`);
  if (elements.some(({ local, uri }) => local === 'Signature' && uri === DS))
    throw new SignError('the message is signed already: sign it without its Signature');
  return signedObject;
}

/** Gives oadrSignedObject its Id, if it has none, and returns what its start tag needs for that. */
function nameSignedObject(node: SourceElement): string {
  const own = node.attributes.find(({ local, uri }) => local === 'Id' && uri === OADR);
  if (own?.value === SIGNED_OBJECT) return '';
  if (own) throw new SignError(`oadrSignedObject has the Id ${own.value}: leave it out, or let it be ${SIGNED_OBJECT}`);
  // The attribute needs a prefix; the element's own is bound to the right namespace.
  const prefix = node.prefix || 'oadr';
  node.attributes.push({ name: `${prefix}:Id`, local: 'Id', uri: OADR, value: SIGNED_OBJECT });
  const id = ` ${prefix}:Id="${SIGNED_OBJECT}"`;
  if (node.prefix !== '' || node.declared.some(([declared, uri]) => declared === prefix && uri === OADR)) return id;
  if (node.declared.some(([declared]) => declared === prefix))
    throw new SignError('oadrSignedObject binds the prefix oadr to another namespace: its Id has no prefix left');
  node.declared.push([prefix, OADR]);
  return ` xmlns:${prefix}="${OADR}"${id}`;
}

function signatureText(content: string): string {
  return `<ds:Signature xmlns:ds="${DS}" Id="${SIGNATURE}">${content}</ds:Signature>`;
}

function signedInfoText(method: string, references: readonly (readonly [id: string, digest: Buffer])[]): string {
  const all = references.map(([id, digest]) => {
    const transforms = `<ds:Transforms><ds:Transform Algorithm="${C14N}"></ds:Transform></ds:Transforms>`;
    const value = `<ds:DigestValue>${digest.toString('base64')}</ds:DigestValue>`;
    return `<ds:Reference URI="#${id}">${transforms}<ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod>${value}</ds:Reference>`;
  });
  const canonicalization = `<ds:CanonicalizationMethod Algorithm="${C14N}"></ds:CanonicalizationMethod>`;
  const signature = `<ds:SignatureMethod Algorithm="${method}"></ds:SignatureMethod>`;
  return `<ds:SignedInfo>${canonicalization}${signature}${all.join('')}</ds:SignedInfo>`;
}

function objectText({ timestamp, nonce }: ReplayProtect): string {
  const escaped = nonce.replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`);
  const protect =
    `<dsp:ReplayProtect xmlns:dsp="${DSP}"><dsp:timestamp>${formatDateTime(timestamp)}</dsp:timestamp>` +
    `<dsp:nonce>${escaped}</dsp:nonce></dsp:ReplayProtect>`;
  const property = `<ds:SignatureProperty Id="${PROPERTY}" Target="#${SIGNATURE}">${protect}</ds:SignatureProperty>`;
  return `<ds:Object><ds:SignatureProperties>${property}</ds:SignatureProperties></ds:Object>`;
}
