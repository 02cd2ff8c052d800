import type { Finding } from '../openadr/finding.ts';
import { BASE_PATH } from '../openadr/service.ts';
import type { Connection } from './connection.ts';
import { looksLike } from './first-bytes.ts';
import type { Limits } from './limits.ts';
import { rawAnswer } from './reply.ts';
import { notImplemented } from './routes.ts';
import { quoted } from './texts.ts';
import type { TransportFact } from './types.ts';

/** What Node's `clientError` carries: its own codes are `HPE_…` (parser) and `ERR_HTTP_…`. */
export interface ClientFault extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

/** Of the bytes that Node refused, for the record. */
const RAW_BYTES = 1024;

interface Diagnosis {
  readonly status?: number;
  readonly text?: string;
  readonly findings: readonly Finding[];
}

/**
 * Bytes that Node refused (architecture, decision 11): a well-formed answer where one can still be sent, and a fact.
 * An answer that is under way goes first and is the connection's last.
 */
export function onClientError(
  error: ClientFault,
  connection: Connection,
  { prefix, limits, fact }: { prefix: string; limits: Limits; fact: (fact: TransportFact) => void },
): void {
  // Node tells again for each further piece of what it has given up on.
  if (connection.faulted) return;
  connection.faulted = true;
  connection.ending = true;
  const code = error.code ?? 'UNKNOWN';
  const { status, text, findings } = diagnose(code, error, connection, prefix, limits);
  // A request that is whole gets its answer, even where its body is still on its way through the streams.
  const answering = [...connection.exchanges].some(({ request }) => request.complete);
  const answered = status !== undefined && !answering;
  fact({
    fact: 'clientError',
    connection: connection.id,
    code,
    message: error.message,
    ...(answered ? { status } : {}),
    ...(error.rawPacket ? { raw: error.rawPacket.toString('latin1', 0, RAW_BYTES) } : {}),
    findings,
  });
  if (answered) connection.endWith(rawAnswer(status, text ?? ''));
  else if (!answering) connection.socket.destroy();
}

function diagnose(code: string, error: ClientFault, connection: Connection, prefix: string, limits: Limits): Diagnosis {
  const raw = error.rawPacket ?? Buffer.alloc(0);
  const base = `${connection.origin}${prefix}${BASE_PATH}`;
  switch (code) {
    case 'ECONNRESET':
    case 'EPIPE':
      return { findings: [fault('the connection was reset', 'an orderly close', code)] };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return refuse(408, {
        ...fault('the request did not come whole in time', `within ${limits.requestMs} ms`, 'silence'),
        hint: 'check Content-Length: it may announce more bytes than are sent',
      });
    case 'HPE_HEADER_OVERFLOW':
      return refuse(431, fault('the headers are too large', `at most ${limits.headerBytes} bytes`, 'more'));
    case 'HPE_INVALID_EOF_STATE':
      return refuse(400, {
        ...fault('the sender closed in the middle of a request', 'a whole request', 'its begin only'),
        hint: 'check Content-Length: it may announce more bytes than are sent',
      });
  }
  if (looksLike(raw) === 'tls') {
    return refuse(400, {
      layer: 'tls',
      severity: 'error',
      message: 'a TLS handshake came to the plain HTTP port',
      expected: 'HTTP without TLS',
      actual: 'a TLS ClientHello',
      hint: `give the VEN ${base}: http, not https`,
    });
  }
  if (connection.requests > 0 || connection.exchanges.size > 0) {
    return refuse(400, {
      ...fault('what follows a request is no HTTP', 'the next request, or nothing', shown(raw, error)),
      hint: 'check Content-Length: it may be missing, or announce fewer bytes than are sent',
    });
  }
  const method = /^[\r\n]*([!-~]{1,32}) [^ \r\n]+ HTTP\/1\.[01]\r?\n/.exec(raw.toString('latin1', 0, RAW_BYTES))?.[1];
  if (code === 'HPE_INVALID_METHOD' && method !== undefined) {
    const { status, text, findings = [] } = notImplemented(method, base);
    return { status, text, findings };
  }
  return refuse(400, fault('the bytes are no HTTP/1.1 request', 'POST <path> HTTP/1.1', shown(raw, error)));
}

function refuse(status: number, finding: Finding): Diagnosis {
  const hint = finding.hint ? `hint: ${finding.hint}\n` : '';
  return { status, text: `${status}: ${finding.message}.\n${hint}`, findings: [finding] };
}

function fault(message: string, expected: string, actual: string): Finding {
  return { layer: 'http', severity: 'error', message, expected, actual };
}

function shown(raw: Buffer, error: Error): string {
  return raw.length === 0 ? error.message : `${quoted(raw.toString('latin1', 0, 60))} (${error.message})`;
}
