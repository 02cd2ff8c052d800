import { readFileSync } from 'node:fs';

/** Files that a bench has open beside its connections: state, record, libraries, and some to spare. */
const OWN = 64;

/**
 * How many connections this process may have before it lacks file descriptors for what it must write. Where the system does
 * not tell (no /proc), no limit: then it is libuv that sheds connections when there are none left.
 */
export function connectionsByOpenFiles(
  limits: () => string = () => readFileSync('/proc/self/limits', 'latin1'),
): number {
  try {
    // Name, soft limit, hard limit; Node has raised the first to the second at its start.
    const soft = Number(/^Max open files\s+(\d+)/m.exec(limits())?.[1] ?? Number.NaN);
    return Number.isNaN(soft) ? Number.POSITIVE_INFINITY : Math.max(1, soft - OWN);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
