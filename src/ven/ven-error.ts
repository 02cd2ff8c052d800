/** A simulated VEN cannot do what it was told: why, and what would help. */
export class VenError extends Error {
  override readonly name = 'VenError';
  readonly venName: string;
  /** One line after `try:`. */
  readonly remedy?: string;

  constructor(message: string, data: { venName: string; remedy?: string; cause?: unknown }) {
    super(message, { cause: data.cause });
    this.venName = data.venName;
    this.remedy = data.remedy;
  }
}
