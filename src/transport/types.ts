import type { Finding } from '../openadr/finding.ts';
import type { Service } from '../openadr/service.ts';
import type { TransportFact } from './fact.ts';

export type { LimitKind, TransportFact } from './fact.ts';
export type { KoaMiddleware } from './koa.ts';

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
