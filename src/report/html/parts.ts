import type { Severity } from '../../openadr/finding.ts';
import type { Choice } from './choice.ts';
import { type Hole, html, type Markup } from './markup.ts';

/** How a thing is to be taken; never told by colour alone. */
export type Tone = 'ok' | 'bad' | 'warn' | 'info' | 'soft';

export const TONES: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'warn', info: 'info' };

/** Characters of a text that are shown where a text is expected to be short. */
const LONGEST = 2_000;

/** A text that may be endless, cut. */
export function short(text: string, most = LONGEST): string {
  return text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
}

export function pill(tone: Tone, text: string): Markup {
  return html`<span class="pill ${tone}">${text}</span>`;
}

/** A list of facts; those without a value are left out. */
export function facts(rows: readonly (readonly [name: string, value: Hole])[]): Markup {
  const shown = rows.filter(([, value]) => value !== undefined && value !== false && value !== '');
  if (shown.length === 0) return html``;
  return html`<dl class="facts">${shown.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

export function section(id: string, title: string, note: Hole, content: Hole): Markup {
  return html`
<section id="${id}"><h2>${title}${note !== undefined && note !== '' && html` <small>${note}</small>`}</h2>
${content}
</section>
`;
}

/** What was left out of a list. */
export function more(count: number, noun: string): Markup | undefined {
  return count > 0 ? html`<p class="note">… and ${count} more ${noun}; the record has them.</p>` : undefined;
}

/** A remedy. */
export function remedy(text: string | undefined): Markup | undefined {
  return text === undefined ? undefined : html`<p class="try"><b>try:</b> ${short(text)}</p>`;
}

/** A place in the log, as a link where the log has it. */
export function place(choice: Choice, seq: number): Markup {
  return choice.points(seq) ? html`<a href="#r${seq}">#${seq}</a>` : html`#${seq}`;
}

/** Longest date that there is, ms. */
const FARTHEST = 8.64e15;

/** `2026-11-24 12:58:29.120`, UTC; the times of a record may be anything. */
export function moment(time: number): string {
  return Number.isFinite(time) && Math.abs(time) <= FARTHEST
    ? new Date(time).toISOString().slice(0, 23).replace('T', ' ')
    : String(time);
}

/** `2026-11-24`, UTC. */
export function day(time: number): string {
  return moment(time).slice(0, 10);
}

/** `12:58:29.120`, UTC. */
export function clockTime(time: number): string {
  return moment(time).slice(11) || moment(time);
}

/** `512 B`, `12.3 KiB`. */
export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KiB` : `${(size / 1024 / 1024).toFixed(1)} MiB`;
}

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `+1.2 s`, `-340 ms`. */
export function difference(ms: number): string {
  const sign = ms < 0 ? '-' : '+';
  const size = Math.abs(ms);
  return size < 1000 ? `${sign}${Math.round(size)} ms` : `${sign}${(size / 1000).toFixed(1)} s`;
}
