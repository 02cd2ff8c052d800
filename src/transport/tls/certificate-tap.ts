import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { ByteReader } from './byte-reader.ts';
import { firstHandshake } from './records.ts';

const CERTIFICATE = 11;

/** Above this OpenSSL refuses a Certificate message by itself. */
const LARGEST = 128 * 1024;

/**
 * Stands between a socket and Node's TLS, and looks at the client's certificates before the handshake goes on: in TLS 1.2
 * they come in the clear, right after the ClientHello. What is no such message passes: TLS 1.3 enciphers it.
 */
export class CertificateTap extends Duplex {
  readonly #socket: Socket;
  readonly #accept: (sent: readonly Buffer[]) => boolean;
  /** Bytes of the ClientHello that have yet to pass. */
  #hello: number;
  #held: Buffer | undefined = Buffer.alloc(0);
  #refused = false;

  /**
   * @param hello length of the ClientHello with its records, which the socket has yet to bring
   * @param accept whether the handshake goes on; else the caller has answered. Called once at most
   */
  constructor(socket: Socket, hello: number, accept: (sent: readonly Buffer[]) => boolean) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.#hello = hello;
    this.#accept = accept;
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
    socket.on('error', (error) => this.destroy(error));
    socket.pause();
  }

  override _read(): void {
    if (!this.#refused) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (this.#refused) callback();
    else this.#socket.write(chunk, callback);
  }

  override _final(callback: () => void): void {
    if (!this.#refused) this.#socket.end();
    callback();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    // After a refusal the alert is on its way.
    if (!this.#refused) this.#socket.destroy();
    callback(error);
  }

  #received(chunk: Buffer): void {
    if (this.#refused) return;
    const hello = chunk.subarray(0, this.#hello);
    this.#hello -= hello.length;
    if (hello.length > 0) this.#pass(hello);
    const rest = chunk.subarray(hello.length);
    if (rest.length === 0) return;
    if (this.#held === undefined) {
      this.#pass(rest);
      return;
    }
    const held = Buffer.concat([this.#held, rest]);
    this.#held = held;
    const start = firstHandshake(held);
    if (start.state === 'more' && held.length <= LARGEST) return;
    if (start.state === 'whole' && start.type === CERTIFICATE) {
      const sent = certificatesIn(start.body);
      if (sent && !this.#accept(sent)) {
        this.#refused = true;
        return;
      }
    }
    this.#held = undefined;
    this.#pass(held);
  }

  #pass(bytes: Buffer): void {
    if (!this.push(bytes)) this.#socket.pause();
  }
}

/** The list of a Certificate message (RFC 5246, 7.4.2); undefined where it is broken, which OpenSSL will find. */
export function certificatesIn(body: Buffer): readonly Buffer[] | undefined {
  try {
    const list = new ByteReader(new ByteReader(body).vector(3));
    const found: Buffer[] = [];
    while (list.left > 0) found.push(list.vector(3));
    return found;
  } catch {
    return undefined;
  }
}
