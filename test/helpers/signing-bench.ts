import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest, Agent as SecureAgent } from 'node:https';
import type { ExecutionContext } from 'ava';
import type { SigningOptions } from '../../src/bench/signing/options.ts';
import type { MessageRecord } from '../../src/journal/record.ts';
import { type Message, read, toTree, writeTree } from '../../src/openadr/index.ts';
import { sign } from '../../src/openadr/signature/index.ts';
import { chainPem } from '../../src/pki/files.ts';
import { keyPem } from '../../src/pki/key.ts';
import type { LeafKind, Material } from '../../src/pki/material.ts';
import type { FaultName } from '../../src/pki/spoil.ts';
import { TestBench, type TestBenchOptions } from './bench.ts';
import * as m from './messages.ts';
import { TlsLab } from './tls-lab.ts';

/** An answer over real HTTP. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly venID: string | undefined;
  readonly code: string | undefined;
  readonly signed: boolean;
}

/** How a message is sent; by default signed by this VEN, now, with a nonce of its own. */
export interface Sending {
  readonly by?: Material | 'nobody';
  readonly timestamp?: number;
  readonly nonce?: string;
  /** Spoils the text after it was signed. */
  readonly spoil?: (text: string) => string;
  readonly service?: string;
}

let labOfFile: Promise<TlsLab> | undefined;

/** The certificates of a test file. */
export function labOf(): Promise<TlsLab> {
  labOfFile ??= TlsLab.make('signing');
  return labOfFile;
}

const SERVICES: Readonly<Record<string, string>> = {
  oadrPoll: 'OadrPoll',
  oadrUpdateReport: 'EiReport',
  oadrRegisterReport: 'EiReport',
  oadrCreatedEvent: 'EiEvent',
  oadrRequestEvent: 'EiEvent',
};

let nonces = 0;

/** A bench whose VTN signs, and VENs that speak to it by hand. */
export class SigningBench {
  readonly test: TestBench;
  readonly lab: TlsLab;
  /** What the VEN signs with. */
  readonly ven: Material;

  private constructor(test: TestBench, lab: TlsLab, ven: Material) {
    this.test = test;
    this.lab = lab;
    this.ven = ven;
  }

  static async open(
    t: ExecutionContext,
    sign: Partial<SigningOptions> = {},
    { tls = false, ...options }: Omit<TestBenchOptions, 'tls' | 'sign'> & { readonly tls?: boolean } = {},
  ): Promise<SigningBench> {
    const lab = await labOf();
    const identities = await Promise.all([lab.leaf('vtn', 'ecc'), lab.leaf('vtn', 'rsa')]);
    const test = await TestBench.open(t, {
      // No poll is late while a test looks at the state.
      config: { registerReports: false, pollInterval: 600_000 },
      ...options,
      ...(tls && { tls: { identities, trust: lab.trust } }),
      sign: { mode: 'on', identities, trust: lab.trust, ...sign },
    });
    return new SigningBench(test, lab, await lab.leaf('ven', 'ecc'));
  }

  /** A device with one connection of its own. @param tls what it presents there @param ciphers its suites */
  device(t: ExecutionContext, tls?: Material | 'nothing', ciphers?: string): Device {
    return new Device(t, this, tls, ciphers);
  }

  leaf(name: string, kind: LeafKind = 'ecc', fault?: FaultName): Promise<Material> {
    return this.lab.leaf(name, kind, fault);
  }

  /** All of the state that is durable, as it is now, and what a person sees of it. The offer stores the VEN anew. */
  async state(venID: string) {
    const { bench, store } = this.test;
    await bench.execute({ do: 'offer', pollInterval: 600_000, vens: [venID] }, 'library');
    return { stored: store.snapshot(), vens: bench.vens };
  }

  /** The newest message record. */
  last(name?: string, dir: MessageRecord['dir'] = 'in'): MessageRecord {
    const record = this.test.messages(name, dir).at(-1);
    if (!record) throw new Error('no such message');
    return record;
  }
}

/** Sends messages one by one over a kept connection. */
export class Device {
  readonly #bench: SigningBench;
  readonly #agent: Agent;
  venID = '';

  constructor(t: ExecutionContext, bench: SigningBench, tls?: Material | 'nothing', ciphers?: string) {
    this.#bench = bench;
    const shown = typeof tls === 'object' ? { cert: chainPem(tls.chain), key: keyPem(tls.key) } : {};
    const kept = { keepAlive: true, maxSockets: 1 };
    this.#agent = tls
      ? new SecureAgent({ ...kept, rejectUnauthorized: false, ...shown, ...(ciphers && { ciphers }) })
      : new Agent(kept);
    t.teardown(() => this.#agent.destroy());
  }

  /** The text of a message as it goes out. */
  text(message: Message | string, { by = this.#bench.ven, spoil, ...protect }: Sending = {}): string {
    const plain = typeof message === 'string' ? message : writeTree(toTree(message, { lenient: true }));
    const { timestamp = Date.now(), nonce = `ven-${nonces++}` } = protect;
    const text = by === 'nobody' ? plain : sign(plain, by.key, by.chain[0].x509, { timestamp, nonce });
    return spoil ? spoil(text) : text;
  }

  send(message: Message, how: Sending = {}): Promise<Answer> {
    return this.post(how.service ?? SERVICES[message.name] ?? 'EiRegisterParty', this.text(message, how));
  }

  post(service: string, text: string | Buffer): Promise<Answer> {
    const { url } = this.#bench.test.bench;
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const headers = { 'Content-Type': 'application/xml', 'Content-Length': Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const request = send(`${url}/${service}`, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const body = Buffer.concat(chunks).toString();
          const { ids } = read(body);
          const { venID, responseCode: code } = ids;
          resolve({
            status: response.statusCode ?? 0,
            text: body,
            venID,
            code,
            signed: body.includes('<ds:Signature'),
          });
        });
      });
      request.on('error', reject);
      request.end(text);
    });
  }

  /** Registers and remembers its venID. */
  async register(
    over: Parameters<typeof m.oadrCreatePartyRegistration>[0] = { oadrXmlSignature: true },
    how: Sending = {},
  ): Promise<Answer> {
    const answer = await this.send(m.oadrCreatePartyRegistration(over), how);
    this.venID = answer.venID ?? '';
    return answer;
  }

  poll(how: Sending = {}, venID: string | undefined = this.venID): Promise<Answer> {
    return this.send(m.oadrPoll(venID), how);
  }
}
