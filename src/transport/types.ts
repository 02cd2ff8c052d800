import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Finding } from '../openadr/finding.ts';
import type { Service } from '../openadr/service.ts';
import type { ClientHello } from './tls/client-hello.ts';
import type { Agreed, PeerCertificate, TlsAnswer, TlsCause } from './tls/types.ts';

/** The other side of a connection. */
export interface Remote {
  readonly connection: string;
  readonly address: string;
  readonly port: number;
  /** Of its certificate, where it has a good one. */
  readonly fingerprint?: string;
  /** That certificate, DER. */
  readonly certificate?: Buffer;
  /** Key type of the certificate that this side presented to it (rule 514: signatures go by the TLS cipher). */
  readonly presented?: 'rsa' | 'ec';
  /** It speaks TLS. */
  readonly tls?: true;
}

/** A POST to one of the five services, whole, before anybody has judged its body. */
export interface HttpRequest {
  readonly exchange: string;
  readonly remote: Remote;
  readonly service: Service;
  readonly method: string;
  /** As received. */
  readonly url: string;
  /** Name, value, name, value, … as received (`rawHeaders`). */
  readonly headers: readonly string[];
  /** After Content-Encoding. */
  readonly body: Buffer;
  /** Findings of layer http. */
  readonly findings: readonly Finding[];
}

/** What goes out on the wire. The transport adds Content-Length (never chunked) and honours Accept-Encoding. */
export interface HttpPlan {
  readonly status: number;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What was sent back, for the record. */
export interface HttpSent {
  readonly exchange: string;
  /** The last byte went to the operating system; false: the connection closed before. */
  readonly delivered: boolean;
  readonly status: number;
  /** Name, value, … as sent, but for Date: it would make each answer differ, and the record has its time. */
  readonly headers: readonly string[];
}

/**
 * What a limit did. `refused`: a new connection was closed at once; `madeRoom`: one that had brought nothing was closed for
 * a new one; `unrecorded`: nothing but not to tell of each.
 */
export type LimitKind = 'refused' | 'madeRoom' | 'unrecorded';

/** What happened below or beside the five services (architecture, decision 11). */
export type TransportFact =
  | { readonly fact: 'opened'; readonly connection: string; readonly address: string; readonly port: number }
  /** What the first bytes were. `tls` on the plain port is a device set to https. */
  | {
      readonly fact: 'firstBytes';
      readonly connection: string;
      readonly looksLike: 'http' | 'tls' | 'other';
      readonly hex: string;
    }
  /** What a TLS client offers. */
  | { readonly fact: 'hello'; readonly connection: string; readonly hello: ClientHello }
  /** The handshake is over: what was agreed, and who is there. */
  | {
      readonly fact: 'secured';
      readonly connection: string;
      readonly agreed: Agreed;
      /** The client's own first, then its CAs as far as they are known; empty without a certificate. */
      readonly certificates: readonly PeerCertificate[];
      /** What is wrong with an accepted certificate, or with there being none. */
      readonly findings: readonly Finding[];
    }
  /** The connection came to nothing, or all that it requests is refused; once a connection. */
  | {
      readonly fact: 'tlsRefused';
      readonly connection: string;
      readonly cause: TlsCause;
      readonly message: string;
      readonly remedy: string;
      /** What its peer saw. */
      readonly answer: TlsAnswer;
      /** Node's and OpenSSL's. */
      readonly code?: string;
    }
  /** A limit of the listener did its work. At most one a second of each kind: `count` tells how often it did. */
  | {
      readonly fact: 'limited';
      /** Empty: this is about many. */
      readonly connection: string;
      readonly limit: LimitKind;
      readonly count: number;
      /** Where the newest of them came from. */
      readonly address: string;
      readonly message: string;
      readonly remedy: string;
    }
  | {
      readonly fact: 'closed';
      readonly connection: string;
      readonly requests: number;
      readonly bytesRead: number;
      readonly bytesWritten: number;
      /** Closed before any request was whole. */
      readonly silent: boolean;
      readonly error?: string;
    }
  /** Answered by the transport itself: wrong method, wrong path, too large, … */
  | {
      readonly fact: 'answered';
      readonly connection: string;
      readonly exchange: string;
      readonly method: string;
      readonly url: string;
      readonly headers: readonly string[];
      readonly status: number;
      readonly reason: string;
      /** Bytes of a body that was read and thrown away, where there was one. */
      readonly discarded?: number;
      readonly findings: readonly Finding[];
    }
  /** Node refused the bytes: bad framing, large headers, a missing Content-Length, a time-out. */
  | {
      readonly fact: 'clientError';
      readonly connection: string;
      readonly code: string;
      readonly message: string;
      readonly status?: number;
      /** The first bytes, at most 1 KiB. */
      readonly raw?: string;
      readonly findings: readonly Finding[];
    };

/** What the transport calls; it decides nothing about content. */
export interface TransportHandlers {
  /** One whole request; the plan that comes, at once or later, is sent. */
  request(request: HttpRequest): HttpPlan | Promise<HttpPlan>;
  sent(sent: HttpSent): void;
  fact(fact: TransportFact): void;
}

/** A running listener. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  /** `http://host:port/prefix/OpenADR2/Simple/2.0b`, as a VEN must be given it. */
  readonly url: string;
  /** Stops reading from all connections (back-pressure of the record), and goes on. */
  pause(): void;
  resume(): void;
  /** Stops listening, lets running exchanges end for at most `graceMs` of I/O time, then closes what is left. */
  close(graceMs?: number): Promise<void>;
}

/** Koa middleware, by what of Koa it needs: who uses it need not have Koa's types. */
export type KoaMiddleware = (
  context: { readonly req: IncomingMessage; readonly res: ServerResponse; respond?: boolean },
  next: () => Promise<unknown>,
) => Promise<unknown>;
