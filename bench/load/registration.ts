import { SystemClock } from '../../src/base/clock.ts';
import { read } from '../../src/openadr/index.ts';
import type { Service } from '../../src/openadr/service.ts';
import { type Client, createClient } from '../../src/transport/client.ts';
import { createBody, pollBody, registerReportBody, requestEventBody } from './messages.ts';
import { createdReportBody } from './meter.ts';

/**
 * Registers `count` VENs as the standard wants it, and empties their queues.
 * @param metadata body of the oadrRegisterReport of a VEN; default one without reports
 * @returns their venIDs
 */
export async function register(url: string, count: number, metadata = registerReportBody): Promise<string[]> {
  const client = createClient({ baseUrl: url, ioClock: new SystemClock(), agentOptions: { maxSockets: 20 } });
  const names = Array.from({ length: count }, (_, index) => `bench-${index + 1}`);
  const venIDs: string[] = [];
  const one = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift())
      venIDs.push(await registerOne(client, name, metadata));
  };
  await Promise.all(Array.from({ length: 20 }, one));
  client.close();
  return venIDs;
}

async function registerOne(client: Client, venName: string, metadata: (venID: string) => string): Promise<string> {
  const created = await post(client, 'EiRegisterParty', createBody(venName));
  const venID = created.ids.venID;
  if (venID === undefined) throw new Error(`${venName} was not registered`);
  await post(client, 'EiReport', metadata(venID));
  await post(client, 'EiEvent', requestEventBody(venID));
  await drain(client, venID);
  return venID;
}

async function drain(client: Client, venID: string): Promise<void> {
  for (let polls = 0; polls < 5; polls++) {
    const { message } = await post(client, 'OadrPoll', pollBody(venID));
    if (message?.name === 'oadrResponse') return;
  }
  throw new Error(`the queue of ${venID} does not end`);
}

async function post(client: Client, service: Service, body: string) {
  const answer = await client.post(service, body);
  if (answer.status !== 200) throw new Error(`${service} answered ${answer.status}: ${answer.body}`);
  return read(answer.body);
}

/** What one message is answered with. */
export async function answerTo(url: string, service: Service, message: string): Promise<string> {
  const client = createClient({ baseUrl: url, ioClock: new SystemClock() });
  const { body } = await client.post(service, message);
  client.close();
  return body.toString();
}

/** Polls for the one report request of each VEN, and accepts it. @returns their reportRequestIDs, in the VENs' order */
export async function acceptRequests(url: string, venIDs: readonly string[]): Promise<string[]> {
  const client = createClient({ baseUrl: url, ioClock: new SystemClock() });
  const ids: string[] = [];
  for (const venID of venIDs) {
    const { message } = await post(client, 'OadrPoll', pollBody(venID));
    const asked = message?.name === 'oadrCreateReport' ? message.body : undefined;
    const reportRequestID = asked?.oadrReportRequest[0]?.reportRequestID;
    if (!asked || reportRequestID === undefined) throw new Error(`${venID} was asked for no report`);
    await post(client, 'EiReport', createdReportBody(venID, asked.requestID, reportRequestID));
    ids.push(reportRequestID);
  }
  client.close();
  return ids;
}
