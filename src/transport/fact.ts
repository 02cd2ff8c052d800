import type { Finding } from '../openadr/finding.ts';
import type { ClientHello } from './tls/hello.ts';
import type { Agreed, PeerCertificate, TlsAnswer, TlsCause } from './tls/types.ts';

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
