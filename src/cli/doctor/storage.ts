import { mkdtemp, readFile, realpath, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Lock } from '../../store/lock.ts';
import { DamagedState, parseState } from '../../store/state-file.ts';
import { type Check, failed, failure, info, ok, warning } from './check.ts';

/** A session that is recorded wants at least this much, bytes. */
const LEAST_FREE = 100 * 2 ** 20;
const GIB = 2 ** 30;

const STATE_REMEDY = '--state <other> or --ephemeral';
const RECORD_REMEDY = '--record <other> or --record none';

/**
 * Whether the state can be kept: its folder can be written, nobody has the file, and it can be read. Nothing is left behind.
 * @param file undefined: none is kept
 */
export async function stateCheck(file: string | undefined): Promise<Check> {
  const name = 'state file';
  if (file === undefined) return info(name, 'none is kept: registrations end with the process');
  const path = await realpath(file).catch(() => resolve(file));
  const unwritable = await folderFault(dirname(path));
  if (unwritable) return failure(name, `${file} cannot be written: ${unwritable}`, STATE_REMEDY);
  try {
    // A lock would make the folder; without one nobody can hold the file.
    if (await exists(dirname(path))) Lock.acquire(path).release();
    if (!(await exists(path))) return ok(name, `${file} can be written; it is made at the first start`);
    const { state, unreadable } = parseState(await readFile(path, 'utf8'), file);
    if (unreadable.length > 0) {
      return warning(name, `${file} has VENs that cannot be read: ${unreadable.join(', ')}`, STATE_REMEDY);
    }
    return ok(name, `${file} is free, and knows ${state.vens.size} VENs`);
  } catch (error) {
    if (error instanceof DamagedState) {
      return warning(name, `${file} is damaged: the next start sets it aside, and knows no VEN`, STATE_REMEDY);
    }
    return failed(name, error, STATE_REMEDY);
  }
}

/** Whether a session can be recorded there. */
export async function recordCheck(file: string): Promise<Check> {
  if (file === 'none') return info('record', 'none is written');
  if (
    await stat(file).then(
      (found) => found.isDirectory(),
      () => false,
    )
  ) {
    return failure('record', `${file} is a folder`, `--record ${join(file, 'last.ndjson')}`);
  }
  const unwritable = await folderFault(dirname(resolve(file)));
  if (unwritable) return failure('record', `${file} cannot be written: ${unwritable}`, RECORD_REMEDY);
  return ok('record', `${file} can be written`);
}

/**
 * Whether there is room for a record.
 * @param recordMax bytes from which a new file begins
 * @param freeOf bytes that are free at an existing path; else the file system says
 */
export async function diskCheck(
  file: string,
  recordMax: number,
  freeOf: (path: string) => Promise<number> = freeAt,
): Promise<Check> {
  const folder = await nearest(dirname(resolve(file)));
  const free = await freeOf(folder);
  const told = `${(free / GIB).toFixed(1)} GiB free in ${folder}`;
  if (free < LEAST_FREE) return failure('disk', `only ${told}`, 'make room, or --record and --state on another disk');
  if (free < recordMax) {
    return warning('disk', `${told}: less than one record file may take`, 'make room, or --record on another disk');
  }
  return ok('disk', told);
}

async function freeAt(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

/** Why a folder cannot be written, or made; undefined where it can. */
async function folderFault(folder: string): Promise<string | undefined> {
  try {
    const there = await nearest(folder);
    if (!(await stat(there)).isDirectory()) return `${there} is no folder`;
    const probe = await mkdtemp(join(there, '.oadr-sim-doctor-'));
    try {
      await writeFile(join(probe, 'probe'), 'probe');
    } finally {
      await rm(probe, { recursive: true, force: true });
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The path itself, or the lowest of those above it that is there. */
async function nearest(path: string): Promise<string> {
  return (await exists(path)) || dirname(path) === path ? path : nearest(dirname(path));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
