import { randomBytes } from 'node:crypto';
import { rmSync, type Stats } from 'node:fs';
import { access, constants, type FileHandle, lstat, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** A report that cannot be written. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  readonly file: string;
  /** One line after `try:`. */
  readonly remedy: string;

  constructor(message: string, file: string, remedy: string, cause: unknown) {
    super(message, { cause });
    this.file = file;
    this.remedy = remedy;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
};

/**
 * Writes a report, its folder too, a piece at a time: under another name first, so that whoever opens the file sees the
 * whole of it or the one before. Only its owner can read it (0600): it holds what a device said.
 * @throws ReportError the file cannot be written; what the pieces throw passes as it is
 */
export async function writeReport(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.new`);
  const handle = await guarded(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    // `wx`: a link that somebody put there is not followed.
    return open(draft, 'wx', 0o600);
  });
  const remove = (): void => rmSync(draft, { force: true });
  process.once('exit', remove);
  try {
    await fill(path, handle, pieces).finally(() => handle.close());
    await guarded(path, () => rename(draft, path));
  } finally {
    await rm(draft, { force: true });
    process.off('exit', remove);
  }
}

/**
 * Whether a report could be written now: it is no folder, and the folder that it goes to, or the nearest that there is, can be
 * written to. Leaves nothing.
 * @throws ReportError
 */
export function checkReportPath(path: string): Promise<void> {
  return guarded(path, async () => {
    if ((await existing(path))?.isDirectory()) throw errnoError('EISDIR');
    let folder = dirname(resolve(path));
    while (!(await existing(folder)) && dirname(folder) !== folder) folder = dirname(folder);
    if (!(await stat(folder)).isDirectory()) throw errnoError('ENOTDIR');
    await access(folder, constants.W_OK | constants.X_OK);
  });
}

/** What there is at a path; a link is not followed, for it would be replaced. */
async function existing(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}

function errnoError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Characters that are written at once. */
const BATCH = 256 * 1024;

async function fill(path: string, handle: FileHandle, pieces: AsyncIterable<string>): Promise<void> {
  let batch = '';
  for await (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    const full = batch;
    batch = '';
    await guarded(path, () => handle.writeFile(full));
  }
  await guarded(path, () => handle.writeFile(batch));
}

async function guarded<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    const error: NodeJS.ErrnoException = cause instanceof Error ? cause : new Error(String(cause));
    const reason = REASONS[error.code ?? ''] ?? error.message;
    throw new ReportError(`the report ${path} cannot be written: ${reason}`, path, 'another path for --report', cause);
  }
}
