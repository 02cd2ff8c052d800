import type { Finding } from '../../openadr/finding.ts';
import type { TransportFact } from '../../transport/types.ts';
import type { ConnectionRecord, StateRecord } from '../record.ts';
import { findingsOf, isAgain } from '../refused.ts';
import { count, worstOf } from './findings.ts';
import type { LogLine, RefusedConnection, View } from './model.ts';
import { venLabel } from './ven.ts';

/** Folds a fact of the transport: who is connected, and what came to nothing. */
export function reduceConnection(view: View, record: ConnectionRecord): void {
  const { connections } = view;
  const { fact } = record;
  if (fact.fact === 'opened') {
    connections.open++;
    connections.total++;
    connections.addresses.set(record.connection, fact.address);
  }
  if (fact.fact === 'secured' && connections.addresses.has(record.connection)) {
    const { version, suite, resumed } = fact.agreed;
    const [own] = fact.certificates;
    connections.secured.set(record.connection, { version, suite, resumed, ...(own && { subject: own.subject }) });
  }
  const refused = connections.refused.has(record.connection);
  const told = failure(fact, refused);
  if (told) refuse(view, record, told);
  count(view.findings, findingsOf(fact, refused));
  if (fact.fact === 'closed') {
    connections.open = Math.max(0, connections.open - 1);
    connections.addresses.delete(record.connection);
    connections.secured.delete(record.connection);
    connections.refused.delete(record.connection);
    connections.headers.delete(`in ${record.connection}`);
    connections.headers.delete(`out ${record.connection}`);
  }
}

/** What a connection tried in vain; without a level it is told to who waits for a device alone. */
interface Failure extends Pick<RefusedConnection, 'tried' | 'hint'> {
  readonly level?: LogLine['level'];
}

/**
 * A certificate that is not the one a VEN is bound to: the connection was secured, and its message refused (rule 517). It
 * stands beside the connections that TLS refused, with the remedy.
 */
export function reduceCertificate(view: View, { change, exchange, time, seq }: StateRecord): void {
  if (change.what !== 'certificate' || change.presented === undefined) return;
  const who = venLabel(view, change.venID);
  const names = change.subject === undefined ? '' : ` (${change.subject})`;
  const tried = change.renewal
    ? `TLS: the certificate of ${who} changed since registration: ${change.presented} for ${change.pinned}`
    : `TLS: another certificate came for ${who}: ${change.presented}${names} for ${change.pinned}`;
  const hint = change.renewal
    ? 'if the device got a new certificate, c accepts it (repin)'
    : 'give the device a venID of its own; if it takes this place, c accepts its certificate (repin)';
  const connection = exchange === undefined ? undefined : connectionOf(view, exchange);
  const address = connection === undefined ? undefined : view.connections.addresses.get(connection);
  view.connections.lastRefused = { tried, hint, time, address };
  view.connections.failed++;
  const text = address === undefined ? tried : `${address} ${tried}`;
  view.log.push({ seq, time, level: 'error', source: 'connection', ven: change.venID, text, hint });
}

/** Messages that are looked through: a change stands right behind the message that brought it. */
const NEAR = 16;

/** The connection of a message that came a moment ago. */
function connectionOf({ messages }: View, exchange: string): string | undefined {
  for (let back = 1; back <= NEAR; back++) {
    const row = messages.at(messages.length - back);
    if (row?.exchange === exchange) return row.record.connection;
  }
  return undefined;
}

/** Keeps the failure as the last one, and tells it in the log. */
function refuse(view: View, record: ConnectionRecord, { tried, hint, level }: Failure): void {
  const { connections } = view;
  const address = connections.addresses.get(record.connection);
  connections.lastRefused = { tried, hint, time: record.time, address };
  if (level === undefined) return;
  connections.failed++;
  if (connections.addresses.has(record.connection)) connections.refused.add(record.connection);
  const text = address === undefined ? tried : `${address} ${tried}`;
  view.log.push({ seq: record.seq, time: record.time, level, source: 'connection', text, hint });
}

/** What to do about TLS on the plain port. */
const NO_TLS = 'a TLS handshake came to the plain port: set the device to http';

/** @param refused whether this connection's failure was told already */
function failure(fact: TransportFact, refused: boolean): Failure | undefined {
  switch (fact.fact) {
    // The answer that follows is what the log has.
    case 'firstBytes':
      if (fact.looksLike === 'http') return undefined;
      return fact.looksLike === 'tls'
        ? { tried: 'spoke TLS to the plain HTTP port', hint: NO_TLS }
        : { tried: `sent bytes that are no HTTP (${fact.hex.slice(0, 16)}…)` };
    case 'answered':
      // That its certificate is refused, TLS has told already.
      if (isAgain(fact, refused)) return undefined;
      return {
        tried: `${fact.method} ${fact.url} → ${fact.status} ${fact.reason}`,
        hint: hintOf(fact.findings),
        level: levelOf(fact.findings),
      };
    case 'clientError': {
      const tls = fact.findings.some((finding) => finding.layer === 'tls');
      const status = fact.status === undefined ? '' : ` → ${fact.status}`;
      if (tls) return { tried: `spoke TLS to the plain HTTP port${status}`, hint: NO_TLS, level: 'error' };
      const what = fact.findings[0]?.message ?? fact.message;
      return {
        tried: `sent bad HTTP: ${what} (${fact.code})${status}`,
        hint: hintOf(fact.findings),
        level: levelOf(fact.findings),
      };
    }
    case 'closed':
      if (!fact.silent || refused) return undefined;
      // Some devices open a connection to look whether the port answers; a fault is told as such.
      if (fact.bytesRead === 0) return { tried: 'connected and closed without a request' };
      return { tried: `closed after ${fact.bytesRead} bytes that were no whole request`, level: 'warning' };
    case 'tlsRefused':
      return { tried: `TLS: ${fact.message}`, hint: fact.remedy, level: 'error' };
    case 'limited':
      return { tried: fact.message, hint: fact.remedy, level: 'warning' };
    case 'hello':
    case 'secured':
    case 'opened':
      return undefined;
  }
}

function hintOf(findings: readonly Finding[]): string | undefined {
  return findings.find((finding) => finding.hint !== undefined)?.hint;
}

function levelOf(findings: readonly Finding[]): LogLine['level'] {
  return worstOf(findings) ?? 'warning';
}
