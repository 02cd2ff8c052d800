import type { Finding } from '../../src/openadr/finding.ts';
import { createdEvent, envelope, poll, type Recorder, response } from './ui-records.ts';

/** A wrong requestID, as rule 42 finds it. */
export const RULE_42: Finding = {
  layer: 'rule',
  severity: 'error',
  rule: 42,
  message: 'the requestID must be that of the oadrDistributeEvent',
  path: '/oadrPayload/oadrSignedObject/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse/requestID',
  line: 7,
  column: 7,
  expected: '5f3c',
  actual: '0',
  hint: 'copy the requestID of the message that carried the event',
};

const STEPS = [
  { step: '0', do: 'expect', title: 'expect registered' },
  { step: '1', do: 'event', title: 'event peak: SIMPLE level 1, 2' },
  { step: '2', do: 'expect', title: 'expect peak optIn' },
  { step: '3', do: 'cancel', title: 'cancel peak' },
  { step: '4', do: 'expect', title: 'expect an answer to the cancel' },
];

/** A run as it looks in its middle: two VENs, an event sent, an answer with a finding, an expectation open. */
export function tellStory(to: Recorder): void {
  to.add({ kind: 'session', version: 1, program: 'oadr-sim 0.1.0', vtnID: 'oadr-sim', seed: 'demo', speed: 1 });
  to.add({ kind: 'scenario', scenario: 'Peak: two-step shed', file: 'peak.json', state: 'started', steps: STEPS });
  to.add(step('0', 'running', to.now + 60_000));
  to.add({
    kind: 'connection',
    connection: 'c1',
    fact: { fact: 'opened', connection: 'c1', address: '192.168.1.23', port: 50123 },
  });
  to.after(1_200);
  to.message({
    service: 'EiRegisterParty',
    name: 'oadrCreatePartyRegistration',
    body: registration(),
    headers: ['Host', 'bench:8080', 'Content-Type', 'application/xml'],
  });
  to.registered();
  to.after(3).message({
    dir: 'out',
    service: 'EiRegisterParty',
    name: 'oadrCreatedPartyRegistration',
    body: response(),
    status: 200,
    took: 3,
  });
  to.registered('ven-2', 'ev-charger');
  to.add(step('0', 'passed'));
  to.add(step('1', 'running'));
  to.add({ kind: 'command', by: 'scenario', step: '1', command: { do: 'event' } });
  event(to, 'far');
  polls(to, 3);
  to.after(1_990).message({ body: poll() });
  to.after(4).message({ dir: 'out', name: 'oadrDistributeEvent', body: distribute(), status: 200, took: 4 });
  to.add({
    kind: 'state',
    ven: 'ven-1',
    change: {
      what: 'delivery',
      venID: 'ven-1',
      item: 'i1',
      payload: 'oadrDistributeEvent',
      state: 'delivered',
      events: [{ eventID: 'peak', modificationNumber: 0, status: 'far' }],
    },
  });
  to.add({ kind: 'state', ven: 'ven-1', change: { what: 'queue', venID: 'ven-1', items: [] } });
  to.add(step('1', 'done'));
  to.add(step('2', 'running', to.now + 10_000));
  to.after(280).message({
    service: 'EiEvent',
    name: 'oadrCreatedEvent',
    body: createdEvent('optIn', '0'),
    findings: [RULE_42],
  });
  to.add({
    kind: 'state',
    ven: 'ven-1',
    change: {
      what: 'response',
      venID: 'ven-1',
      eventID: 'peak',
      modificationNumber: 0,
      optType: 'optIn',
      responseCode: '200',
      requestID: '0',
      via: 'oadrCreatedEvent',
      match: 'wrongRequestID',
      newest: true,
      exchange: 'x',
    },
  });
  to.after(2).message({ dir: 'out', service: 'EiEvent', name: 'oadrResponse', body: response(), status: 200, took: 2 });
  to.add({
    kind: 'state',
    ven: 'ven-2',
    change: { what: 'presence', venID: 'ven-2', presence: 'offline', lastHeard: to.now - 5_000 },
  });
  to.add({
    kind: 'state',
    ven: 'ven-2',
    change: { what: 'queue', venID: 'ven-2', items: [{ item: 'i2', payload: 'oadrDistributeEvent', label: 'events' }] },
  });
  polls(to, 2);
}

/** Polls two seconds apart with empty answers. */
export function polls(to: Recorder, count: number): void {
  for (let i = 0; i < count; i++) {
    to.after(1_997).message({ body: poll() });
    to.after(3).message({ dir: 'out', name: 'oadrResponse', body: response(), status: 200, took: 3 });
  }
}

/** A record of a step of the story. */
export function step(place: string, state: 'running' | 'passed' | 'done' | 'failed', deadline?: number) {
  const { title, do: kind } = STEPS[Number(place)] ?? { title: place, do: 'note' };
  return { kind: 'step', scenario: 'Peak: two-step shed', step: place, do: kind, title, state, deadline } as const;
}

function event(to: Recorder, status: 'far' | 'active'): void {
  const start = to.now + 30_000;
  for (const venID of ['ven-1', 'ven-2']) {
    to.add({
      kind: 'state',
      ven: venID,
      change: {
        what: 'event',
        venID,
        eventID: 'peak',
        modificationNumber: 0,
        status,
        cause: 'added',
        responseRequired: 'always',
        summary: 'SIMPLE level 1, 2',
        schedule: {
          start,
          end: start + 30_000,
          startAfter: 0,
          intervals: [
            { uid: 0, start, end: start + 10_000 },
            { uid: 1, start: start + 10_000, end: start + 30_000 },
          ],
        },
      },
    });
  }
}

function registration(): string {
  return envelope(
    '<oadr:oadrCreatePartyRegistration ei:schemaVersion="2.0b"><pyld:requestID>q1</pyld:requestID><oadr:oadrProfileName>2.0b</oadr:oadrProfileName><oadr:oadrTransportName>simpleHttp</oadr:oadrTransportName><oadr:oadrReportOnly>false</oadr:oadrReportOnly><oadr:oadrXmlSignature>false</oadr:oadrXmlSignature><oadr:oadrVenName>thermostat</oadr:oadrVenName><oadr:oadrHttpPullModel>true</oadr:oadrHttpPullModel></oadr:oadrCreatePartyRegistration>',
  );
}

function distribute(): string {
  return envelope(
    '<oadr:oadrDistributeEvent ei:schemaVersion="2.0b"><pyld:requestID>5f3c</pyld:requestID><ei:vtnID>oadr-sim</ei:vtnID><oadr:oadrEvent><ei:eiEvent><ei:eventDescriptor><ei:eventID>peak</ei:eventID><ei:modificationNumber>0</ei:modificationNumber><ei:eventStatus>far</ei:eventStatus></ei:eventDescriptor></ei:eiEvent><oadr:oadrResponseRequired>always</oadr:oadrResponseRequired></oadr:oadrEvent></oadr:oadrDistributeEvent>',
  );
}
