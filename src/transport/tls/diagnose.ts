import type { ClientHello } from './client-hello.ts';
import type { HandshakeCause } from './types.ts';

/** A cause, and what the wire said. */
export interface Diagnosis {
  readonly cause: HandshakeCause | 'weakKey' | 'unreadable';
  readonly detail?: string;
}

/** OpenSSL's codes that say all by themselves. */
const CODES: Readonly<Record<string, Diagnosis['cause']>> = {
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'noVersion',
  ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM: 'noSignatureAlgorithm',
  ERR_SSL_NO_SHARED_SIGNATURE_ALGORITHMS: 'noSignatureAlgorithm',
  ERR_SSL_NO_SUITABLE_GROUPS: 'noGroup',
  ERR_SSL_NO_SHARED_GROUP: 'noGroup',
  ERR_SSL_NO_SUITABLE_KEY_SHARE: 'noGroup',
  ERR_SSL_WRONG_CURVE: 'weakKey',
  ERR_SSL_HTTP_REQUEST: 'plainHttp',
  ERR_SSL_WRONG_VERSION_NUMBER: 'notTls',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'timedOut',
  ECONNRESET: 'closedInHandshake',
  EPIPE: 'closedInHandshake',
};

/**
 * The peer's alert as OpenSSL calls it: `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA`, `ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE`, since
 * OpenSSL 3.2 `ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE`.
 */
const ALERT = /^ERR_SSL_(?:TLSV1(?:[123])?|SSLV3|SSL\/TLS)_ALERT_(\w+)$/;

/** The alert that a peer sent, by its name. */
export function alertIn(code: string): string | undefined {
  return ALERT.exec(code)?.[1]?.toLowerCase();
}

/**
 * Why a handshake failed: OpenSSL's code, and what the ClientHello offers against what is spoken here. A client that
 * lacks the curve or the signature algorithm is told by OpenSSL to have no common suite; the hello tells it apart.
 * @param code of Node's `tlsClientError`
 * @param suites that are spoken here
 */
export function diagnose(
  code: string,
  message: string,
  hello: ClientHello | undefined,
  suites: readonly string[],
): Diagnosis {
  const alert = alertIn(code);
  if (alert !== undefined) return { cause: 'deviceRefused', detail: alert };
  const known = CODES[code];
  if (known) return { cause: known, detail: code };
  if (code === 'ERR_SSL_NO_SHARED_CIPHER' && hello) return { cause: lacking(hello, suites), detail: code };
  // The client's certificate, or its proof that the key is its own, is the only ASN.1 that comes.
  if (message.includes(':asn1 encoding routines:')) return { cause: 'unreadable', detail: code };
  return { cause: 'handshakeFailed', detail: detailOf(code, message) };
}

/** OpenSSL's reason without numbers and places of its source, which say nothing to who set up the device. */
export function detailOf(code: string, message: string): string {
  const reason = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(message)?.[1] ?? message.trim();
  return `${code}: ${reason}`;
}

/** What a client lacks with which no suite could be agreed on. */
function lacking(hello: ClientHello, suites: readonly string[]): HandshakeCause {
  const common = suites.filter((suite) => hello.suites.includes(suite));
  if (common.length === 0) return 'noSuite';
  if (hello.groups && !hello.groups.includes('P-256')) return 'noGroup';
  const signed = hello.signatureAlgorithms?.some((one) => /^(?:ECDSA|RSA)\+SHA(?:256|384|512)$/.test(one));
  return signed === false ? 'noSignatureAlgorithm' : 'noSuite';
}
