import { STATUS_CODES } from 'node:http';
import type { MessageRow, View } from '../../journal/view.ts';
import { bytesText, dateTime, tookText } from '../format.ts';
import { type Line, span } from '../text.ts';

/** What HTTP carried the message: the exchange, the status, the header lines as they were. */
export function httpTab(row: MessageRow, view: View): Line[] {
  const { record } = row;
  const lines: Line[] = [
    field('exchange', row.exchange),
    field('connection', `${record.connection}  ${view.connections.addresses.get(record.connection) ?? ''}`),
    ...tlsFields(row),
    field('service', row.service),
    field('time', dateTime(row.time)),
  ];
  if (row.status !== undefined) lines.push(field('status', `${row.status} ${STATUS_CODES[row.status] ?? ''}`));
  if (row.took !== undefined) lines.push(field('took', tookText(row.took)));
  lines.push(field('body', bytesText(row.size)));
  if (record.same !== undefined) lines.push(field('same as', `message ${record.same}`));
  lines.push([], [span(record.headers ? 'headers' : 'headers (unchanged on this connection)', 'title')]);
  for (let at = 0; at + 1 < row.headers.length; at += 2) {
    lines.push([span(`${row.headers[at]}: `, 'attribute'), span(row.headers[at + 1] ?? '')]);
  }
  if (row.headers.length === 0) lines.push([span('none recorded', 'dim')]);
  return lines;
}

/** What TLS agreed on, and with whom. */
function tlsFields({ tls }: MessageRow): Line[] {
  if (!tls) return [];
  const resumed = tls.resumed ? ', resumed' : '';
  return [
    field('TLS', `${tls.version} ${tls.suite}${resumed}`),
    field('certificate', tls.subject ?? 'none from the client'),
  ];
}

/** Columns of a fact's name: EiRegisterParty is the longest. */
const FIELD = 16;

/** A fact: its name in a column, then its value. */
export function field(name: string, value: string): Line {
  return [span(`${name} `.padEnd(FIELD), 'dim'), span(value)];
}
