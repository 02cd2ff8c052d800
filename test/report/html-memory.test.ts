import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import type { JournalRecord, NewRecord } from '../../src/journal/record.ts';
import { folder } from '../helpers/cli.ts';
import { SESSION } from '../helpers/html-report.ts';
import { envelope, T0 } from '../helpers/ui-records.ts';

const MIB = 1024 * 1024;

/** Writes a record of so many bytes, of messages with bodies that all differ. */
async function longRecord(path: string, size: number): Promise<void> {
  const file = createWriteStream(path);
  let seq = 0;
  let bytes = 0;
  const put = async (record: NewRecord): Promise<void> => {
    const made: JournalRecord = { ...record, seq, time: T0 + seq, mono: seq++ };
    const line = `${JSON.stringify(made)}\n`;
    bytes += line.length;
    if (!file.write(line)) await once(file, 'drain');
  };
  await put(SESSION);
  while (bytes < size) {
    const body = envelope(
      `<oadr:oadrUpdateReport>${seq}${'<ei:value>1</ei:value>'.repeat(1_000)}</oadr:oadrUpdateReport>`,
    );
    await put({
      ...{ kind: 'message', dir: 'in', exchange: `x${seq}`, connection: 'c1', ven: `ven-${seq % 50}` },
      ...{ service: 'EiReport', name: 'oadrUpdateReport', headers: [], body, size: body.length, findings: [] },
    });
  }
  file.end();
  await once(file, 'finish');
}

const MAKE = `
const { htmlReport } = await import(process.argv[1]);
const { writeReport } = await import(process.argv[2]);
await writeReport(process.argv[4], htmlReport({ files: [process.argv[3]] }));
`;

test('a record larger than the memory is told', async (t) => {
  const cwd = folder();
  const record = join(cwd, 'session.ndjson');
  await longRecord(record, 110 * MIB);
  const modules = ['html/report.ts', 'report-file.ts'].map((name) => import.meta.resolve(`../../src/report/${name}`));
  const node = ['--max-old-space-size=96', '--import', import.meta.resolve('tsx'), '--input-type=module', '-e', MAKE];
  await t.notThrowsAsync(
    promisify(execFile)(process.execPath, [...node, ...modules, record, join(cwd, 'report.html')]),
  );
  rmSync(cwd, { recursive: true });
});
