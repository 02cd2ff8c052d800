import type { Server } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { after, type Clock } from '../../base/clock.ts';
import { covers } from '../../pki/verdict.ts';
import type { ClientFault } from '../client-error.ts';
import type { Connection } from '../connection.ts';
import type { Door, FirstBytesResult } from '../first-bytes.ts';
import type { Limits } from '../limits.ts';
import { rawAnswer } from '../reply.ts';
import type { TransportFact } from '../types.ts';
import { explainTls } from './causes.ts';
import { CertificateTap } from './certificate-tap.ts';
import type { ClientHello } from './client-hello.ts';
import { alertIn, detailOf, diagnose } from './diagnose.ts';
import { HandshakeState } from './handshake-state.ts';
import { openingOf } from './opening.ts';
import type { TlsOptions } from './options.ts';
import { type PeerRefusal, presentedBy, sentBy, TlsPeer } from './peer.ts';
import { TLS_PROFILES } from './profile.ts';
import { fatalAlert } from './records.ts';
import { alertFor } from './refusal-alert.ts';
import type { HandshakeCause, TlsAnswer, TlsCause } from './types.ts';

/** What the handshakes of a listener need. */
export interface HandshakesOptions {
  readonly tls: TlsOptions;
  readonly ioClock: Clock;
  readonly limits: Limits;
  readonly fact: (fact: TransportFact) => void;
  /** `https://host:port/…`, as a VEN must be given it. */
  readonly url: () => string;
}

/** A ClientHello may take as much (security.md). */
const HELLO_BYTES = 16 * 1024;

/** What OpenSSL itself finds of a client's certificate, before its chain could be judged. */
const OF_CERTIFICATE = {
  weakKey: {
    message: 'the certificate of the device has a curve that OpenSSL does not take',
    remedy: 'use P-256 (rule 68, section 10.1)',
  },
  unreadable: {
    message: 'what the device sent as its certificate, or as proof of its key, cannot be read',
    remedy: 'install certificate and key anew on the device, from PEM',
  },
} as const;

const ALERT = { decodeError: 50, protocolVersion: 70 } as const;

/** From the first byte of a TLS connection to HTTP: what is offered, agreed and refused, each told once. */
export class Handshakes implements Door {
  readonly maxBytes = HELLO_BYTES;
  readonly timeoutMs: number;
  readonly #options: HandshakesOptions;
  readonly #suites: readonly string[];
  readonly #states = new WeakMap<Connection, HandshakeState>();
  readonly #bySocket = new WeakMap<object, Connection>();
  readonly #early = new WeakMap<TLSSocket, readonly Buffer[]>();

  constructor(options: HandshakesOptions) {
    this.#options = options;
    this.timeoutMs = options.limits.handshakeMs;
    this.#suites = TLS_PROFILES[options.tls.profile ?? 'openadr'].ciphers.split(':');
  }

  /** Hears what the server says of handshakes. */
  attach(server: Server): void {
    // Node's own listener makes a clientError of each, for which there is no HTTP to answer.
    server.removeAllListeners('tlsClientError');
    server.on('tlsClientError', (error: ClientFault, socket: TLSSocket) => {
      const connection = this.#below(socket);
      if (connection) this.#failed(error, connection);
      socket.destroy();
    });
    server.on('keylog', (_line: Buffer, socket: TLSSocket) => this.#lookEarly(socket));
    server.prependListener('secureConnection', (socket: TLSSocket) => {
      const connection = this.#below(socket);
      if (connection) this.#secured(socket, connection);
    });
  }

  /**
   * Reads the client's chain before Node itself looks at the certificate: Node 24.21 then takes the intermediate out of it
   * (nodejs/node 65579). That there are keys is the first that a server tells of a socket; the keys themselves are left alone.
   */
  #lookEarly(socket: TLSSocket): void {
    if (this.#early.has(socket)) return;
    this.#early.set(socket, []);
    socket.prependOnceListener('secure', () => this.#early.set(socket, sentBy(socket)));
  }

  enough(bytes: Buffer): boolean {
    return openingOf(bytes).is !== 'more';
  }

  admit(connection: Connection, { bytes, cut }: FirstBytesResult): Duplex | undefined {
    const { ioClock, limits, fact } = this.#options;
    const state = new HandshakeState();
    this.#states.set(connection, state);
    this.#bySocket.set(connection.wire, connection);
    if (cut) {
      this.#refuse(connection, cut === 'timeout' ? 'timedOut' : 'closedInHandshake', 'closed');
      connection.socket.destroy();
      return undefined;
    }
    const opening = openingOf(bytes);
    if (opening.is === 'wrong') {
      this.#turnAway(connection, opening.cause, opening.detail);
      return undefined;
    }
    if (opening.is === 'hello') {
      state.hello = opening.hello;
      fact({ fact: 'hello', connection: connection.id, hello: opening.hello });
    } else if (opening.is === 'unreadable') state.unreadable = opening.reason;
    state.timer = after(ioClock, limits.handshakeMs, () => {
      this.#refuse(connection, 'timedOut', 'closed', { limit: limits.handshakeMs });
      connection.socket.destroy();
    });
    return this.#options.tls.rejectWith === 'handshake' ? this.#tap(connection, bytes.length) : connection.wire;
  }

  /** Looks at the client's certificate while the handshake waits. */
  #tap(connection: Connection, hello: number): Duplex {
    const tap = new CertificateTap(connection.wire, hello, (sent) => {
      const state = this.#states.get(connection);
      if (state) state.sent = sent;
      const now = this.#options.ioClock.now();
      const refusal = this.#judge(sent, now).refusal(now);
      if (!refusal) return true;
      this.#tell(connection, refusal, 'alert');
      connection.endWith(fatalAlert(alertFor(refusal.cause)));
      return false;
    });
    this.#bySocket.set(tap, connection);
    return tap;
  }

  #judge(sent: readonly Buffer[], now: number): TlsPeer {
    const { trust, requireClientCert = false } = this.#options.tls;
    return new TlsPeer(sent, trust, requireClientCert, now);
  }

  /** The socket below TLS is closed. */
  closing(connection: Connection): void {
    const state = this.#states.get(connection);
    if (!state) return;
    state.timer?.cancel();
    if (state.failed || connection.ending || connection.faulted) return;
    if (!state.secure) {
      this.#refuse(connection, 'closedInHandshake', 'closed');
      return;
    }
    if (connection.requests > 0 || connection.exchanges.size > 0 || state.secure.bytesRead > 0) return;
    if (connection.error?.startsWith('idle'))
      this.#refuse(connection, 'idle', 'closed', { limit: this.#options.limits.idleMs });
    else this.#refuse(connection, 'closedBeforeHttp', 'closed');
  }

  /** Whether an error is one of TLS after the handshake: an alert, for one, that TLS 1.3 brings only then. */
  takes(error: ClientFault, connection: Connection): boolean {
    const state = this.#states.get(connection);
    if (!state) return false;
    const code = error.code ?? '';
    const silent = connection.requests === 0 && connection.exchanges.size === 0 && (state.secure?.bytesRead ?? 0) === 0;
    if (code.startsWith('ERR_SSL_')) {
      const alert = alertIn(code);
      if (alert !== undefined) this.#refuse(connection, 'deviceRefused', 'closed', { detail: alert, code });
      else this.#refuse(connection, 'handshakeFailed', 'closed', { detail: detailOf(code, error.message), code });
    } else if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && silent) {
      this.#refuse(connection, 'idle', 'closed', { limit: this.#options.limits.headersMs });
    } else if (code === 'ECONNRESET' && silent) this.#refuse(connection, 'closedBeforeHttp', 'closed');
    else return false;
    connection.socket.destroy();
    return true;
  }

  /** Why requests of a connection are refused now, if they are. */
  refusal(connection: Connection): PeerRefusal | undefined {
    const refusal = this.#states.get(connection)?.peer?.refusal(this.#options.ioClock.now());
    if (refusal) this.#tell(connection, refusal, '403');
    return refusal;
  }

  /** Node tells what is below TLS by no public way: a socket is the parent, a stream is in what the handle wraps. */
  #below(socket: TLSSocket): Connection | undefined {
    const wrapped = property(property(property(socket, '_handle'), '_parentWrap'), 'stream');
    for (const key of [property(socket, '_parent'), wrapped]) {
      const connection = typeof key === 'object' && key !== null ? this.#bySocket.get(key) : undefined;
      if (connection) return connection;
    }
    return undefined;
  }

  #failed(error: ClientFault, connection: Connection): void {
    const state = this.#states.get(connection);
    if (!state) return;
    const code = error.code ?? 'UNKNOWN';
    // It was this side that closed.
    if (connection.ending && code === 'ECONNRESET') return;
    const found = diagnose(code, error.message, state.hello, this.#suites);
    if (state.unreadable !== undefined && found.cause !== 'closedInHandshake') {
      this.#refuse(connection, 'notTls', 'alert', { detail: state.unreadable, code });
    } else if (found.cause === 'weakKey' || found.cause === 'unreadable') {
      this.#tell(connection, { cause: found.cause, ...OF_CERTIFICATE[found.cause] }, 'alert', code);
    } else {
      const alone = found.cause === 'deviceRefused' || found.cause === 'closedInHandshake';
      this.#refuse(connection, found.cause, alone ? 'closed' : 'alert', { detail: found.detail, code });
    }
  }

  #secured(socket: TLSSocket, connection: Connection): void {
    const state = this.#states.get(connection);
    if (!state) return;
    const { tls, ioClock, fact } = this.#options;
    state.timer?.cancel();
    state.secure = socket;
    // Not earlier, else nobody would notice that the client went away in the handshake. From now on who closes its half
    // still gets its answer, as on plain HTTP.
    socket.allowHalfOpen = true;
    const now = ioClock.now();
    const early = this.#early.get(socket) ?? [];
    const peer = this.#judge(state.sent ?? (early.length > 0 ? early : sentBy(socket)), now);
    state.peer = peer;
    const refusal = peer.refusal(now);
    connection.secure(socket, { ...peer.identity, ...presentedBy(socket) }, refusal ? [] : peer.findings);
    fact({
      fact: 'secured',
      connection: connection.id,
      agreed: {
        version: socket.getProtocol() ?? '',
        suite: socket.getCipher().name,
        signatureAlgorithms: socket.getSharedSigalgs(),
        resumed: socket.isSessionReused(),
      },
      certificates: peer.certificates,
      findings: peer.findings,
    });
    if (!refusal) return;
    const closes = tls.rejectWith === 'handshake';
    this.#tell(connection, refusal, closes ? 'closed' : '403');
    if (closes) socket.destroy();
  }

  /** What is no TLS, answered as far as its sender can understand it. */
  #turnAway(connection: Connection, cause: HandshakeCause, detail?: string): void {
    if (cause === 'plainHttp') {
      const { message, remedy } = this.#refuse(connection, cause, 'plain text');
      connection.endWith(rawAnswer(400, `400: ${message}.\ntry: ${remedy}\n`));
      return;
    }
    this.#refuse(connection, cause, cause === 'alertFirst' ? 'closed' : 'alert', { detail });
    if (cause === 'alertFirst') connection.socket.destroy();
    else connection.endWith(fatalAlert(cause === 'sslv2' ? ALERT.protocolVersion : ALERT.decodeError));
  }

  #refuse(
    connection: Connection,
    cause: HandshakeCause,
    answer: TlsAnswer,
    { detail, limit = this.timeoutMs, code }: { detail?: string; limit?: number; code?: string } = {},
  ): PeerRefusal {
    const { tls, url } = this.#options;
    const hello = this.#states.get(connection)?.hello;
    const profile = tls.profile ?? 'openadr';
    const refusal = {
      cause,
      ...explainTls(cause, { profile, url: url(), hello, otherNames: otherNames(tls, hello), detail, limit }),
    };
    this.#tell(connection, refusal, answer, code);
    return refusal;
  }

  /** Once a connection. */
  #tell(
    connection: Connection,
    { cause, message, remedy }: { cause: TlsCause; message: string; remedy: string },
    answer: TlsAnswer,
    code?: string,
  ): void {
    const state = this.#states.get(connection);
    if (!state || state.failed) return;
    state.failed = true;
    state.timer?.cancel();
    this.#options.fact({
      fact: 'tlsRefused',
      connection: connection.id,
      cause,
      message,
      remedy,
      answer,
      ...(code === undefined ? {} : { code }),
    });
  }
}

/** What the certificates are for, where none is for the name by which the client asked. */
function otherNames({ identities }: TlsOptions, hello: ClientHello | undefined): readonly string[] | undefined {
  const name = hello?.serverName;
  const own = identities.map(({ chain }) => chain[0]);
  if (name === undefined || own.some((one) => covers(one, name))) return undefined;
  return [...new Set(own.flatMap(({ names }) => names))];
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}
