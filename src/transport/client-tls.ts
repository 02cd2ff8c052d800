import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, rootCertificates, type SecureContext, TLSSocket } from 'node:tls';
import { readBundle } from '../pki/bundle.ts';
import { type Certificate, readCertificate } from '../pki/certificate.ts';
import { keyPem, readKey } from '../pki/key.ts';
import { PkiError } from '../pki/pki-error.ts';
import { weakness } from '../pki/strength.ts';
import type { Trust } from '../pki/trust.ts';
import { judgeChain } from '../pki/verdict.ts';
import { serverRefused } from './client-tls-failure.ts';
import { TLS_PROFILES, type TlsProfileName } from './tls/profile.ts';

/** What a client presents in TLS, and whom it believes. All PEM. */
export interface ClientTls {
  /** Its own certificate, then the intermediates; none: it presents no certificate. */
  readonly cert?: string;
  /** Of `cert`. */
  readonly key?: string;
  /** Opens `key`. */
  readonly passphrase?: string;
  /** CAs that the VTN's certificate must rest upon; default: those that Node knows. */
  readonly ca?: string | readonly string[];
  /** Default `openadr` (rule 67). */
  readonly profile?: TlsProfileName;
}

/** The same, read and found to fit together. */
export interface LoadedTls {
  readonly context: SecureContext;
  /** The own certificate. */
  readonly certificate?: Certificate;
  readonly profile: TlsProfileName;
  /** The CAs were given; else they are those that Node knows. */
  readonly givenCas: boolean;
  /** Read when it is needed: to find an intermediate that was not sent, and to explain. */
  trust(): Trust;
}

/** @throws PkiError what cannot be read, a certificate without its key, a wrong passphrase */
export function loadClientTls({ cert, key, passphrase, ca, profile = 'openadr' }: ClientTls): LoadedTls {
  if ((cert === undefined) !== (key === undefined)) {
    const [there, absent] = cert === undefined ? ['key', 'certificate'] : ['certificate', 'key'];
    throw new PkiError('missing', `there is a ${there}, but no ${absent}`, `give the ${absent} too`);
  }
  const chain = cert === undefined ? [] : readBundle(Buffer.from(cert), 'the own certificate', passphrase).certificates;
  const [certificate] = chain;
  if (cert !== undefined && !certificate) {
    throw new PkiError('missing', 'the own certificate is not in what was given', 'name the .pem with the certificate');
  }
  const own = key === undefined ? undefined : readKey(key, passphrase, 'the key');
  if (certificate && own && !certificate.x509.checkPrivateKey(own)) {
    throw new PkiError('unreadable', `the key is not that of ${certificate.subject}`, 'give both from the same issue');
  }
  const cas = typeof ca === 'string' ? [ca] : ca;
  const roots = cas?.flatMap((text) => trusted(text)).filter(({ selfSigned }) => selfSigned);
  const { minVersion, maxVersion, ciphers } = TLS_PROFILES[profile];
  return {
    // Security level 0, since a simulated VEN may present a key that is too weak; what the VTN presents is looked at here.
    context: createSecureContext({
      ...{ minVersion, maxVersion, ciphers: `${ciphers}:@SECLEVEL=0` },
      ...(own && { cert: chain.map(({ x509 }) => x509.toString()).join(''), key: keyPem(own) }),
      // Of the CAs the roots alone: with an intermediate OpenSSL would complete the own chain, and nobody could see that a
      // device does not present it. What the VTN did not send is found at hand by `judgeChain`.
      ...(roots && { ca: roots.map(({ x509 }) => x509.toString()) }),
    }),
    ...(certificate && { certificate }),
    profile,
    givenCas: cas !== undefined,
    trust: () => ({ certificates: (cas ?? rootCertificates).flatMap((text) => trusted(text)) }),
  };
}

function trusted(pem: string): readonly Certificate[] {
  const { certificates } = readBundle(Buffer.from(pem), 'the CA');
  if (certificates.length > 0) return certificates;
  throw new PkiError('missing', 'what was given as CA holds no certificate', 'name the .pem with its certificate');
}

/**
 * How far the TLS of a connection has come. `hello`: ours is on the way. `keys`: the server has answered it, and our
 * certificate is on the way (TLS 1.2). `secure`: the handshake is over, and the server's certificate is good.
 */
export type TlsStage = 'connecting' | 'hello' | 'keys' | 'secure';

const STAGES = new WeakMap<object, TlsStage>();

/** Undefined for a connection without TLS. */
export function stageOf(socket: Socket | null): TlsStage | undefined {
  return socket ? STAGES.get(socket) : undefined;
}

const CERTIFICATES = new WeakMap<object, Buffer>();

/** The certificate that the server of a connection presented, DER; undefined without TLS. */
export function certificateOf(socket: Socket): Buffer | undefined {
  return CERTIFICATES.get(socket);
}

/** An agent whose connections speak TLS to one VTN, each with a full handshake, as devices do after a pause. */
export class TlsAgent extends Agent {
  readonly #tls: LoadedTls;
  readonly #host: string;
  readonly #now: () => number;

  /**
   * @param hostname which the VTN's certificate must cover
   * @param now ms since the epoch, never scaled
   */
  constructor(tls: LoadedTls, hostname: string, now: () => number, options: AgentOptions) {
    // The certificate is judged at secureConnect, before a byte of HTTP leaves: Node's own refusal would not keep the
    // chain that tells what is wrong with it.
    super({ ...options, secureContext: tls.context, rejectUnauthorized: false, maxCachedSessions: 0 });
    this.#tls = tls;
    this.#host = hostname.replace(/^\[|\]$/g, '');
    this.#now = now;
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const socket = super.createConnection(options, callback);
    if (socket instanceof TLSSocket) this.#follow(socket);
    return socket;
  }

  #follow(socket: TLSSocket): void {
    STAGES.set(socket, 'connecting');
    socket.once('connect', () => STAGES.set(socket, 'hello'));
    // Only that there are keys: the server's part of the handshake is then here.
    socket.once('keylog', () => STAGES.set(socket, 'keys'));
    socket.once('secureConnect', () => {
      const refusal = this.#refusal(socket);
      if (refusal) socket.destroy(refusal);
      else {
        STAGES.set(socket, 'secure');
        // Kept here, since each look at a connection makes it anew.
        CERTIFICATES.set(socket, socket.getPeerCertificate().raw);
      }
    });
  }

  #refusal(socket: TLSSocket): Error | undefined {
    if (socket.authorized && !isWeak(socket)) return undefined;
    const host = this.#host;
    const verdict = judgeChain(chainOf(socket), this.#tls.trust(), { now: this.#now(), purpose: 'server', host });
    const code = String(socket.authorizationError ?? '');
    if (verdict.ok && INCOMPLETE.has(code)) return undefined;
    return serverRefused(host, verdict, { code, givenCas: this.#tls.givenCas });
  }
}

/** OpenSSL has no issuer of a certificate: it was not sent, and is not among the roots. */
const INCOMPLETE: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * Rule 68; Node does not look at it. Not getPeerX509Certificate: in Node 20 it takes the certificate out of the chain, for
 * whoever looks next.
 */
function isWeak(socket: TLSSocket): boolean {
  const { raw } = socket.getPeerCertificate();
  return !raw || weakness(readCertificate(raw)) !== undefined;
}

/** What the server presented, its own certificate first, as DER; Node adds what it found among the CAs. */
function chainOf(socket: TLSSocket): readonly Buffer[] {
  const chain: Buffer[] = [];
  let one = socket.getPeerCertificate(true);
  while (one?.raw && !chain.some((der) => der.equals(one.raw))) {
    chain.push(one.raw);
    one = one.issuerCertificate;
  }
  return chain;
}
