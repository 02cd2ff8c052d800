/** What a body may hold at most. Beyond it nothing is read. */
export interface Limits {
  /** Bytes (characters of a string). */
  readonly bytes: number;
  /** Elements within elements. */
  readonly depth: number;
  readonly elements: number;
  /** Attributes of one element, namespace declarations counted. */
  readonly attributes: number;
  /** Characters of the name of an element or attribute, prefix counted. */
  readonly name: number;
}

/** 4 MiB of ordinary telemetry has 113,870 elements. */
export const LIMITS: Limits = { bytes: 4 * 1024 * 1024, depth: 64, elements: 250_000, attributes: 64, name: 256 };
