import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, info, ok, warning } from './check.ts';

/** What holds keys, by its name. */
const SECRET = /\.(?:key|p12|pfx)$/i;

/** The files of a lab's folder that hold keys, those of simulated VENs too. */
export async function keyFilesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true }).catch((): string[] => []);
  return entries.filter((name) => SECRET.test(name)).map((name) => join(folder, name));
}

/** Keys are their owner's alone: mode 0600. */
export async function keyFilesCheck(files: readonly string[], platform = process.platform): Promise<Check> {
  if (platform === 'win32') return info('key files', 'their rights are not looked at on Windows');
  const modes = await Promise.all(
    files.map(async (file) => ({
      file,
      mode: await stat(file).then(
        ({ mode }) => mode & 0o777,
        () => undefined,
      ),
    })),
  );
  const open = modes.flatMap(({ file, mode }) => (mode !== undefined && (mode & 0o077) !== 0 ? [{ file, mode }] : []));
  if (open.length === 0) return ok('key files', `${files.length}, none of which others may read`);
  const told = open.map(({ file, mode }) => `${file} (0${mode.toString(8)})`).join(', ');
  return warning('key files', `others may read ${told}`, `chmod 600 ${open.map(({ file }) => file).join(' ')}`);
}
