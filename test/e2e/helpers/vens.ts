import { SystemClock } from '../../../src/base/clock.ts';
import { type Message, type PayloadName, type PayloadTypes, read, write } from '../../../src/openadr/index.ts';
import { type Client, createClient } from '../../../src/transport/client.ts';
import * as m from '../../helpers/messages.ts';

/** A VEN moved by hand, over real HTTP: says one message at a time and reads the answer. */
export class HandVen {
  readonly #client: Client;
  venID = '';
  registrationID = '';
  vtnID = '';

  constructor(url: string) {
    this.#client = createClient({ baseUrl: url, ioClock: new SystemClock(), timeoutMs: 60_000 });
  }

  /** @throws ClientError no answer came; Error HTTP status is not 200, or the answer has errors */
  async say(message: Message): Promise<Message> {
    const { status, body } = await this.#client.post(m.serviceOf(message.name), write(message));
    if (status !== 200) throw new Error(`HTTP ${status}: ${body.toString()}`);
    const { message: answer, findings } = read(body);
    const wrong = findings.filter(({ severity }) => severity === 'error');
    if (!answer || wrong.length > 0) throw new Error(`${JSON.stringify(wrong)} in ${body.toString()}`);
    return answer;
  }

  /** The answer's body; the answer must be of this name. @throws as `say`, and if it is another */
  async ask<K extends PayloadName>(message: Message, name: K): Promise<PayloadTypes[K]> {
    const answer = await this.say(message);
    if (answer.name !== name) throw new Error(`${answer.name} came, expected ${name}`);
    return answer.body as PayloadTypes[K];
  }

  /** Registers under a name; the IDs are those that the VTN gave. */
  async register(venName: string): Promise<void> {
    const created = await this.ask(
      m.oadrCreatePartyRegistration({ oadrVenName: venName }),
      'oadrCreatedPartyRegistration',
    );
    const { venID, registrationID, vtnID } = created;
    if (!venID || !registrationID) throw new Error(`no IDs: ${JSON.stringify(created.eiResponse)}`);
    Object.assign(this, { venID, registrationID, vtnID });
  }

  poll(): Promise<Message> {
    return this.say(m.oadrPoll(this.venID));
  }

  /** Polls until there is nothing more, and gives what came. */
  async drain(): Promise<Message[]> {
    const came: Message[] = [];
    for (;;) {
      const answer = await this.poll();
      if (answer.name === 'oadrResponse') return came;
      came.push(answer);
    }
  }

  close(): void {
    this.#client.close();
  }
}
