/** A message that cannot be written as the schema wants it. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  /** Element path from the payload: `/oadrPoll/venID`. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
    this.path = path;
  }
}
