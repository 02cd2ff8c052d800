/** A moment: a `Date`, or an ISO 8601 text with its zone, `2030-01-01T12:00:00Z` or `…+01:00`; it is sent as UTC. */
export type Moment = Date | string;

/** A length of time: ISO 8601 text (`PT15M`), or milliseconds that make whole seconds (rule 1). */
export type Duration = string | number;
