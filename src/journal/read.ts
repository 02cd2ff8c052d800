import { createReadStream } from 'node:fs';
import { BodyMemory, placeOf } from './body.ts';
import { HeaderMemory } from './headers.ts';
import { JournalError, readError } from './journal-error.ts';
import type { Body, JournalRecord, LogRecord, MessageRecord } from './record.ts';
import { isRecord, VERSION } from './shape.ts';

/** Longest line that is read, bytes: a 4 MiB body, each byte escaped, and room. */
const LONGEST = 32 * 1024 * 1024;

/**
 * Reads a recorded session, a record at a time: bodies and headers that a record leaves out are put back. A last line
 * that is cut off (the writer was killed) becomes a log record that says so.
 * @param source path of a file, or its lines
 * @param name how messages call it, default the path
 * @throws JournalError the file cannot be read, is damaged (with file and line), or is of a newer version
 */
export async function* readSession(
  source: string | Iterable<string> | AsyncIterable<string>,
  name = typeof source === 'string' ? source : '<input>',
): AsyncGenerator<JournalRecord, void, void> {
  const resolver = new Resolver(name);
  let number = 0;
  /** A line that could not be parsed: damage, unless it turns out to be the last. */
  let broken: { readonly line: number; readonly reason: string } | undefined;
  let last: JournalRecord | undefined;
  for await (const line of typeof source === 'string' ? linesOf(source) : source) {
    number++;
    if (line.trim() === '') continue;
    if (broken) throw damaged(name, broken.line, broken.reason);
    const parsed = parse(line);
    if ('reason' in parsed) {
      broken = { line: number, reason: parsed.reason };
      continue;
    }
    last = resolver.resolve(parsed.record, number);
    yield last;
  }
  if (!broken) return;
  if (!last) throw damaged(name, broken.line, broken.reason);
  yield cutOff(name, broken.line, last);
}

function parse(line: string): { readonly record: JournalRecord } | { readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
  return isRecord(value) ? { record: value } : { reason: 'it is no record' };
}

/** Puts back what records leave out. */
class Resolver {
  readonly #name: string;
  readonly #bodies = new BodyMemory<Body>();
  readonly #headers = new HeaderMemory();

  constructor(name: string) {
    this.#name = name;
  }

  resolve(record: JournalRecord, line: number): JournalRecord {
    if (record.kind === 'message') return this.#message(record, line);
    if (record.kind === 'session' && record.version > VERSION) {
      throw new JournalError(`${this.#name} was recorded by a newer version (format ${record.version})`, {
        file: this.#name,
        line,
        remedy: 'open it with the version that recorded it, or a newer one',
      });
    }
    this.#headers.observe(record);
    return record;
  }

  #message(record: MessageRecord, line: number): MessageRecord {
    if (record.headers) this.#headers.changed(record, record.headers);
    const headers = record.headers ?? this.#headers.get(record);
    const body = this.#body(record, line);
    return { ...record, ...(headers ? { headers } : {}), ...(body === undefined ? {} : { body }) };
  }

  #body(record: MessageRecord, line: number): Body | undefined {
    const place = placeOf(record);
    if (record.body !== undefined) {
      this.#bodies.set(place, record.seq, record.size, record.body);
      return record.body;
    }
    if (record.same === undefined) return undefined;
    const entry = this.#bodies.get(place);
    if (entry?.seq === record.same) return entry.value;
    throw damaged(this.#name, line, `it refers to the body of record ${record.same}, which is not there`);
  }
}

/** Lines of a file, split at `\n` alone: readline also splits at U+2028, which JSON does not escape. */
async function* linesOf(path: string): AsyncGenerator<string, void, void> {
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
  let pieces: Buffer[] = [];
  let size = 0;
  let line = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        pieces.push(chunk.subarray(start, end));
        line++;
        yield Buffer.concat(pieces).toString('utf8');
        pieces = [];
        size = 0;
        start = end + 1;
      }
      if (start === chunk.length) continue;
      pieces.push(chunk.subarray(start));
      size += chunk.length - start;
      if (size > LONGEST) throw damaged(path, line + 1, `it is longer than ${LONGEST} bytes`);
    }
  } catch (error) {
    throw error instanceof JournalError ? error : readError(error, path);
  }
  if (pieces.length > 0) yield Buffer.concat(pieces).toString('utf8');
}

function damaged(file: string, line: number, reason: string): JournalError {
  return new JournalError(`${file}:${line}: the record is damaged: ${reason}`, { file, line });
}

function cutOff(file: string, line: number, { seq, time, mono }: JournalRecord): LogRecord {
  const message = `${file}:${line}: the last line is cut off; the recording was broken off there`;
  return { seq: seq + 1, time, mono, kind: 'log', level: 'warning', source: 'record', message };
}
