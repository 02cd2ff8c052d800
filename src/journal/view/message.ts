import { placeOf } from '../body.ts';
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
    tls: view.connections.secured.get(record.connection),
    headers: headersOf(view, record),
    weight: source === record ? bodySize(record.body) : 0,
  } satisfies MessageRow);
  count(view.findings, record.findings);
  if (record.ven !== undefined) reduceTraffic(view, record, record.ven);
}

/** The record with the bytes: the one that `same` names by its seq. */
function sourceOf(view: View, record: MessageRecord): MessageRecord {
  const place = placeOf(record);
  if (record.same === undefined) {
    view.bodies.set(place, record.seq, record.size, record);
    return record;
  }
  const last = view.bodies.get(place);
  // Never another one's bytes: where the named record is gone, none are shown.
  return last?.seq === record.same ? last.value : (rowAt(view, record.same)?.source ?? record);
}

/** The row of that seq, if it is still kept; rows are in the order of their seq. */
function rowAt(view: View, seq: number): MessageRow | undefined {
  const { messages } = view;
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages.at(middle)?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  const row = messages.at(low);
  return row?.seq === seq ? row : undefined;
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
    ven.tls = view.connections.secured.get(record.connection);
    if (record.name === 'oadrPoll') poll(ven, record.time);
    return;
  }
  ven.sent++;
  if (record.service === 'OadrPoll') ven.cadence.draining = record.name !== 'oadrResponse';
}
