import { isPemText } from './certificates.ts';
import { invalid } from './error.ts';
import { fingerprintOf } from './fingerprint.ts';
import { checkCallback, type Fields, shown } from './given.ts';
import { durationMs } from './moment.ts';
import type { Certificates, ClientSecurity, ServerSecurity } from './security-options.ts';

const CERTIFICATES: Fields<Certificates> = { cert: true, key: true, passphrase: true, ca: true, tlsProfile: true };

export const SERVER_SECURITY: Fields<ServerSecurity> = {
  ...{ ...CERTIFICATES, tls: true, requireClientCert: true, rejectWith: true },
  ...{ sign: true, replayWindow: true, fingerprintLookup: true },
};

export const CLIENT_SECURITY: Fields<ClientSecurity> = { ...CERTIFICATES, sign: true, vtnFingerprint: true };

/** Where TLS comes from. */
type Where = 'own' | 'none' | 'app';

/** @throws OpenADRError for a value that cannot be, and for values that do not go together */
export function checkServerSecurity(options: ServerSecurity, mounted: boolean): void {
  checkCertificates(options);
  checkFlag(options.tls, 'tls');
  checkFlag(options.requireClientCert, 'requireClientCert');
  checkOneOf(options.rejectWith, 'rejectWith', ['403', 'handshake']);
  checkOneOf(options.sign, 'sign', ['off', 'on', 'require']);
  checkCallback(options.fingerprintLookup, 'the option fingerprintLookup');
  if (options.replayWindow !== undefined) durationMs(options.replayWindow, 'the option replayWindow');
  if (mounted && options.tls === true) {
    const hint = 'give the certificates to the server that the app runs in';
    throw invalid('the option tls is not for a mounted server: its app listens', { hint });
  }
  checkTogether(options, mounted ? 'app' : options.tls === false ? 'none' : 'own');
}

function checkTogether(options: ServerSecurity, where: Where): void {
  const { cert, sign = 'off', fingerprintLookup } = options;
  if (cert === undefined) {
    if (sign !== 'off') {
      const hint = 'give cert and key; with tls: false, messages are signed on plain HTTP';
      throw invalid(`the option sign is ${sign}, and there is nothing to sign with`, { rule: 514, hint });
    }
    const alone = given({ ...onlyTls(options), tls: options.tls || undefined, ...besideCert(options) });
    if (alone !== undefined) {
      throw invalid(`the option ${alone} is there, and no certificate`, { hint: 'give cert and key' });
    }
    if (fingerprintLookup !== undefined) {
      const hint = 'give cert and key; mounted or with tls: false, sign too';
      throw invalid('the option fingerprintLookup is there, and neither TLS nor signatures', { hint });
    }
    return;
  }
  if (where === 'own') return;
  const whose = where === 'app' ? 'mounted in an app' : 'with tls: false';
  const useless = given(onlyTls(options));
  if (useless !== undefined) throw invalid(`the option ${useless} is for TLS, and the server is ${whose}`);
  if (sign === 'off') throw invalid(`cert is for nothing: the server is ${whose} and signs nothing`, { hint: SIGN });
}

const SIGN = "sign: 'on', or leave out cert";

/** @throws OpenADRError like those of the server */
export function checkClientSecurity(options: ClientSecurity, url: URL): void {
  checkCertificates(options);
  for (const name of ['cert', 'key'] as const) {
    const value: unknown = options[name];
    if (Array.isArray(value)) throw invalid(`the option ${name} is a list: a VEN has one certificate`);
  }
  checkFlag(options.sign, 'sign');
  if (options.vtnFingerprint !== undefined) fingerprintOf(options.vtnFingerprint, 'the option vtnFingerprint');
  const { cert, sign = false, tlsProfile, ca, vtnFingerprint } = options;
  const alone = cert === undefined ? given(besideCert({ ...options, ca: undefined })) : undefined;
  if (alone !== undefined) throw invalid(`the option ${alone} is there, and no certificate`, { hint: 'give cert' });
  if (sign && cert === undefined) {
    throw invalid('the option sign is there, and nothing to sign with', { rule: 514, hint: 'give cert and key' });
  }
  if (!sign && vtnFingerprint !== undefined) {
    throw invalid('the option vtnFingerprint is for signatures, and the client does not sign', { hint: 'sign: true' });
  }
  if (url.protocol === 'https:') return;
  const useless = given({ ca, tlsProfile, ...(!sign && { cert }) });
  if (useless === undefined) return;
  throw invalid(`the option ${useless} is for TLS, and the VTN's address is plain HTTP`, { hint: 'url: https://…' });
}

function onlyTls({ requireClientCert, rejectWith, tlsProfile }: ServerSecurity): object {
  return { requireClientCert: requireClientCert || undefined, rejectWith, tlsProfile };
}

function besideCert({ key, passphrase, ca }: Certificates): object {
  return { key, passphrase, ca };
}

/** Name of the first that is there. */
function given(options: object): string | undefined {
  return Object.entries(options).find(([, value]) => value !== undefined)?.[0];
}

function checkCertificates(options: Certificates): void {
  for (const name of ['cert', 'key', 'ca'] as const) checkPem(options[name], name);
  checkOneOf(options.tlsProfile, 'tlsProfile', ['openadr', 'modern']);
  const passphrase: unknown = options.passphrase;
  if (passphrase === undefined || (typeof passphrase === 'string' && passphrase !== '')) return;
  // Not what it is: it may be the secret in another form.
  const actual = typeof passphrase === 'string' ? 'an empty text' : `a ${typeof passphrase}`;
  throw invalid('the option passphrase is no text', { expected: 'a text that is not empty', actual });
}

const PEM = 'the path of a file, PEM text, or a Buffer with what a file holds';

/** Never shows a text: it may be a key that lost its frame. */
function checkPem(value: unknown, name: string): void {
  if (value === undefined) return;
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (all.length === 0) throw invalid(`the option ${name} is an empty list`, { expected: PEM });
  for (const one of all) {
    if (one instanceof Uint8Array && one.length > 0) continue;
    if (typeof one === 'string' && one !== '' && (isPemText(one) || !/[\r\n]/.test(one))) continue;
    const actual =
      typeof one !== 'string'
        ? shown(one)
        : one === ''
          ? 'an empty text'
          : 'a text of several lines without a BEGIN line';
    throw invalid(`the option ${name} is no ${KINDS[name]}`, {
      expected: PEM,
      actual: one instanceof Uint8Array ? 'no bytes' : actual,
    });
  }
}

const KINDS: Readonly<Record<string, string>> = { cert: 'certificate', key: 'key', ca: 'certificate of a CA' };

function checkFlag(value: unknown, name: string): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw invalid(`the option ${name} is neither true nor false`, { expected: 'a boolean', actual: shown(value) });
}

function checkOneOf(value: unknown, name: string, words: readonly string[]): void {
  if (value === undefined || words.some((word) => word === value)) return;
  throw invalid(`the option ${name} has no such value`, { expected: words.join(', '), actual: shown(value) });
}
