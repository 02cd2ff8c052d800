import { spawnSync } from 'node:child_process';
import test from 'ava';
import { rawPost } from '../helpers/raw-socket.ts';
import { sClient } from '../helpers/tls-lab.ts';
import { groups, type Outcome, rowsFor, type Version } from '../helpers/tls-rows.ts';
import { type Client, TlsTable } from '../helpers/tls-table.ts';

const there = spawnSync('openssl', ['version']).status === 0;
const run = there ? test : test.skip;
const why = there ? '' : ' (openssl is not installed)';

const FLAGS: Readonly<Record<Version, string>> = {
  TLSv1: '-tls1',
  'TLSv1.1': '-tls1_1',
  'TLSv1.2': '-tls1_2',
  'TLSv1.3': '-tls1_3',
};

/** A client that verifies the VTN's certificate and name, and posts. Level 0: else it would offer neither TLS 1.0 nor its weak key. */
async function connect({ port, row, own, roots }: Client): Promise<Outcome['client']> {
  const { version, suite } = row;
  const { output } = await sClient(
    port,
    [
      ...['-quiet', FLAGS[version], '-no-CApath', '-no-CAstore', '-CAfile', roots],
      ...['-verify_return_error', '-verify_hostname', 'localhost'],
      ...(version === 'TLSv1.3'
        ? ['-ciphersuites', suite, '-cipher', 'ALL:@SECLEVEL=0']
        : ['-cipher', `${suite}:@SECLEVEL=0`]),
      ...(own ? ['-cert', own.cert, '-cert_chain', own.cert, '-key', own.key] : []),
    ],
    rawPost({ headers: { Connection: 'close' } }).toString('latin1'),
  );
  const status = /^HTTP\/1\.1 (200|403) /m.exec(output)?.[1];
  if (status === '200' || status === '403') return status;
  const alert = /SSL alert number (\d+)/.exec(output)?.[1];
  if (alert !== undefined) return `alert ${Number(alert)}`;
  return /certificate verify failed/.test(output) ? 'refused' : 'closed';
}

const table = await TlsTable.make('openssl', connect);
test.after.always(() => table.remove());

for (const [name, rows] of groups(rowsFor('openssl'))) {
  run(`${name}: ${rows.length} clients openssl${why}`, (t) => table.check(t, rows));
}
