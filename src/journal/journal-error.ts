/** A record file that cannot be written or read: which, where in it, and what to try. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly file: string;
  /** 1-based, where the fault has a place. */
  readonly line?: number;
  /** Of the operating system, such as `ENOSPC`. */
  readonly code?: string;
  /** One line after `try:`. */
  readonly remedy?: string;

  constructor(message: string, data: { file: string; line?: number; code?: string; remedy?: string; cause?: unknown }) {
    super(message, { cause: data.cause });
    this.file = data.file;
    this.line = data.line;
    this.code = data.code;
    this.remedy = data.remedy;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'no permission',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file or folder',
  EFBIG: 'the file is too large for its file system',
};

/** Wraps what the operating system said about writing a record. */
export function writeError(cause: unknown, file: string): JournalError {
  const error: NodeJS.ErrnoException = cause instanceof Error ? cause : new Error(String(cause));
  const reason = REASONS[error.code ?? ''] ?? error.message;
  return new JournalError(`${file} cannot be written: ${reason}`, {
    file,
    code: error.code,
    cause,
    remedy: '--record <other file>, or --record none',
  });
}

/** Wraps what the operating system said about reading a record. */
export function readError(cause: unknown, file: string): JournalError {
  const error: NodeJS.ErrnoException = cause instanceof Error ? cause : new Error(String(cause));
  const reason = REASONS[error.code ?? ''] ?? error.message;
  return new JournalError(`${file} cannot be read: ${reason}`, { file, code: error.code, cause });
}
