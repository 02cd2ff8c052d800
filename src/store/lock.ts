import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StoreError, storeError } from './store-error.ts';

/** Held by this process; its own pid in a lock file proves nothing, since pids come again (each container has a 1). */
const held = new Set<string>();

const removeAll = (): void => {
  for (const path of held) rmSync(path, { force: true });
};

/** Who holds a lock: the pid, and when that process started, where the system tells. */
interface Holder {
  readonly pid: number;
  readonly started: string;
}

/** A lock on a file, by `<file>.lock` beside it. */
export class Lock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
    if (held.size === 0) process.on('exit', removeAll);
    held.add(path);
  }

  /**
   * Locks a file; a lock whose process is gone is taken over.
   * @throws StoreError `inUse` another process has it, or this one already; `unwritable` no lock can be written there
   */
  static acquire(file: string): Lock {
    const path = `${resolve(file)}.lock`;
    if (held.has(path)) throw inUse(file, process.pid);
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      // Each round removes one stale lock; more than a few would be a race that somebody else may win.
      for (let round = 0; round < 5; round++) {
        if (create(path)) return new Lock(path);
        const holder = holderOf(path);
        if (holder && isAlive(holder)) throw inUse(file, holder.pid);
        if (holder) takeAway(path, holder);
      }
    } catch (error) {
      throw storeError('unwritable', error, file);
    }
    throw inUse(file, undefined);
  }

  release(): void {
    if (!held.delete(this.#path)) return;
    if (held.size === 0) process.off('exit', removeAll);
    rmSync(this.#path, { force: true });
  }
}

function create(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), {
      flag: 'wx',
      mode: 0o600,
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Who a lock names; pid 0 if it is unreadable (its writer died within the write); undefined if it is gone. */
function holderOf(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number') {
      return { pid: value.pid, started: 'started' in value && typeof value.started === 'string' ? value.started : '' };
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { pid: 0, started: '' };
}

function isAlive({ pid, started }: Holder): boolean {
  if (pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is another user's.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const now = startOf(pid);
  return started === '' || now === '' || now === started;
}

/** When a process started, in the kernel's own count (proc(5), field 22 of stat); empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses, which may hold spaces and parentheses itself.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** Removes a stale lock, unless somebody else was quicker and the lock is his by now. */
function takeAway(path: string, stale: Holder): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const taken = holderOf(aside);
  try {
    if (taken && (taken.pid !== stale.pid || taken.started !== stale.started)) linkSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

function inUse(file: string, pid: number | undefined): StoreError {
  const by = pid === undefined ? '' : ` by process ${pid}`;
  return new StoreError('inUse', `state file in use: ${file} is held${by}`, { file });
}
