import type { TransportFact } from '../../transport/types.ts';
import type { ConnectionRecord } from '../record.ts';
import { count } from './findings.ts';
import type { RefusedConnection, View } from './model.ts';

/** Folds a fact of the transport: who is connected, and what came to nothing. */
export function reduceConnection(view: View, record: ConnectionRecord): void {
  const { connections } = view;
  const { fact } = record;
  if (fact.fact === 'opened') {
    connections.open++;
    connections.total++;
    connections.addresses.set(record.connection, fact.address);
  }
  const told = refusal(fact);
  if (told) {
    connections.lastRefused = {
      ...told,
      time: record.time,
      address: connections.addresses.get(record.connection),
    };
  }
  if (fact.fact === 'answered' || fact.fact === 'clientError') count(view.findings, fact.findings);
  if (fact.fact === 'closed') {
    connections.open = Math.max(0, connections.open - 1);
    connections.addresses.delete(record.connection);
    connections.headers.delete(`in ${record.connection}`);
    connections.headers.delete(`out ${record.connection}`);
  }
}

function refusal(fact: TransportFact): Pick<RefusedConnection, 'tried' | 'hint'> | undefined {
  switch (fact.fact) {
    case 'firstBytes':
      if (fact.looksLike === 'http') return undefined;
      return fact.looksLike === 'tls'
        ? { tried: 'spoke TLS to the plain HTTP port', hint: 'set the device to http, or start with --tls' }
        : { tried: `sent bytes that are no HTTP (${fact.hex.slice(0, 16)}…)` };
    case 'answered':
      return {
        tried: `${fact.method} ${fact.url} → ${fact.status} ${fact.reason}`,
        hint: fact.findings.find((finding) => finding.hint !== undefined)?.hint,
      };
    case 'clientError':
      return {
        tried: `sent bad HTTP: ${fact.message} (${fact.code})`,
        hint: fact.findings.find((finding) => finding.hint !== undefined)?.hint,
      };
    case 'closed':
      // Some devices open a connection to look whether the port answers; a fault is told as such.
      return fact.silent && fact.bytesRead === 0 ? { tried: 'connected and closed without a request' } : undefined;
    case 'opened':
      return undefined;
  }
}
