import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { ExecutionContext } from 'ava';
import { type Finding, type Message, type PayloadName, read, write } from '../../src/openadr/index.ts';
import { BASE_PATH } from '../../src/openadr/service.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { created, distribute, ok, queried, registered, updatedReport } from './vtn-messages.ts';

/** What came from a VEN. */
export interface Got {
  readonly path: string;
  readonly body: string;
  /** Payload name, `?` if it was unreadable. */
  readonly name: PayloadName | '?';
  readonly message?: Message;
  readonly findings: readonly Finding[];
  /** Fingerprint of the VEN's certificate. */
  readonly peer?: string;
}

/** How the fake VTN answers: a payload, an HTTP status, text as it stands, or a broken connection. */
export type Reply =
  | Message
  | { readonly status: number; readonly headers?: Record<string, string>; readonly text?: string }
  | string
  | 'reset';

type Script = (got: Got, nth: number) => Reply | undefined;

/** A VTN on real HTTP that answers by a script and knows nothing of its own. */
export class FakeVtn {
  readonly got: Got[] = [];
  /** Poll answers still to come, in order; then oadrResponse. */
  readonly queue: Reply[] = [];
  url = '';
  readonly #script: Script;
  #waiting: { readonly condition: () => boolean; readonly resolve: () => void }[] = [];
  readonly #server: ReturnType<typeof createServer> | ReturnType<typeof createTlsServer>;

  private constructor(script: Script, tls?: ServerOptions) {
    this.#script = script;
    const serve = (request: IncomingMessage, response: ServerResponse): void => void this.#serve(request, response);
    this.#server = tls ? createTlsServer(tls, serve) : createServer(serve);
  }

  /**
   * Starts one on a free port and closes it with its test. What the script leaves unanswered gets the default answer.
   * @param tls speaks TLS so
   */
  static async start(t: ExecutionContext, script: Script = () => undefined, tls?: ServerOptions): Promise<FakeVtn> {
    const vtn = new FakeVtn(script, tls);
    await new Promise<void>((resolve) => {
      vtn.#server.listen(0, '127.0.0.1', resolve);
    });
    const address = vtn.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the fake VTN has no port');
    vtn.url = `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}${BASE_PATH}`;
    t.teardown(() => {
      vtn.#server.closeAllConnections();
      vtn.#server.close();
    });
    return vtn;
  }

  get names(): string[] {
    return this.got.map(({ name }) => name);
  }

  /** Requests of one payload. */
  of(name: PayloadName): Got[] {
    return this.got.filter((got) => got.name === name);
  }

  /** Resolves once `condition` holds; looked at after each request, and when `look` is called. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ condition, resolve });
    });
  }

  look(): void {
    const met = this.#waiting.filter(({ condition }) => condition());
    this.#waiting = this.#waiting.filter((one) => !met.includes(one));
    for (const { resolve } of met) resolve();
  }

  /** Open connections. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { message, findings } = read(body);
    const got: Got = {
      path: request.url ?? '',
      body: body.toString(),
      name: message?.name ?? '?',
      ...(message && { message }),
      findings,
      ...(request.socket instanceof TLSSocket && { peer: peerOf(request.socket) }),
    };
    this.got.push(got);
    const reply = this.#script(got, this.got.length) ?? this.#normal(got);
    if (reply === 'reset') request.socket.destroy();
    else if (typeof reply === 'object' && 'status' in reply) {
      const { status, headers, text = '' } = reply;
      response.writeHead(status, { 'Content-Length': Buffer.byteLength(text), ...headers });
      response.end(text);
    } else {
      const text = typeof reply === 'string' ? reply : write(reply);
      response.writeHead(200, { 'Content-Type': 'application/xml', 'Content-Length': Buffer.byteLength(text) });
      response.end(text);
    }
    this.look();
  }

  #normal({ name }: Got): Reply {
    if (name === 'oadrQueryRegistration') return queried();
    if (name === 'oadrCreatePartyRegistration') return created();
    if (name === 'oadrRegisterReport') return registered();
    if (name === 'oadrUpdateReport') return updatedReport();
    if (name === 'oadrRequestEvent') return distribute([]);
    if (name === 'oadrCancelPartyRegistration') {
      const eiResponse = { responseCode: '200', requestID: 'r' };
      return { name: 'oadrCanceledPartyRegistration', body: { eiResponse, schemaVersion: '2.0b' } };
    }
    if (name === 'oadrCreateOpt')
      return {
        name: 'oadrCreatedOpt',
        body: { eiResponse: { responseCode: '200', requestID: 'r' }, optID: 'o', schemaVersion: '2.0b' },
      };
    return (name === 'oadrPoll' ? this.queue.shift() : undefined) ?? ok();
  }
}

function peerOf(socket: TLSSocket): string | undefined {
  const { raw } = socket.getPeerCertificate();
  return raw && fingerprint(raw);
}
