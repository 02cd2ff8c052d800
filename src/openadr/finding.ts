/** Where a message or a connection failed. Three verdicts, never mixed: bytes and schema, conformance rule, sequence. */
export type Layer = 'tls' | 'http' | 'xml' | 'schema' | 'rule' | 'sequence';

/** `error` breaks the standard; `warning` is suspicious but legal; `info` only informs. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * One fault found in a message, a connection or an exchange, as data. The same object stands in the record, in
 * `check --json` and in JSON reports.
 */
export interface Finding {
  readonly layer: Layer;
  readonly severity: Severity;
  /** Number of the conformance rule (Profile Specification 11.2), where one is broken. */
  readonly rule?: number;
  /** One sentence, without the place. */
  readonly message: string;
  /** Element path from the root, local names: `/oadrPayload/oadrSignedObject/oadrPoll/venID`. */
  readonly path?: string;
  /** 1-based line of the body. */
  readonly line?: number;
  /** 1-based column of the body. */
  readonly column?: number;
  readonly expected?: string;
  readonly actual?: string;
  /** The remedy, if there is one. */
  readonly hint?: string;
}
