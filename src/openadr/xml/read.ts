import type { Finding } from '../finding.ts';
import type { Ids } from '../schema/id-keeper.ts';
import { Validator } from '../schema/validator.ts';
import type { Message } from '../types.ts';
import { loneAmpersand } from './ampersand.ts';
import { complaint } from './complaints.ts';
import { Decoder } from './decode.ts';
import { LIMITS, type Limits } from './limits.ts';
import { Scanner, type Sink } from './scanner.ts';
import { pathOf, type XmlElement } from './tree.ts';

/** What was read of a body. */
export interface ReadResult {
  /** The payload, where the root is one. A field that could not be read is absent and has a finding. */
  readonly message?: Message;
  /** All elements, whatever they are. */
  readonly tree?: XmlElement;
  /** In the order of their places. */
  readonly findings: Finding[];
  /** Root name, venID, requestID and other ids, also of a body of which no more could be read. */
  readonly ids: Ids;
  /** Well-formed and valid by the 2.0b schema: what libxml2 says with the official XSDs. */
  readonly valid: boolean;
  /** The body was not read, or not further: it holds a DOCTYPE or is beyond a limit. */
  readonly refused?: 'doctype' | 'limit';
}

/** Reads a body in chunks. */
export interface Reader {
  feed(chunk: Buffer | string): void;
  /** To be called once. */
  end(): ReadResult;
}

/** Up to this size a body is read at once, bytes. */
const SMALL = 64 * 1024;
/** Read in one turn of what is larger: some milliseconds, where this is the first large body ever too. */
const SLICE = 16 * 1024;
// saxes quotes names, and they may be as long as the body.
const LONGEST = 400;

/**
 * A reader for one body. It never throws on content: what is wrong is told in findings, and reading goes on behind it.
 */
export function createReader(limits: Partial<Limits> = {}): Reader {
  return new BodyReader({ ...LIMITS, ...limits });
}

/** Reads a body at once. */
export function read(body: Buffer | string, limits?: Partial<Limits>): ReadResult {
  const reader = new BodyReader(limits ? { ...LIMITS, ...limits } : LIMITS);
  reader.whole(body);
  const result = reader.end();
  if (!result.findings.some(({ layer, severity }) => layer === 'xml' && severity === 'error')) return result;
  const lone = loneAmpersand(typeof body === 'string' ? body : body.toString('utf8'));
  return lone ? { ...result, findings: [lone, ...result.findings] } : result;
}

/** Reads a body; of one above 64 KiB, lets others run before each slice of 16 KiB. */
export async function readAsync(body: Buffer | string, limits?: Partial<Limits>): Promise<ReadResult> {
  if (body.length <= SMALL) return read(body, limits);
  const reader = new BodyReader(limits ? { ...LIMITS, ...limits } : LIMITS);
  reader.expect(body.length);
  for (let at = 0; at < body.length && !reader.refused; at += SLICE) {
    await new Promise((resolve) => setImmediate(resolve));
    reader.feed(typeof body === 'string' ? body.slice(at, at + SLICE) : body.subarray(at, at + SLICE));
  }
  return reader.end();
}

class BodyReader implements Reader, Sink {
  readonly #validator = new Validator();
  readonly #limits: Limits;
  readonly #scanner: Scanner;
  #decoder: Decoder | undefined;
  #bytes = 0;
  #started = false;
  #tooBig = false;
  #unclosed = false;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#scanner = Scanner.acquire(this, limits);
  }

  get refused(): boolean {
    return this.#tooBig || this.#scanner.refused;
  }

  /** Says how long the body will be, so that one too long is not begun. */
  expect(bytes: number): void {
    if (bytes <= this.#limits.bytes || this.#tooBig) return;
    this.#tooBig = true;
    const message = `the body is longer than ${this.#limits.bytes} bytes`;
    this.#validator.findings.add({ layer: 'xml', severity: 'error', message });
  }

  feed(chunk: Buffer | string): void {
    this.#bytes += chunk.length;
    this.expect(this.#bytes);
    if (this.refused) return;
    if (typeof chunk === 'string') this.#text(chunk);
    else this.#text(this.#bytesDecoder().write(chunk));
  }

  /** The body in one piece. */
  whole(body: Buffer | string): void {
    this.expect(body.length);
    if (!this.refused) this.#text(typeof body === 'string' ? body : this.#bytesDecoder().whole(body));
  }

  end(): ReadResult {
    const { findings, ids } = this.#validator;
    if (!this.refused && this.#decoder) this.#text(this.#decoder.end());
    const { root, refused } = this.#scanner.end();
    if (refused) {
      const { message, line, column } = refused;
      findings.add({ layer: 'xml', severity: 'error', message, line, column });
    }
    if (refused || this.#tooBig)
      return { findings: findings.list(), ids, valid: false, refused: refused?.why ?? 'limit' };
    const message = this.#validator.message();
    return { message, tree: root, findings: findings.list(), ids, valid: !findings.invalid };
  }

  enter(node: XmlElement): void {
    this.#validator.enter(node);
  }

  cdata(): void {
    this.#validator.cdata();
  }

  leave(node: XmlElement, cut: boolean): void {
    this.#validator.leave(node, cut);
  }

  fault(error: string, line: number, column: number, at: XmlElement | undefined): void {
    // Where the end is missing, saxes complains of every open element and of the end itself; the first says enough.
    const unclosed = error.includes('unclosed tag') || error.includes('unexpected end');
    if (unclosed && this.#unclosed) return;
    this.#unclosed ||= unclosed;
    if (this.#validator.findings.overflows()) return;
    const { message, hint } = complaint(error.slice(0, LONGEST));
    const place = { line, column, ...(at && { path: pathOf(at) }), ...(hint !== undefined && { hint }) };
    this.#validator.findings.add({ layer: 'xml', severity: 'error', message, ...place });
  }

  #bytesDecoder(): Decoder {
    this.#decoder ??= new Decoder((finding) => {
      // Another encoding is the profile's matter, not that of XML and schema; broken bytes are.
      if (finding.hint?.includes('OpenADR')) this.#validator.findings.note(finding);
      else this.#validator.findings.add(finding);
    });
    return this.#decoder;
  }

  #text(text: string): void {
    if (text === '') return;
    const first = !this.#started;
    this.#started = true;
    this.#scanner.write(first && text.startsWith('\uFEFF') ? text.slice(1) : text);
  }
}
