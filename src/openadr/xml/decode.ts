import { isUtf8 } from 'node:buffer';
import type { Finding } from '../finding.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

const LABELS: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'iso-8859-1': 'latin1',
  latin1: 'latin1',
  'windows-1252': 'latin1',
};
const REPLACEMENT = Buffer.from('\uFFFD');
const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/;

/**
 * Turns the bytes of a body into text, chunk by chunk. The encoding is found as XML 1.0, appendix F, says: by the byte
 * order mark, the first bytes, or the XML declaration. 2.0b allows UTF-8 alone; others are read with a finding.
 */
export class Decoder {
  readonly #report: (finding: Finding) => void;
  #decoder: InstanceType<typeof TextDecoder> | 'latin1' | undefined;
  #broken = false;
  #head: Buffer | undefined;

  constructor(report: (finding: Finding) => void) {
    this.#report = report;
  }

  /** The text of a whole body: what `write` and `end` would give, but faster. */
  whole(body: Buffer): string {
    const plain = detect(body) === undefined && this.#declaredPlain(body) && isUtf8(body);
    return plain ? body.toString('utf8') : this.write(body) + this.end();
  }

  /** The text of a chunk. The first few bytes may be held back until the encoding is sure. */
  write(chunk: Buffer): string {
    if (this.#decoder === undefined) {
      const head = this.#head ? Buffer.concat([this.#head, chunk]) : chunk;
      if (head.length < 4) {
        this.#head = head;
        return '';
      }
      return this.#start(head);
    }
    return this.#decode(chunk);
  }

  /** What is left when the body has ended. */
  end(): string {
    if (this.#decoder === undefined) return this.#head ? this.#start(this.#head) : '';
    if (this.#decoder === 'latin1') return '';
    return this.#checked(this.#decoder.decode(), undefined);
  }

  #start(head: Buffer): string {
    const encoding = detect(head) ?? this.#declared(head);
    this.#decoder = encoding === 'latin1' ? 'latin1' : new TextDecoder(encoding);
    if (encoding.startsWith('utf-16')) this.#foreign('UTF-16');
    if (encoding === 'latin1') this.#foreign('ISO-8859-1');
    return this.#decode(head);
  }

  #decode(chunk: Buffer): string {
    if (this.#decoder === 'latin1') return chunk.toString('latin1');
    return this.#checked(this.#decoder?.decode(chunk, { stream: true }) ?? '', chunk);
  }

  #checked(text: string, chunk: Buffer | undefined): string {
    if (this.#broken || !text.includes('\uFFFD') || chunk?.includes(REPLACEMENT)) return text;
    this.#broken = true;
    this.#report({
      layer: 'xml',
      severity: 'error',
      message: 'the body holds bytes that are no UTF-8',
      expected: 'UTF-8',
    });
    return text;
  }

  #declaredPlain(body: Buffer): boolean {
    const label = DECLARED.exec(body.toString('latin1', 0, 200))?.[1];
    return label === undefined || /^utf-?8$/i.test(label);
  }

  #declared(head: Buffer): Encoding {
    const label = DECLARED.exec(head.toString('latin1', 0, 200))?.[1];
    if (label === undefined) return 'utf-8';
    const encoding = LABELS[label.toLowerCase()];
    // The declaration was read as bytes, so it cannot be UTF-16, whatever it says.
    if (encoding === 'utf-8' || encoding === 'latin1') return encoding;
    this.#report({
      layer: 'xml',
      severity: 'error',
      message: `the XML declaration names the encoding ${label}, which the body is not in`,
      expected: 'UTF-8',
      actual: label,
    });
    return 'utf-8';
  }

  #foreign(name: string): void {
    this.#report({
      layer: 'xml',
      severity: 'error',
      message: `the body is in ${name}`,
      expected: 'UTF-8',
      actual: name,
      hint: 'OpenADR 2.0b allows UTF-8 alone',
    });
  }
}

function detect(head: Buffer): Encoding | undefined {
  const [one, two] = head;
  if (one === 0xfe && two === 0xff) return 'utf-16be';
  if (one === 0xff && two === 0xfe) return 'utf-16le';
  if (one === 0x00 && two === 0x3c) return 'utf-16be';
  if (one === 0x3c && two === 0x00) return 'utf-16le';
  if (one === 0xef && two === 0xbb && head[2] === 0xbf) return 'utf-8';
  return undefined;
}
