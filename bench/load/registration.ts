import { SystemClock } from '../../src/base/clock.ts';
import { read } from '../../src/openadr/index.ts';
import type { Service } from '../../src/openadr/service.ts';
import { type Client, createClient } from '../../src/transport/client.ts';
import { type Credentials, signerOf } from './credentials.ts';
import { createBody, pollBody, registerReportBody, requestEventBody } from './messages.ts';
import { createdReportBody } from './meter.ts';

/** How VENs are registered. */
export interface Registering {
  /** Body of the oadrRegisterReport of a VEN; default one without reports. */
  readonly metadata?: (venID: string) => string;
  /** Begin of their names; default `bench`. */
  readonly prefix?: string;
  /** For https. */
  readonly credentials?: (venName: string) => Credentials;
  /** With oadrXmlSignature, and signed. */
  readonly sign?: boolean;
}

/**
 * Registers `count` VENs as the standard wants it, and empties their queues.
 * @returns their venIDs
 */
export async function register(url: string, count: number, how: Registering = {}): Promise<string[]> {
  const { prefix = 'bench', credentials } = how;
  const shared = credentials ? undefined : clientOf(url);
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
  const venIDs: string[] = [];
  const one = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const place = count - names.length - 1;
      const own = credentials?.(name);
      const client = shared ?? clientOf(url, own);
      const seal = how.sign && own ? signerOf(own) : (body: string) => body;
      venIDs[place] = await registerOne({ client, seal }, name, how);
      if (!shared) client.close();
    }
  };
  await Promise.all(Array.from({ length: 20 }, one));
  shared?.close();
  return venIDs;
}

function clientOf(url: string, credentials?: Credentials): Client {
  return createClient({
    ...{ baseUrl: url, ioClock: new SystemClock(), agentOptions: { maxSockets: 20 } },
    ...(credentials && { tls: credentials }),
  });
}

/** A VEN's way to its VTN. */
interface Wire {
  readonly client: Client;
  readonly seal: (body: string) => string;
}

async function registerOne(wire: Wire, venName: string, { metadata, sign }: Registering): Promise<string> {
  const created = await post(wire, 'EiRegisterParty', createBody(venName, sign));
  const venID = created.ids.venID;
  if (venID === undefined) throw new Error(`${venName} was not registered`);
  await post(wire, 'EiReport', (metadata ?? registerReportBody)(venID));
  await post(wire, 'EiEvent', requestEventBody(venID));
  await drain(wire, venID);
  return venID;
}

async function drain(wire: Wire, venID: string): Promise<void> {
  for (let polls = 0; polls < 5; polls++) {
    const { message } = await post(wire, 'OadrPoll', pollBody(venID));
    if (message?.name === 'oadrResponse') return;
  }
  throw new Error(`the queue of ${venID} does not end`);
}

async function post({ client, seal }: Wire, service: Service, body: string) {
  const answer = await client.post(service, seal(body));
  if (answer.status !== 200) throw new Error(`${service} answered ${answer.status}: ${answer.body}`);
  return read(answer.body);
}

/** What one message is answered with. @param credentials for https */
export async function answerTo(
  url: string,
  service: Service,
  message: string,
  credentials?: Credentials,
): Promise<string> {
  const client = clientOf(url, credentials);
  const { body } = await client.post(service, message);
  client.close();
  return body.toString();
}

/**
 * Polls for the one report request of each VEN, and accepts it.
 * @param own of a VEN that signs, for https
 * @returns their reportRequestIDs, in the VENs' order
 */
export async function acceptRequests(url: string, venIDs: readonly string[], own?: Credentials): Promise<string[]> {
  const client = clientOf(url, own);
  const wire = { client, seal: own ? signerOf(own) : (body: string) => body };
  const ids: string[] = [];
  for (const venID of venIDs) {
    const { message } = await post(wire, 'OadrPoll', pollBody(venID));
    const asked = message?.name === 'oadrCreateReport' ? message.body : undefined;
    const reportRequestID = asked?.oadrReportRequest[0]?.reportRequestID;
    if (!asked || reportRequestID === undefined) throw new Error(`${venID} was asked for no report`);
    await post(wire, 'EiReport', createdReportBody(venID, asked.requestID, reportRequestID));
    ids.push(reportRequestID);
  }
  client.close();
  return ids;
}
