import type { MessageRecord } from '../../journal/record.ts';
import { bodyPart } from './body.ts';
import { html, type Markup } from './markup.ts';
import { bytes } from './parts.ts';

/** Characters of HTML that all bodies take; a third of it is for the beginning of a session, so that its end has room. */
const ALL = 12 * 1024 * 1024;

/** The bodies of a log: each once, and in all no more than a browser and a bug tracker take. */
export class Bodies {
  /** seqs of the messages whose bodies are there. */
  readonly #shown = new Set<number>();
  #used = 0;

  /** @param weight how much a body matters: of the beginning, of the rest, named by a failed step */
  of({ body, size, same, seq, findings }: MessageRecord, weight: 'first' | 'rest' | 'named'): Markup {
    // With findings a body is shown again: they point into it.
    if (same !== undefined && this.#shown.has(same) && findings.length === 0)
      return html`<p class="soft">The same bytes as <a href="#r${same}">#${same}</a>.</p>`;
    if (body === undefined)
      return html`<p class="soft">${size === 0 ? 'No body.' : 'The record does not have its body.'}</p>`;
    if (this.#used > { first: ALL / 3, rest: ALL, named: ALL * 2 }[weight])
      return html`<p class="note">Left out (${bytes(size)}): the report is large enough; the record has it.</p>`;
    const part = bodyPart(body, size, findings);
    this.#used += part.toString().length;
    this.#shown.add(seq);
    return part;
  }
}
