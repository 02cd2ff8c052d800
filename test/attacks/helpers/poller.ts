import { Agent, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { type Message, read, write } from '../../../src/openadr/index.ts';
import * as m from '../../helpers/messages.ts';

/** What the VEN presents over TLS. */
export interface PollerTls {
  readonly cert?: string;
  readonly key?: string;
}

/** Where the VEN is at home: another address than the attackers'. */
const HOME = '127.0.0.2';

/** A VEN that polls from 127.0.0.2, over a connection that it keeps or a new one. */
export class Poller {
  venID = '';
  /** How often the kept connection was made. */
  connects = 0;
  readonly #url: URL;
  readonly #kept: Agent;
  readonly #tls: PollerTls;

  private constructor(url: string, tls: PollerTls) {
    this.#url = new URL(url);
    this.#tls = { ...tls, ...(this.#url.protocol === 'https:' && { rejectUnauthorized: false }) };
    this.#kept = this.#agent(true);
  }

  static async register(url: string, venName: string, tls: PollerTls = {}): Promise<Poller> {
    const ven = new Poller(url, tls);
    const answer = await ven.say(m.oadrCreatePartyRegistration({ oadrVenName: venName }), ven.#kept);
    if (answer.name !== 'oadrCreatedPartyRegistration' || !answer.body.venID) throw new Error(`${answer.name} came`);
    ven.venID = answer.body.venID;
    return ven;
  }

  /** @throws Error no answer, or another than 200 and oadrResponse or a message */
  async poll(anew: boolean): Promise<Message> {
    const agent = anew ? this.#agent(false) : this.#kept;
    try {
      return await this.say(m.oadrPoll(this.venID), agent);
    } finally {
      if (anew) agent.destroy();
    }
  }

  close(): void {
    this.#kept.destroy();
  }

  #agent(keepAlive: boolean): Agent {
    const options = { keepAlive, maxSockets: 1, localAddress: HOME, ...this.#tls };
    return this.#url.protocol === 'https:' ? new TlsAgent(options) : new Agent(options);
  }

  say(message: Message, agent: Agent): Promise<Message> {
    const body = Buffer.from(write(message));
    const headers = { 'Content-Type': 'application/xml', 'Content-Length': body.length };
    const url = `${this.#url.href}/${m.serviceOf(message.name)}`;
    const send = this.#url.protocol === 'https:' ? tlsRequest : request;
    return new Promise((resolve, reject) => {
      const asked = send(url, { method: 'POST', agent, headers, localAddress: HOME }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const { message: came } = read(Buffer.concat(chunks));
          if (answer.statusCode === 200 && came) resolve(came);
          else reject(new Error(`HTTP ${answer.statusCode}: ${Buffer.concat(chunks).toString()}`));
        });
      });
      asked.on('error', reject);
      asked.on('socket', () => {
        if (agent === this.#kept && !asked.reusedSocket) this.connects++;
      });
      asked.end(body);
    });
  }
}
