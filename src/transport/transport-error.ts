/** The listener could not start, or died: what, where, and what to try. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Code of the operating system, such as `EADDRINUSE`. */
  readonly code: string;
  readonly host: string;
  readonly port: number;
  /** One line after `try:`. */
  readonly remedy?: string;

  constructor(message: string, data: { code: string; host: string; port: number; remedy?: string; cause?: unknown }) {
    super(message, { cause: data.cause });
    this.code = data.code;
    this.host = data.host;
    this.port = data.port;
    this.remedy = data.remedy;
  }
}

/** Thrown by a request handler that has too much to do: the transport answers 503 with Retry-After (9.1.5). */
export class OverloadError extends Error {
  override readonly name = 'OverloadError';
  /** Whole seconds after which the VEN may try again. */
  readonly retryAfter: number;

  constructor(message = 'the VTN is overloaded', retryAfter = 5) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

type Advice = (host: string, port: number) => { readonly message: string; readonly remedy: string };

const ADVICE: Readonly<Record<string, Advice>> = {
  EADDRINUSE: (host, port) => ({ message: `port ${port} on ${host} is taken`, remedy: '--port 0' }),
  EACCES: (_host, port) => ({ message: `port ${port} needs more rights than this user has`, remedy: '--port 8080' }),
  EADDRNOTAVAIL: (host) => ({
    message: `${host} is no address of this machine`,
    remedy: '--host 0.0.0.0, or one of this machine’s addresses',
  }),
  ENOTFOUND: (host) => ({ message: `${host} cannot be resolved to an address`, remedy: '--host 127.0.0.1' }),
};

/** Wraps what `listen` of the operating system said. */
export function listenError(cause: NodeJS.ErrnoException, host: string, port: number): TransportError {
  const code = cause.code ?? 'UNKNOWN';
  const advice = ADVICE[code]?.(host, port) ?? { message: `cannot listen on ${host}:${port}: ${cause.message}` };
  return new TransportError(advice.message, { code, host, port, cause, ...advice });
}
