import type { TLSSocket } from 'node:tls';
import type { Timer } from '../../base/clock.ts';
import type { ClientHello } from './client-hello.ts';
import type { TlsPeer } from './peer.ts';

/** How far a connection's TLS has come. */
export class HandshakeState {
  hello?: ClientHello;
  /** Why the ClientHello cannot be read here. */
  unreadable?: string;
  /** Runs out when the handshake takes too long. */
  timer?: Timer;
  /** After the handshake. */
  secure?: TLSSocket;
  peer?: TlsPeer;
  /** The client's Certificate message as it came, where it was seen (TLS 1.2). */
  sent?: readonly Buffer[];
  /** Its refusal has been told. */
  failed = false;
}
