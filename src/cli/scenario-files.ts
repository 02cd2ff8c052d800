import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { UsageError } from './exit.ts';

/**
 * The scenario files that arguments name: files as given, folders as all `*.json` in them (and below) that have
 * `steps`, sorted by path. `-` is standard input.
 * @throws UsageError for a path that is not there
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

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    throw new UsageError(`${path} is not there`, 'oadr-sim run scenarios/peak.json');
  }
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
