/** The ids that a body names, by element name, and the local name of its root. */
export type Ids = { root?: string } & { [name: string]: string | undefined };

const NAMES: ReadonlySet<string> = new Set([
  ...['venID', 'vtnID', 'requestID', 'registrationID', 'reportRequestID', 'reportSpecifierID'],
  ...['eventID', 'optID', 'responseCode'],
]);

/** Notes ids while a body is read. Of several with one name the outermost counts, of those the first. */
export class IdKeeper {
  readonly #ids: Ids;
  readonly #depths = new Map<string, number>();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  keep(name: string, value: string, depth: number): void {
    if (!NAMES.has(name) || (this.#depths.get(name) ?? Number.POSITIVE_INFINITY) <= depth) return;
    this.#depths.set(name, depth);
    this.#ids[name] = value;
  }
}
