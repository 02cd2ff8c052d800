import type { Sentence } from '../../pki/explain.ts';
import type { ClientHello } from './client-hello.ts';
import { TLS_PROFILES, type TlsProfileName } from './profile.ts';
import type { HandshakeCause } from './types.ts';

/** What the sentences need to know. */
export interface Circumstances {
  readonly profile: TlsProfileName;
  /** How a VEN must be given this listener. */
  readonly url: string;
  readonly hello?: ClientHello;
  /** What the certificates of this VTN are for, where that is not the name by which the device asked (SNI). */
  readonly otherNames?: readonly string[];
  /** What the wire or OpenSSL said: an alert, a code, bytes. */
  readonly detail?: string;
  /** ms, of what ran out. */
  readonly limit?: number;
}

type Text = (all: Circumstances & { readonly about: string }) => Sentence;

const list = (values: readonly string[] | undefined): string => values?.join(', ') || 'none';

/** Every cause in a sentence, with the remedy. */
const TEXTS = {
  plainHttp: ({ url }) => ({
    message: 'plain HTTP came to the TLS port',
    remedy: `give the device ${url}: https, not http`,
  }),
  notTls: ({ detail }) => ({
    message: `what came is no TLS (${detail ?? 'unreadable'})`,
    remedy: 'look whether the device speaks another protocol, or whether something between it and here alters bytes',
  }),
  sslv2: () => ({
    message: 'the device begins with SSLv2, which is broken and forbidden',
    remedy: 'switch SSLv2 off on the device, and TLS 1.2 on (section 10.4)',
  }),
  alertFirst: ({ detail }) => ({
    message: `the device sent an alert (${detail ?? 'unknown'}) instead of a ClientHello`,
    remedy: 'its own TLS failed before it began: look at its log, its certificate and key',
  }),
  noVersion: ({ hello, about, profile }) => ({
    message: `no common TLS version: the device offers ${list(hello?.versions)}, this VTN ${about}`,
    remedy:
      profile === 'openadr' && hello?.versions.includes('TLSv1.3')
        ? 'let the device speak TLS 1.2 too (section 10.4), or run with --tls-profile modern'
        : 'let the device speak TLS 1.2 (section 10.4)',
  }),
  noSuite: ({ hello, about, profile }) => ({
    message: `no common cipher suite: the device offers ${list(hello?.suites)}`,
    remedy:
      profile === 'openadr'
        ? `switch on one of these: ${about}; or run with --tls-profile modern`
        : 'switch on ECDHE-ECDSA-AES128-SHA256 or AES128-SHA256 (rule 67)',
  }),
  noGroup: ({ hello }) => ({
    message: `no common elliptic curve: the device offers ${list(hello?.groups)}, this VTN's ECC certificate needs P-256`,
    remedy: 'switch P-256 (prime256v1, secp256r1) on, or offer AES128-SHA256, which needs no curve',
  }),
  noSignatureAlgorithm: ({ hello }) => ({
    message: `no common signature algorithm: the device offers ${list(hello?.signatureAlgorithms)}`,
    remedy: 'switch RSA and ECDSA with SHA-256 on',
  }),
  deviceRefused: ({ detail = 'unknown' }) => ({
    message: `the device refused this VTN's certificate: alert ${detail}`,
    remedy: ALERT_REMEDIES[detail] ?? "install this lab's root and intermediate (trust.pem) on the device",
  }),
  closedBeforeHttp: ({ hello, otherNames }) => ({
    message: `the device closed after the handshake, before HTTP: it probably refused the certificate of this VTN silently${otherNames ? `; it asked for ${hello?.serverName}, and the certificate is for ${list(otherNames)}` : ''}`,
    remedy: otherNames
      ? `oadr-sim certs vtn --force --san ${hello?.serverName}, or give the device a name that the certificate covers; and install trust.pem on it`
      : 'install trust.pem on the device, and look whether the certificate covers the address that it was given (oadr-sim certs show)',
  }),
  closedInHandshake: () => ({
    message: 'the device closed in the middle of the handshake, without a word',
    remedy: "look at the device's log; often it lacks trust.pem, or its key does not fit its certificate",
  }),
  timedOut: ({ limit = 0 }) => ({
    message: `the handshake was not finished within ${limit / 1000} s`,
    remedy: 'look whether the device waits for something, or whether packets get lost between it and here',
  }),
  idle: ({ limit = 0 }) => ({
    message: `no request came within ${limit / 1000} s after the handshake`,
    remedy: 'look whether the device refused the certificate of this VTN and kept the connection open',
  }),
  handshakeFailed: ({ detail = 'unknown' }) => ({
    message: `the handshake failed: ${detail}`,
    remedy: 'look what the device offers (the record has its ClientHello), and at its log',
  }),
} as const satisfies Readonly<Record<HandshakeCause, Text>>;

/** All of them. */
export const HANDSHAKE_CAUSES: readonly string[] = Object.keys(TEXTS);

/** What each alert about a certificate means for whoever set up the device. */
const ALERT_REMEDIES: Readonly<Record<string, string>> = {
  unknown_ca: "the device does not trust this VTN's CA: install trust.pem (root and intermediate) on it",
  bad_certificate:
    'the device finds the certificate faulty: look whether it covers the address that it was given (oadr-sim certs show)',
  certificate_expired: "compare the device's clock with the dates of this VTN's certificate (oadr-sim certs show)",
  unsupported_certificate: 'the device does not take certificates of this kind: give it RSA or ECC as it wants',
  certificate_unknown: "install trust.pem on the device; if it is there, look at the device's log",
};

/** A cause in a sentence, with the remedy. */
export function explainTls(cause: HandshakeCause, circumstances: Circumstances): Sentence {
  const text: Text = TEXTS[cause];
  return text({ ...circumstances, about: TLS_PROFILES[circumstances.profile].about });
}
