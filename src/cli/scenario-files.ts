import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';

/**
 * The scenario files that arguments name: files as given, folders as all `*.json` in them (and below) that have
 * `steps`, sorted by path. `-` is standard input.
 */
export async function scenarioFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (path === '-') files.push(path);
    else if (await isFolder(path)) files.push(...(await inFolder(path)));
    else files.push(path);
  }
  return [...new Set(files)];
}

/** A path that is not there is taken for a file: whoever reads it says so. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

async function inFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.json') || entry.parentPath.includes('node_modules')) continue;
    const path = join(entry.parentPath, entry.name);
    if (hasSteps(await readFile(path, 'utf8'))) found.push(path);
  }
  return found.sort();
}

/** A file without `steps` only serves `extends`; one that cannot be read at all is kept, so that its fault is told. */
function hasSteps(text: string): boolean {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  return typeof value !== 'object' || value === null || Array.isArray(value) ? false : 'steps' in value;
}
