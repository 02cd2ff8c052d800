import type { MessageRecord } from '../record.ts';
import { count, worstOf } from './findings.ts';
import { bodySize, type MessageRow, type View } from './model.ts';
import { poll, venOf } from './ven.ts';

/** Adds a message to the list and to its VEN. */
export function reduceMessage(view: View, record: MessageRecord): void {
  const source = sourceOf(view, record);
  view.messages.push({
    seq: record.seq,
    time: record.time,
    dir: record.dir,
    ven: record.ven,
    name: record.name,
    service: record.service,
    exchange: record.exchange,
    status: record.status,
    took: record.took,
    size: record.size,
    worst: worstOf(record.findings),
    record,
    source,
    headers: headersOf(view, record),
    weight: source === record ? bodySize(record.body) : 0,
  } satisfies MessageRow);
  count(view.findings, record.findings);
  if (record.ven !== undefined) reduceTraffic(view, record, record.ven);
}

/** The record with the bytes: `same` names the newest one of this VEN, service and direction. */
function sourceOf(view: View, record: MessageRecord): MessageRecord {
  const key = `${record.dir} ${record.service} ${record.ven ?? ''}`;
  if (record.same === undefined) {
    if (record.ven === undefined || view.vens.has(record.ven) || view.vens.size < view.limits.seenVens) {
      view.bodies.set(key, record);
    }
    return record;
  }
  return view.bodies.get(key) ?? record;
}

function headersOf(view: View, record: MessageRecord): readonly string[] {
  const key = `${record.dir} ${record.connection}`;
  if (record.headers === undefined) return view.connections.headers.get(key) ?? [];
  // Only of open connections, so that the map empties with them.
  if (view.connections.addresses.has(record.connection)) view.connections.headers.set(key, record.headers);
  return record.headers;
}

function reduceTraffic(view: View, record: MessageRecord, venID: string): void {
  const ven = venOf(view, venID, true);
  if (!ven) return;
  count(ven.findings, record.findings);
  if (record.dir === 'in') {
    ven.received++;
    ven.lastHeard = record.time;
    ven.lastMessage = record.name;
    if (record.name === 'oadrPoll') poll(ven, record.time);
    return;
  }
  ven.sent++;
  if (record.service === 'OadrPoll') ven.cadence.draining = record.name !== 'oadrResponse';
}
