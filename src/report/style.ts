import { clean } from '../journal/clean.ts';

/** Colours of plain output; never the only signal. */
export interface Style {
  readonly pass: (text: string) => string;
  readonly fail: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const paint = (on: boolean, code: number) => (text: string) => (on ? `\u001b[${code}m${text}\u001b[0m` : text);

export function createStyle(color: boolean): Style {
  return {
    pass: paint(color, 32),
    fail: paint(color, 31),
    warn: paint(color, 33),
    dim: paint(color, 2),
    bold: paint(color, 1),
  };
}

/** Longer texts from the wire are cut: a name of a megabyte must not bury the lines around it. */
const LONGEST = 200;

/** A cause and its remedy are told whole; they quote no more than some names from the wire. */
const SENTENCE = 1_000;

/** A text from the wire, safe and short enough for a line. */
export function shown(text: string): string {
  return cut(text, LONGEST);
}

/** A sentence of the bench about what came: safe, and short enough to be read. */
export function sentence(text: string): string {
  return cut(text, SENTENCE);
}

function cut(text: string, most: number): string {
  return clean(text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text);
}

/** `12:00:01.120`, UTC. */
export function clock(time: number): string {
  return Number.isFinite(time) ? new Date(time).toISOString().slice(11, 23) : '--:--:--.---';
}

/** `1.2 s`, `3 min 20 s`. */
export function span(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
