/** What is wrong with the state file. */
export type StoreFault = 'inUse' | 'newer' | 'unreadable' | 'unwritable';

/** The state cannot be kept: which file, why, and what to try. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;
  readonly file: string;
  /** Of the operating system, such as `ENOSPC`. */
  readonly code?: string;
  /** One line after `try:`. */
  readonly remedy: string;

  constructor(
    fault: StoreFault,
    message: string,
    data: { file: string; code?: string; remedy?: string; cause?: unknown },
  ) {
    super(message, { cause: data.cause });
    this.fault = fault;
    this.file = data.file;
    this.code = data.code;
    this.remedy = data.remedy ?? '--state <other> or --ephemeral';
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
};

/** Wraps what the operating system said. */
export function storeError(fault: 'unreadable' | 'unwritable', cause: unknown, file: string): StoreError {
  if (cause instanceof StoreError) return cause;
  const error: NodeJS.ErrnoException = cause instanceof Error ? cause : new Error(String(cause));
  const reason = REASONS[error.code ?? ''] ?? error.message;
  const verb = fault === 'unreadable' ? 'read' : 'written';
  return new StoreError(fault, `the state file ${file} cannot be ${verb}: ${reason}`, {
    file,
    code: error.code,
    cause,
  });
}
