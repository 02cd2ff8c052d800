/**
 * How an exchange failed: `refused` nobody listens, `unreachable` no way or no such host, `reset` the connection broke,
 * `timeout` too slow, `tls` no TLS with each other, `http` the answer is no HTTP, `tooLarge` it exceeds the limit,
 * `aborted` the caller gave up, `closed` the client was closed.
 */
export type ClientErrorKind =
  | 'refused'
  | 'unreachable'
  | 'reset'
  | 'timeout'
  | 'tls'
  | 'http'
  | 'tooLarge'
  | 'aborted'
  | 'closed';

/** No whole answer came. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly kind: ClientErrorKind;
  /** Of the operating system or Node, where there is one. */
  readonly code?: string;
  /** A kept connection had died before a byte of an answer: the request may be sent once more. */
  readonly stale: boolean;
  /** What would help, in one line after `try:`. */
  readonly remedy?: string;

  constructor(
    kind: ClientErrorKind,
    message: string,
    data: { code?: string; stale?: boolean; remedy?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: data.cause });
    this.kind = kind;
    this.code = data.code;
    this.stale = data.stale ?? false;
    this.remedy = data.remedy;
  }
}

const KINDS: Readonly<Record<string, ClientErrorKind>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
};

/** Gives what Node threw its kind. @param stale see `ClientError.stale` */
export function clientErrorOf(cause: unknown, host: string, stale: boolean): ClientError {
  if (cause instanceof ClientError) return cause;
  const error: NodeJS.ErrnoException = cause instanceof Error ? cause : new Error(String(cause));
  const { code, message, name } = error;
  if (name === 'AbortError' || name === 'TimeoutError') {
    return new ClientError('aborted', `the exchange with ${host} was given up`, { code, cause });
  }
  const kind = code?.startsWith('HPE_') ? 'http' : KINDS[code ?? ''];
  if (!kind) return new ClientError('aborted', `the exchange with ${host} was given up: ${message}`, { code, cause });
  return new ClientError(kind, `${host}: ${message}`, { code, stale: stale && kind === 'reset', cause });
}
