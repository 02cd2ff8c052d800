import { readFileSync } from 'node:fs';
import { DEFAULT_LIMITS } from '../../transport/limits.ts';
import { type Check, failure, info, ok, warning } from './check.ts';

/** Files beside connections: record, state, certificates, Node's own. */
const SPARE = 100;

/** Node's versions that this program is for, as its package says: `>=20.19`. */
export function engines(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly engines: { readonly node: string } }).engines.node;
}

/**
 * @param version as `process.versions.node`
 * @param wanted a least version, `>=20.19`
 */
export function nodeCheck(version: string, wanted: string): Check {
  const [major = 0, minor = 0] = numbers(version);
  const [leastMajor = 0, leastMinor = 0] = numbers(wanted);
  const enough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  if (enough) return ok('Node', `version ${version} (${wanted} is wanted)`);
  return failure('Node', `version ${version} is too old: ${wanted} is wanted`, 'install a newer one, such as Node 24');
}

function numbers(version: string): readonly number[] {
  return version.replace(/^\D+/, '').split('.').map(Number);
}

/** How many files this process may have open, the soft limit; undefined where the system does not tell. */
export function openFilesLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === 'unlimited' ? Number.POSITIVE_INFINITY : soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

/** Each connection is an open file. */
export function openFilesCheck(limit: number | undefined, connections = DEFAULT_LIMITS.connections): Check {
  if (limit === undefined) return info('open files', 'the limit cannot be told on this system');
  const wanted = connections + SPARE;
  if (limit >= wanted) return ok('open files', `${limit === Number.POSITIVE_INFINITY ? 'unlimited' : limit}`);
  const message = `this shell permits ${limit}, enough for about ${Math.max(0, limit - SPARE)} connections at once; the bench takes ${connections}`;
  return warning('open files', message, `ulimit -n ${2 ** Math.ceil(Math.log2(wanted))}, before the bench is started`);
}
