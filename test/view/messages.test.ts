import test from 'ava';
import { createView, freezeView, reduce, type ViewLimits } from '../../src/journal/view.ts';
import type { TransportFact } from '../../src/transport/types.ts';
import { secured } from '../helpers/refused-connections.ts';
import { createdEvent, poll, Recorder, response } from '../helpers/ui-records.ts';
import { RULE_42 } from '../helpers/ui-story.ts';

function told(limits: Partial<ViewLimits> = {}) {
  const view = createView(limits);
  return { view, to: new Recorder((record) => reduce(view, record)) };
}

test('a message becomes a row with its worst finding, and its VEN counts it', (t) => {
  const { view, to } = told();
  to.registered();
  const before = view.version;
  const record = to.message({
    name: 'oadrCreatedEvent',
    service: 'EiEvent',
    body: createdEvent('optIn'),
    findings: [RULE_42],
  });
  t.is(view.version, before + 1);
  const row = view.messages.last();
  t.like(row, { seq: record.seq, dir: 'in', ven: 'ven-1', name: 'oadrCreatedEvent', worst: 'error', source: record });
  t.like(view.vens.get('ven-1'), { received: 1, sent: 0, lastMessage: 'oadrCreatedEvent', findings: { error: 1 } });
  t.deepEqual(view.findings, { error: 1, warning: 0, info: 0 });
});

test('what TLS agreed on stands with the messages of the connection, and with the VEN', (t) => {
  const { view, to } = told();
  const connection = 'c5';
  const tell = (fact: TransportFact) => to.add({ kind: 'connection', connection, fact });
  tell({ fact: 'opened', connection, address: '10.0.0.9', port: 9 });
  tell(secured(connection));
  to.message({ connection });
  const { agreed } = secured(connection);
  const tls = { version: agreed.version, suite: agreed.suite, resumed: false, subject: 'CN=box' };
  t.deepEqual(view.messages.last()?.tls, tls);
  t.deepEqual(view.vens.get('ven-1')?.tls, tls);
  tell({ fact: 'closed', connection, requests: 1, bytesRead: 9, bytesWritten: 9, silent: false });
  t.is(view.connections.secured.size, 0);
  t.deepEqual(view.messages.last()?.tls, tls);
  to.message({ connection: 'c6' });
  t.is(view.messages.last()?.tls, undefined);
});

test('a record that names an earlier one as the same is shown with its bytes', (t) => {
  const { view, to } = told();
  const first = to.message({ body: poll() });
  to.message({ dir: 'out', body: response(), name: 'oadrResponse' });
  const again = to.message({ same: first.seq });
  const row = view.messages.last();
  t.is(row?.record, again);
  t.is(row?.source, first);
  t.is(row?.weight, 0);
});

test('an empty answer that repeats one is shown with its bytes, whatever payload a poll got in between', (t) => {
  const { view, to } = told();
  const out = { dir: 'out', status: 200 } as const;
  const empty = to.message({ ...out, name: 'oadrResponse', body: response() });
  to.message({ ...out, name: 'oadrDistributeEvent', body: createdEvent('optIn') });
  for (let i = 0; i < 2; i++) {
    to.message({ ...out, name: 'oadrResponse', same: empty.seq });
    t.is(view.messages.last()?.source, empty);
  }
});

test('a repeated message whose first one is gone has no bytes, rather than those of another', (t) => {
  const { view, to } = told();
  to.message({ body: poll() });
  const again = to.message({ same: 4711 });
  t.is(view.messages.last()?.source, again);
});

test('headers that a record leaves out are those told last on its connection, in its direction', (t) => {
  const { view, to } = told();
  to.add({
    kind: 'connection',
    connection: 'c1',
    fact: { fact: 'opened', connection: 'c1', address: '10.0.0.2', port: 1 },
  });
  to.message({ headers: ['Host', 'bench'] });
  to.message({ dir: 'out', headers: ['Content-Length', '5'] });
  to.message();
  t.deepEqual(view.messages.last()?.headers, ['Host', 'bench']);
  to.add({
    kind: 'connection',
    connection: 'c1',
    fact: { fact: 'closed', connection: 'c1', requests: 2, bytesRead: 9, bytesWritten: 9, silent: false },
  });
  t.is(view.connections.headers.size, 0);
  t.is(view.connections.open, 0);
});

test('5,000 messages are kept unless told otherwise, and as many bytes as allowed', (t) => {
  const { view, to } = told();
  for (let i = 0; i < 5_010; i++) to.message();
  t.is(view.messages.length, 5_000);
  t.is(view.messages.at(0)?.seq, 10);
  const small = told({ bytes: 1_000 });
  for (let i = 0; i < 5; i++) small.to.message({ body: 'x'.repeat(400) });
  t.is(small.view.messages.length, 2);
});

test('a flood of invented venIDs finds an end', (t) => {
  const { view, to } = told({ seenVens: 10 });
  for (let i = 0; i < 100; i++) to.message({ ven: `invented-${i}` });
  t.is(view.vens.size, 10);
  t.is(view.vensLeftOut, 90);
  t.is(view.messages.length, 100);
});

test('a frozen view stands still', (t) => {
  const { view, to } = told();
  to.registered();
  to.message();
  const frozen = freezeView(view);
  to.after(2_000).message();
  to.add({ kind: 'state', ven: 'ven-1', change: { what: 'presence', venID: 'ven-1', presence: 'late', lastHeard: 0 } });
  t.is(frozen.messages.length, 1);
  t.like(frozen.vens.get('ven-1'), { received: 1, presence: 'online' });
  t.like(view.vens.get('ven-1'), { received: 2, presence: 'late' });
});
