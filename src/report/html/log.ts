import { fromBody } from '../../journal/body.ts';
import type { JournalRecord, MessageRecord } from '../../journal/record.ts';
import { lineOf } from '../../journal/view.ts';
import { type Gist, gistOf } from '../../openadr/gist.ts';
import { parseTree } from '../../openadr/xml/parse-tree.ts';
import { Lines } from '../lines.ts';
import { clock, createStyle } from '../style.ts';
import { Bodies } from './bodies.ts';
import { FIRST } from './choice.ts';
import type { Digest } from './digest.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { messagePart } from './message.ts';
import { clockTime, day, type Tone } from './parts.ts';

/** Lines beside messages. */
const SAID = 10_000;

/** The session as it went, a record at a time: messages, and between them what else happened. */
export class Log {
  readonly #digest: Digest;
  readonly #lines: Lines;
  readonly #bodies = new Bodies();
  /** By seq. */
  readonly #gists = new Map<number, Gist>();
  #messages = 0;
  #skipped = 0;
  #said = 0;
  #day = '';

  constructor(digest: Digest) {
    this.#digest = digest;
    this.#lines = new Lines(digest.tally, createStyle(false));
  }

  /** What of a record stands in the log. */
  of(record: JournalRecord): Markup {
    if (record.kind !== 'message') return this.#other(record);
    const at = this.#messages++;
    if (!this.#digest.choice.shows(record, at)) {
      this.#skipped++;
      return this.#anchor(record);
    }
    return html`${this.#gap()}${this.#date(record)}${this.#message(record, at)}`;
  }

  /** After the last record. */
  end(): Markup {
    return this.#gap();
  }

  #gap(): Markup {
    const count = this.#skipped;
    this.#skipped = 0;
    if (count === 0) return NOTHING;
    return html`<p class="gap">${count} ${count === 1 ? 'message' : 'messages'} left out here; the record has them.</p>
`;
  }

  #date({ time }: JournalRecord): Markup {
    const today = day(time);
    if (today === this.#day) return NOTHING;
    this.#day = today;
    return html`<p class="row soft">${today}</p>
`;
  }

  #anchor({ seq }: JournalRecord): Markup {
    return this.#digest.choice.points(seq) ? html`<span id="r${seq}"></span>` : NOTHING;
  }

  #message(record: MessageRecord, at: number): Markup {
    const { tally, choice } = this.#digest;
    const open = choice.decided(record.exchange);
    return messagePart(record, {
      ven: tally.nameOf(record.ven),
      gist: this.#gist(record),
      body: this.#bodies.of(record, open ? 'named' : at < FIRST ? 'first' : 'rest'),
      open,
    });
  }

  #gist({ name, same, seq, body }: MessageRecord): Gist {
    if (name === 'oadrPoll' || body === undefined) return {};
    const known = this.#gists.get(same ?? seq);
    if (known) return known;
    const { tree } = parseTree(fromBody(body).toString());
    const gist = tree ? gistOf(tree) : {};
    this.#gists.set(seq, gist);
    return gist;
  }

  #other(record: JournalRecord): Markup {
    const lines = this.#linesOf(record);
    const tone = toneOf(record);
    // In a part that is left out only what went wrong is told.
    if (lines.length === 0 || (this.#skipped > 0 && tone !== 'bad')) return this.#anchor(record);
    if (this.#said++ >= SAID) return this.#anchor(record);
    return html`${this.#gap()}${this.#date(record)}<div class="row said ${tone}" id="r${record.seq}"><time>${clockTime(record.time)}</time> <span>${lines.map((text, at) => html`${at > 0 && html`<br />`}${text}`)}</span></div>
`;
  }

  /** The words of the console, without the time. */
  #linesOf(record: JournalRecord): string[] {
    if (record.kind === 'session') return [];
    if (record.kind === 'command') {
      const line = lineOf(record);
      return line ? [`${line.source}: ${line.text}`] : [];
    }
    const at = `${clock(record.time)} `;
    return this.#lines.of(record).flatMap((text) => {
      const own = text.startsWith(at) ? text.slice(at.length) : text;
      return own.trim() === '' ? [] : [own.trim()];
    });
  }
}

function toneOf(record: JournalRecord): Tone | undefined {
  switch (record.kind) {
    case 'step':
      return record.state === 'failed' ? 'bad' : record.state === 'passed' ? 'ok' : undefined;
    case 'log':
      return record.level === 'error' ? 'bad' : record.level === 'warning' ? 'warn' : undefined;
    case 'command':
      return record.error === undefined ? undefined : 'bad';
    case 'connection':
      return record.fact.fact === 'tlsRefused' ? 'bad' : 'warn';
    default:
      return undefined;
  }
}
