import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Collector } from './collector.ts';
import { type Field, type Located, parseSource, Source, type Spot } from './source.ts';

/** How the loader gets at files. */
export interface Files {
  /** Text of a file. Rejects if there is none. */
  readonly readFile: (path: string) => Promise<string>;
  /** Folder that files named in a scenario must lie in; default the scenario's own. */
  readonly root?: string;
  /** Where a path leads when its links are followed; rejects if it leads nowhere. Default: there are no links. */
  readonly realPath?: (path: string) => Promise<string>;
}

/** Reads a scenario file and what it extends, merged. `undefined`: it could not be read, and the collector says why. */
export async function readChain(
  file: string,
  text: string | undefined,
  files: Files,
  errors: Collector,
): Promise<Located | undefined> {
  const content = text ?? (await readOr(file, files, errors));
  if (content === undefined) return undefined;
  const inside = { ...files, root: files.root ?? dirname(file) };
  return chain(new Source(file, content), [file], inside, errors);
}

async function chain(source: Source, trail: string[], files: Files, errors: Collector): Promise<Located | undefined> {
  const { value, problems } = parseSource(source);
  for (const { spot, ...problem } of problems) errors.add(spot, problem);
  if (value?.kind !== 'object') {
    if (value) errors.add(value.spot, { message: 'a scenario is a JSON object', expected: '{ … }' });
    return undefined;
  }
  const base = value.fields.get('extends')?.value;
  if (base?.kind !== 'scalar' || typeof base.value !== 'string') return value;
  const path = join(dirname(source.file), base.value);
  const found = trail.findIndex((file) => resolve(file) === resolve(path));
  if (found !== -1) {
    const message = `"extends" goes in a circle: ${[...trail.slice(found), path].join(' → ')}`;
    errors.add(base.spot, { message, hint: 'move what both need into a third file' });
    return undefined;
  }
  const text = await readNamed(base.value, { spot: base.spot }, files, errors);
  if (text === undefined) return undefined;
  const below = await chain(new Source(path, text), [...trail, path], files, errors);
  return below?.kind === 'object' ? merged(below, value) : undefined;
}

/** Where a scenario names a file. */
interface Mention {
  readonly spot: Spot;
  readonly step?: string;
}

/** Text of a file that a scenario names, relative to the file it is named in. */
export async function readNamed(
  name: string,
  mention: Mention,
  files: Files,
  errors: Collector,
): Promise<string | undefined> {
  const folder = dirname(mention.spot.source.file);
  const path = join(folder, name);
  const root = files.root ?? folder;
  if (isAbsolute(name) || isOutside(root, path) || (await leadsOutside(root, path, files))) {
    const message = `${name} lies outside of ${root}`;
    errors.add(
      mention.spot,
      { message, hint: 'put the file beside the scenario or below it, or allow a wider folder: --root <folder>' },
      mention.step,
    );
    return undefined;
  }
  return readOr(path, files, errors, mention);
}

function isOutside(root: string, path: string): boolean {
  const away = relative(root, path);
  return away === '..' || away.startsWith(`..${sep}`) || isAbsolute(away);
}

/** Whether a link below the folder leads out of it. A path that leads nowhere is told by who reads it. */
async function leadsOutside(root: string, path: string, { realPath }: Files): Promise<boolean> {
  if (!realPath) return false;
  try {
    return isOutside(await realPath(root), await realPath(path));
  } catch {
    return false;
  }
}

async function readOr(path: string, files: Files, errors: Collector, mention?: Mention): Promise<string | undefined> {
  try {
    return await files.readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/,.*$/s, '') : String(error);
    const spot = mention?.spot ?? { source: new Source(path, ''), offset: 0, length: 1 };
    errors.add(spot, { message: `${path} cannot be read: ${reason}` }, mention?.step);
    return undefined;
  }
}

/** Objects merge, arrays and scalars replace; only the steps of the scenario itself come after those of its base. */
function merged(base: Located & { kind: 'object' }, own: Located & { kind: 'object' }): Located {
  const fields = mergeFields(base.fields, own.fields);
  const [before, after] = [base.fields.get('steps')?.value, own.fields.get('steps')];
  if (before?.kind === 'array' && after?.value.kind === 'array') {
    const items = [...before.items, ...after.value.items];
    fields.set('steps', { key: after.key, value: { ...after.value, items } });
  }
  return { ...own, fields };
}

function mergeFields(base: ReadonlyMap<string, Field>, own: ReadonlyMap<string, Field>): Map<string, Field> {
  const fields = new Map(base);
  for (const [name, field] of own) {
    const below = base.get(name)?.value;
    const both = below?.kind === 'object' && field.value.kind === 'object';
    const value = both ? { ...field.value, fields: mergeFields(below.fields, field.value.fields) } : field.value;
    fields.set(name, { key: field.key, value });
  }
  return fields;
}
