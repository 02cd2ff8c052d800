import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RecordFile, rotateLast } from '../journal/file.ts';
import type { Journal } from '../journal/journal.ts';
import { type BenchCliOptions, DEFAULT_RECORD } from './options.ts';

/** The record of a session as files. */
export interface Recording {
  /** Those that somebody wanted, for the summary. */
  readonly paths: () => readonly string[];
  /** All parts, also of a record that is only kept for the reports. */
  readonly files: () => readonly string[];
  close(): Promise<void>;
  /** Removes what was only for the reports. */
  discard(): Promise<void>;
}

const NOTHING: Recording = { paths: () => [], files: () => [], close: async () => {}, discard: async () => {} };

/**
 * Opens the record that the options ask for. With `--record none` reports still need one: a temporary one.
 * @throws JournalError it cannot be written
 */
export async function openRecording(
  { record, recordMax, report = [] }: BenchCliOptions,
  journal: Journal,
  onFault: (error: Error) => void,
): Promise<Recording> {
  const options = { journal, maxBytes: recordMax, onFault };
  if (record === 'none') {
    return report.some(({ kind }) => kind === 'html') ? temporary(options) : NOTHING;
  }
  await mkdir(dirname(record), { recursive: true });
  // Only the default file: a name that somebody chose means that very file.
  if (record === DEFAULT_RECORD) await rotateLast(record);
  const file = await RecordFile.open(record, options);
  return { paths: () => file.paths, files: () => file.paths, close: () => file.close(), discard: async () => {} };
}

/** A record in a folder of its own (0700), gone with the process at the latest. */
async function temporary(options: Parameters<typeof RecordFile.open>[1]): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'oadr-sim-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const file = await RecordFile.open(join(folder, 'session.ndjson'), options);
  return {
    paths: () => [],
    files: () => file.paths,
    close: () => file.close(),
    async discard() {
      await rm(folder, { recursive: true, force: true });
      process.off('exit', remove);
    },
  };
}
