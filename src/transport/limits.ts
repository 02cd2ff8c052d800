/** What a listener bears before it answers for itself; times in ms of I/O time, sizes in bytes. */
export interface Limits {
  /** Largest body, as sent and after Content-Encoding (architecture, decision 9). */
  readonly bodyBytes: number;
  /** How much of a refused body is read and thrown away so that the answer arrives; above it the connection closes. */
  readonly discardBytes: number;
  /** Request line and headers together. */
  readonly headerBytes: number;
  /** Connections at once; fewer where the process may not open as many files. */
  readonly connections: number;
  /** Of these from one address that is not this machine's own loop. */
  readonly connectionsPerAddress: number;
  /** Of these from one address of this machine's own loop, where fleets of simulated VENs live. */
  readonly connectionsPerLoopback: number;
  /** Connections that bring no request, and refused requests, that are told one by one: a second, an address. */
  readonly toldPerSecond: number;
  /** Requests being answered at once; further ones get 503. */
  readonly inFlight: number;
  /** Requests over one connection that wait for their answers; no VEN sends a second POST before the first is answered. */
  readonly pipelined: number;
  /** From the connection to its first byte. */
  readonly firstBytesMs: number;
  /** From a TLS connection to the end of its ClientHello, and from there to the end of the handshake. */
  readonly handshakeMs: number;
  /** From a request's first byte to the end of its headers. */
  readonly headersMs: number;
  /** From a request's first byte to the end of its body. */
  readonly requestMs: number;
  /** Silence on a connection while a request is under way, so also of a peer that does not take its answer. */
  readonly idleMs: number;
  /** From an answer's first byte to its last, roughly (up to twice that): a peer may take its bytes one by one. */
  readonly answerMs: number;
  /** Silence between two requests; above the longest poll interval, else each poll pays for a new connection. */
  readonly keepAliveMs: number;
  /** How long a connection that got its last answer may still send, so that a reset does not overtake the answer. */
  readonly lingerMs: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 4 * MIB,
  discardBytes: 16 * MIB,
  headerBytes: 16 * 1024,
  connections: 5_000,
  connectionsPerAddress: 1_000,
  connectionsPerLoopback: Number.POSITIVE_INFINITY,
  toldPerSecond: 100,
  inFlight: 2_000,
  pipelined: 32,
  firstBytesMs: 60_000,
  handshakeMs: 20_000,
  headersMs: 20_000,
  requestMs: 60_000,
  idleMs: 120_000,
  answerMs: 300_000,
  keepAliveMs: 3_660_000,
  lingerMs: 1_000,
};
