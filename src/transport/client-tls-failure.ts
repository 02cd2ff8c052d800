import type { ChainFault } from '../pki/cause.ts';
import { explainFault } from '../pki/explain.ts';
import type { ChainVerdict } from '../pki/verdict.ts';
import { ClientError } from './client-failure.ts';
import type { TlsStage } from './client-tls.ts';
import { alertName } from './tls/names.ts';
import { TLS_PROFILES, type TlsProfileName } from './tls/profile.ts';

/** What is known of a connection that failed. */
export interface TlsConnection {
  readonly host: string;
  readonly stage: TlsStage;
  readonly profile: TlsProfileName;
  /** Subject of the own certificate, where one is presented. */
  readonly subject?: string;
  /** An answer was received over it, or a byte of one. */
  readonly spoken: boolean;
}

/** What else is known of a refused certificate. */
interface Refused {
  /** Node's, where its own chain walk sees more than ours. */
  readonly code: string;
  /** The CAs were given; else they are Node's. */
  readonly givenCas: boolean;
}

/** The VTN's certificate is not good. */
export function serverRefused(host: string, verdict: ChainVerdict, { code, givenCas }: Refused): ClientError {
  const fault = verdict.faults[0];
  const { message, remedy } = fault
    ? explainServer(fault, host, givenCas)
    : { message: `OpenSSL says ${code}`, remedy: 'oadr-sim certs verify <its certificate> --host <host> --trust <CA>' };
  return new ClientError('tls', `the certificate of ${host} is refused: ${message}`, { code, remedy });
}

/** From the VEN's side of the connection: it has no folder of CAs, and its remedies are its own options. */
function explainServer(
  fault: ChainFault,
  host: string,
  givenCas: boolean,
): { readonly message: string; readonly remedy: string } {
  switch (fault.cause) {
    case 'unknownCa':
      // Its hundred names would tell nobody anything.
      if (!givenCas) {
        return {
          message: `unknown CA: ${fault.issuer} issued it, and this VEN has no CA but those that Node brings along`,
          remedy: '--tls <folder of oadr-sim certs>, or --ca <file>: the root that issued the certificate of the VTN',
        };
      }
      return {
        message: fault.sameName
          ? `${fault.issuer} issued it, with another key than the CA of that name which this VEN has`
          : `unknown CA: ${fault.issuer} issued it, and this VEN has ${fault.trusted.slice(0, 3).join('; ') || 'no CA'}`,
        remedy: '--ca <file>: the root that issued the certificate of the VTN',
      };
    case 'selfSigned':
      return {
        message: `${fault.certificate} is self-signed, and this VEN does not have it among its CAs`,
        remedy: 'have a CA issue it (oadr-sim certs init); or, to trust it as it is, --ca <its file>',
      };
    case 'intermediateMissing':
      return {
        message: `the intermediate ${fault.issuer} was not sent`,
        remedy: 'have the VTN present its whole chain: certificate, then intermediate; or add the intermediate to --ca',
      };
    case 'trustLacksRoot':
      return {
        message: `this VEN has the CA ${fault.ca}, but not its root ${fault.root}`,
        remedy: 'add the root to --ca',
      };
    case 'wrongHost':
      return {
        message: `it is not for ${host}, but for ${fault.names.join(', ') || 'no host at all'}`,
        remedy: `address the VTN by a name that it covers, or give it one for ${host} (oadr-sim certs vtn --san ${host})`,
      };
    default:
      return explainFault(fault);
  }
}

/** What of a failure is TLS's, in a sentence; undefined where it is not. */
export function tlsFailure(cause: unknown, connection: TlsConnection): ClientError | undefined {
  if (cause instanceof ClientError) return cause.kind === 'timeout' ? slow(cause, connection) : undefined;
  if (!(cause instanceof Error)) return undefined;
  const { message } = cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  const told = inHandshake(message, connection) ?? silence(code, connection);
  return told && new ClientError('tls', told.message, { code, remedy: told.remedy, cause });
}

function slow(cause: ClientError, { stage }: TlsConnection): ClientError | undefined {
  if (stage !== 'hello' && stage !== 'keys') return undefined;
  const message = `${cause.message}: the TLS handshake has begun, but not ended`;
  return new ClientError('timeout', message, {
    remedy: 'check that this is the port on which the VTN speaks TLS',
    cause,
  });
}

interface Told {
  readonly message: string;
  readonly remedy: string;
}

function inHandshake(message: string, connection: TlsConnection): Told | undefined {
  const { host } = connection;
  const alert = /SSL alert number (\d+)/.exec(message)?.[1];
  if (alert !== undefined) return alerted(Number(alert), connection);
  const reason = /SSL routines:[^:]*:([^:]+)/.exec(message)?.[1];
  if (reason === undefined) return undefined;
  if (/unsupported protocol|version too low/.test(reason)) return nothingInCommon('TLS version', connection);
  if (connection.stage === 'hello' && /wrong version number|packet length too long|http request/.test(reason)) {
    return {
      message: `${host} does not answer in TLS: probably plain HTTP, or no HTTP at all`,
      remedy: `http:// in place of https://, or the port on which the VTN speaks TLS`,
    };
  }
  return { message: `the TLS handshake with ${host} failed: ${reason}`, remedy: `openssl s_client -connect ${host}` };
}

/** The VTN ended it with an alert: before it saw our certificate, or because of it. */
function alerted(alert: number, connection: TlsConnection): Told {
  const { host, stage, subject } = connection;
  const named = `alert ${alert}, ${alertName(alert)}`;
  if (alert === 70) return nothingInCommon(`TLS version (${named})`, connection);
  // Before our certificate was sent nothing is said about it.
  const ours = stage === 'hello' ? undefined : ABOUT_CERTIFICATE[alert];
  if (stage === 'hello' && (alert === 40 || alert === 71))
    return nothingInCommon(`cipher suite, group or signature algorithm (${named})`, connection);
  if (!ours && alert !== 40)
    return {
      message: `${host} ended TLS with ${named}`,
      remedy: 'the log of the VTN must have the cause; openssl s_client shows the same from here',
    };
  if (subject === undefined)
    return {
      message: `${host} wants a certificate of this VEN, and none is presented (${named})`,
      remedy: PRESENT,
    };
  const { why, remedy } = ours ?? { why: 'without saying why', remedy: TRUSTED };
  return { message: `${host} refused the certificate of this VEN, ${subject}: ${why} (${named})`, remedy };
}

const PRESENT = '--cert and --key, or --tls <folder of oadr-sim certs>';
const TRUSTED = "add the root of this VEN's certificate to the CAs of the VTN, or present one of a CA that it has";

/** Alerts that speak of the peer's certificate (RFC 8446, 6.2). */
const ABOUT_CERTIFICATE: Readonly<Record<number, { readonly why: string; readonly remedy: string }>> = {
  42: { why: 'it is bad', remedy: 'oadr-sim certs verify <file> shows what is wrong with it' },
  43: { why: 'it is of a kind that the VTN does not take', remedy: 'RSA 2048 or ECC P-256, for TLS clients (rule 68)' },
  44: { why: 'it is revoked', remedy: 'have a new certificate issued' },
  45: { why: 'it has expired, or is not valid yet', remedy: 'renew it; or set the clock that is wrong' },
  46: { why: 'for a reason of its own', remedy: TRUSTED },
  47: { why: 'the VTN does not take its key or curve', remedy: 'a key RSA 2048 or ECC P-256 (rule 68)' },
  48: { why: 'the VTN does not know the CA that issued it, or an intermediate is missing', remedy: TRUSTED },
  49: { why: 'it gives no access', remedy: 'have the fingerprint of the certificate entered at the VTN (10.5.1)' },
  51: { why: 'its signature does not hold', remedy: 'present the key that belongs to the certificate' },
  116: { why: 'it wants another one', remedy: PRESENT },
};

function nothingInCommon(what: string, { host, profile }: TlsConnection): Told {
  return {
    message: `${host} has no ${what} in common with this VEN, which offers ${TLS_PROFILES[profile].about}`,
    remedy:
      profile === 'openadr'
        ? 'enable these on the VTN; --tls-profile modern shows whether it would talk otherwise'
        : 'enable TLS 1.2 or 1.3 with one of these suites on the VTN',
  };
}

/** It closed the connection without an alert. */
function silence(code: string | undefined, { host, stage, subject, spoken }: TlsConnection): Told | undefined {
  if (spoken || stage === 'connecting' || !['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(code ?? ''))
    return undefined;
  if (stage === 'hello') {
    return {
      message: `${host} closed the connection in the TLS handshake, before it answered`,
      remedy: 'check that this is the port on which the VTN speaks TLS; its log must have the cause',
    };
  }
  const when =
    stage === 'keys' ? 'in the TLS handshake, once it was its turn' : 'after the TLS handshake, before any HTTP';
  return subject === undefined
    ? { message: `${host} closed the connection ${when}: it probably wants a certificate of this VEN`, remedy: PRESENT }
    : {
        message: `${host} closed the connection ${when}: it probably refused the certificate ${subject} without a word`,
        remedy: TRUSTED,
      };
}
