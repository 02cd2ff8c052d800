/** How a check ended. `info`: nothing to be judged here, but to be known. */
export type CheckState = 'ok' | 'info' | 'warning' | 'failure';

/** One thing that a bench run needs, and whether it is there. */
export interface Check {
  /** What was looked at, in a word or two: `port`, `state file`. */
  readonly name: string;
  readonly state: CheckState;
  readonly message: string;
  /** One line after `try:`; there is one with each warning and failure. */
  readonly remedy?: string;
}

export function ok(name: string, message: string): Check {
  return { name, state: 'ok', message };
}

export function info(name: string, message: string, remedy?: string): Check {
  return { name, state: 'info', message, ...(remedy !== undefined && { remedy }) };
}

/** A run works, but not for every device, or not for long. */
export function warning(name: string, message: string, remedy: string): Check {
  return { name, state: 'warning', message, remedy };
}

/** A run does not start, or a device cannot come. */
export function failure(name: string, message: string, remedy: string): Check {
  return { name, state: 'failure', message, remedy };
}

/** What an error of our own says, as a failure. */
export function failed(name: string, error: unknown, otherwise: string): Check {
  const message = error instanceof Error ? error.message : String(error);
  const own = error instanceof Error && 'remedy' in error ? error.remedy : undefined;
  return failure(name, message, typeof own === 'string' ? own : otherwise);
}
