import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

/** Path of a record's part: `last.ndjson`, `last.2.ndjson`, … @param part 1, 2, … */
export function partPath(path: string, part: number): string {
  if (part === 1) return path;
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.${part}${extension}`;
}

/** Keeps the previous record: `last.ndjson` and its parts become `last-1.ndjson`, …; an older `last-1` is gone. */
export async function rotateLast(path: string): Promise<void> {
  const folder = dirname(path);
  const extension = extname(path);
  const stem = basename(path, extension);
  const names = await readdir(folder).catch(() => []);
  const partsOf = (name: string): readonly (readonly [name: string, part: string])[] =>
    names.flatMap((entry) => {
      if (!entry.startsWith(name) || !entry.endsWith(extension)) return [];
      const part = entry.slice(name.length, entry.length - extension.length);
      return /^(\.\d+)?$/.test(part) ? [[entry, part] as const] : [];
    });
  const current = partsOf(stem);
  if (!current.some(([, part]) => part === '')) return;
  for (const [name] of partsOf(`${stem}-1`)) await rm(join(folder, name), { force: true });
  for (const [name, part] of current) await rename(join(folder, name), join(folder, `${stem}-1${part}${extension}`));
}
