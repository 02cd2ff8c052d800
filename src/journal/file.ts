import { closeSync, mkdirSync, openSync, write, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, type Clock, SystemClock, type Timer } from '../base/clock.ts';
import type { Journal } from './journal.ts';
import { type JournalError, writeError } from './journal-error.ts';
import { partPath } from './part.ts';
import type { JournalRecord } from './record.ts';
import { Restater } from './restate.ts';

export { rotateLast } from './part.ts';

/** How a record is written. */
export interface RecordFileOptions {
  /** Whose records are written; it is told when they come faster than they can be written (`pressure`). */
  readonly journal: Journal;
  /** Bytes of a part before the next (`….2.ndjson`) begins; default: never. */
  readonly maxBytes?: number;
  /** Called once when the disk fails: the recording is over, the run may go on. */
  readonly onFault?: (error: JournalError) => void;
  /** Times the batches; I/O time. */
  readonly ioClock?: Clock;
  /** Unwritten bytes from which the journal is told of pressure, default 64 MiB; it ends at half of that. */
  readonly pressureBytes?: number;
}

/** Lines that wait for being written, all of one part; a large record, whose line is made when it is written, is alone. */
interface Batch {
  readonly part: number;
  readonly lines: (string | JournalRecord)[];
  bytes: number;
}

interface InFlight {
  readonly bytes: Buffer;
  readonly position: number;
  /** What they were counted as when they were appended. */
  readonly counted: number;
}

/** A record waits no longer than this to be written, ms of I/O time. */
const BATCH_MS = 100;
/** A batch of this size is written at once. */
const BATCH_BYTES = 256 * 1024;
/** To make the line of 4 MiB takes its time: not in the turn in which the message is answered. */
const LARGE = 64 * 1024;
const MIB = 1024 * 1024;

/** Files that a process writes to their end before it exits. */
const unfinished = new Set<RecordFile>();

const finishAll = (): void => {
  for (const file of unfinished) file.flushSync();
};

/**
 * Writes a journal as NDJSON: a line a record, batches of at most 100 ms, one write in flight, nothing dropped
 * (architecture, decision 4).
 */
export class RecordFile {
  readonly #path: string;
  readonly #options: RecordFileOptions;
  readonly #ioClock: Clock;
  readonly #restater: Restater;
  readonly #unsubscribe: () => void;
  readonly #queue: Batch[] = [];
  readonly #flushed: { readonly upTo: number; readonly resolve: () => void }[] = [];
  #fd: number;
  #openPart = 1;
  #position = 0;
  #inFlight?: InFlight;
  /** Part of the newest record, and its bytes so far. */
  #part = 1;
  #partBytes = 0;
  #session?: string;
  #appended = 0;
  #written = 0;
  #timer?: Timer;
  #pressed = false;
  #closed = false;
  #fault?: JournalError;

  private constructor(path: string, options: RecordFileOptions) {
    this.#path = path;
    this.#options = options;
    this.#ioClock = options.ioClock ?? new SystemClock();
    this.#restater = new Restater(options.journal);
    this.#fd = open(path);
    this.#unsubscribe = options.journal.subscribe((record) => this.append(record));
    if (unfinished.size === 0) process.on('exit', finishAll);
    unfinished.add(this);
  }

  /**
   * Opens the file, its folder too, and writes what the journal tells from now on.
   * @throws JournalError it cannot be written
   */
  static async open(path: string, options: RecordFileOptions): Promise<RecordFile> {
    return new RecordFile(path, options);
  }

  /** The files written so far. */
  get paths(): readonly string[] {
    return Array.from({ length: this.#part }, (_, index) => partPath(this.#path, index + 1));
  }

  /** Why the recording ended early. */
  get fault(): JournalError | undefined {
    return this.#fault;
  }

  append(record: JournalRecord): void {
    if (this.#closed || this.#fault) return;
    let line = this.#lineOf(record);
    const { maxBytes } = this.#options;
    if (maxBytes !== undefined && this.#partBytes > 0 && this.#partBytes + sizeOf(line) > maxBytes) {
      this.#nextPart(record.seq);
      line = this.#lineOf(record);
    }
    if (record.kind === 'session' && typeof line === 'string') this.#session = line;
    this.#add(line);
  }

  /** Resolves when all that was appended so far is with the operating system, or lost to a fault. */
  flush(): Promise<void> {
    this.#pump();
    if (this.#written === this.#appended || this.#fault) return Promise.resolve();
    return new Promise((resolve) => {
      this.#flushed.push({ upTo: this.#appended, resolve });
    });
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#unsubscribe();
    await this.flush();
    this.#closed = true;
    this.#timer?.cancel();
    unfinished.delete(this);
    if (unfinished.size === 0) process.off('exit', finishAll);
    closeSync(this.#fd);
  }

  /** Writes what is left without returning to the event loop, for a process that is about to end. */
  flushSync(): void {
    if (this.#closed || this.#fault) return;
    try {
      // What is in flight may be half written: the same bytes go to the same place once more.
      if (this.#inFlight) writeAll(this.#fd, this.#inFlight.bytes, this.#inFlight.position);
      for (let batch = this.#queue.shift(); batch; batch = this.#queue.shift()) {
        this.#turnTo(batch.part);
        const bytes = bytesOf(batch);
        writeAll(this.#fd, bytes, this.#position);
        this.#position += bytes.length;
      }
      this.#written = this.#appended;
    } catch (error) {
      this.#failed(error);
    }
  }

  #lineOf(record: JournalRecord): string | JournalRecord {
    const restated = this.#restater.restate(record);
    return largeBody(restated) !== '' ? restated : lineOf(restated);
  }

  #add(line: string | JournalRecord): void {
    const bytes = sizeOf(line);
    let batch = this.#queue.at(-1);
    const alone = typeof line !== 'string' || typeof batch?.lines[0] === 'object';
    if (!batch || batch.part !== this.#part || alone) {
      batch = { part: this.#part, lines: [], bytes: 0 };
      this.#queue.push(batch);
    }
    batch.lines.push(line);
    batch.bytes += bytes;
    this.#partBytes += bytes;
    this.#appended += bytes;
    if (batch.bytes >= BATCH_BYTES && typeof line === 'string') this.#pump();
    else this.#timer ??= after(this.#ioClock, BATCH_MS, () => this.#pump());
    this.#press();
  }

  #nextPart(seq: number): void {
    this.#part++;
    this.#partBytes = 0;
    this.#restater.begin(seq);
    // Each part says by itself what it is part of.
    if (this.#session) this.#add(this.#session);
  }

  #pump(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#inFlight || this.#fault || this.#closed) return;
    const batch = this.#queue.shift();
    if (!batch) return;
    try {
      this.#turnTo(batch.part);
    } catch (error) {
      this.#failed(error);
      return;
    }
    const bytes = bytesOf(batch);
    this.#inFlight = { bytes, position: this.#position, counted: batch.bytes };
    this.#position += bytes.length;
    // A large record was counted by its body alone; with what is escaped in it its line may be three times as long.
    if (batch.part === this.#part) this.#partBytes += bytes.length - batch.bytes;
    this.#writeOn(this.#inFlight, 0);
  }

  #writeOn(inFlight: InFlight, offset: number): void {
    const { bytes, position } = inFlight;
    write(this.#fd, bytes, offset, bytes.length - offset, position + offset, (error, count) => {
      if (error) this.#failed(error);
      else if (offset + count < bytes.length) this.#writeOn(inFlight, offset + count);
      else this.#wrote(inFlight.counted);
    });
  }

  #wrote(bytes: number): void {
    this.#inFlight = undefined;
    this.#written += bytes;
    while ((this.#flushed[0]?.upTo ?? Number.POSITIVE_INFINITY) <= this.#written) this.#flushed.shift()?.resolve();
    this.#press();
    if (this.#flushed.length > 0 || (this.#queue[0]?.bytes ?? 0) >= BATCH_BYTES || this.#queue.length > 1) this.#pump();
    else if (this.#queue.length > 0) this.#timer ??= after(this.#ioClock, BATCH_MS, () => this.#pump());
  }

  #press(): void {
    const { journal, pressureBytes = 64 * MIB } = this.#options;
    const unwritten = this.#appended - this.#written;
    const pressed = this.#pressed ? unwritten > pressureBytes / 2 : unwritten >= pressureBytes;
    if (pressed === this.#pressed) return;
    this.#pressed = pressed;
    journal.pressure(pressed);
  }

  #turnTo(part: number): void {
    if (part === this.#openPart) return;
    const fd = open(partPath(this.#path, part));
    closeSync(this.#fd);
    this.#fd = fd;
    this.#openPart = part;
    this.#position = 0;
  }

  #failed(cause: unknown): void {
    if (this.#fault) return;
    this.#fault = writeError(cause, partPath(this.#path, this.#openPart));
    this.#unsubscribe();
    this.#inFlight = undefined;
    this.#queue.length = 0;
    this.#written = this.#appended;
    for (const { resolve } of this.#flushed.splice(0)) resolve();
    this.#press();
    this.#options.onFault?.(this.#fault);
  }
}

/** A body that is large, else nothing. */
function largeBody(record: JournalRecord): string {
  if (record.kind !== 'message' || record.body === undefined) return '';
  const text = typeof record.body === 'string' ? record.body : record.body.base64;
  return text.length > LARGE ? text : '';
}

/** Bytes; of a large record those of its body, as its line is not made yet. */
function sizeOf(line: string | JournalRecord): number {
  return Buffer.byteLength(typeof line === 'string' ? line : largeBody(line));
}

function bytesOf({ lines }: Batch): Buffer {
  return Buffer.from(lines.map((line) => (typeof line === 'string' ? line : lineOf(line))).join(''));
}

/** What a terminal would act on, or turn text around with; JSON leaves it as it is. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A record as a line that is safe to look at as it stands: beyond ASCII there are only texts, where escaping loses nothing. */
function lineOf(record: JournalRecord): string {
  const line = JSON.stringify(record);
  const safe = line.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `${safe}\n`;
}

/** New files are for their owner alone; one that is there keeps its mode, and a link is followed: both were put there. */
function open(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, 'w', 0o600);
  } catch (error) {
    throw writeError(error, path);
  }
}

function writeAll(fd: number, bytes: Buffer, position: number): void {
  for (let offset = 0; offset < bytes.length; ) {
    offset += writeSync(fd, bytes, offset, bytes.length - offset, position + offset);
  }
}
