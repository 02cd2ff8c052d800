/** Characters of standard error kept while the UI has the terminal. */
const MOST = 256 * 1024;

/**
 * Keeps back what is written to a terminal stream, so that warnings do not tear the picture.
 * @returns gives the stream back and writes what was kept; a stream that is no terminal is left alone
 */
export function holdOutput(stream: NodeJS.WriteStream): () => void {
  if (!stream.isTTY) return () => {};
  const write = stream.write;
  let kept = '';
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    if (kept.length < MOST) kept += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  return () => {
    stream.write = write;
    if (kept !== '') stream.write(kept);
  };
}
