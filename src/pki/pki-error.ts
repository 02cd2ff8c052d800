/** What kind of trouble it is. */
export type PkiFault = 'unreadable' | 'passphrase' | 'unwritable' | 'exists' | 'missing' | 'unsupported';

/** A certificate, key or folder cannot be used: what, why, and what to try. Never holds a key or a passphrase. */
export class PkiError extends Error {
  override readonly name = 'PkiError';
  readonly fault: PkiFault;
  /** One line after `try:`. */
  readonly remedy?: string;

  constructor(fault: PkiFault, message: string, remedy?: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.fault = fault;
    this.remedy = remedy;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EEXIST: 'a file of that name stands there',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
};

/** What the operating system said, in words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return REASONS[code] ?? error.message;
}
