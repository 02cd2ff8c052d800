const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** Time of day in UTC with milliseconds, `12:00:01.120`; the journal and the wire are in UTC too. */
export function timeOfDay(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}

/** Date and time in UTC, `2026-01-01 12:00:01.120Z`. */
export function dateTime(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ');
}

/** A running clock: `00:42`, `1:02:03`, `2d 01:00`. */
export function clockText(ms: number): string {
  const value = Math.max(0, ms);
  if (value >= DAY) return `${Math.floor(value / DAY)}d ${two((value % DAY) / HOUR)}:${two((value % HOUR) / MINUTE)}`;
  const rest = `${two((value % HOUR) / MINUTE)}:${two((value % MINUTE) / SECOND)}`;
  return value >= HOUR ? `${Math.floor(value / HOUR)}:${rest}` : rest;
}

/** A span of time in at most five characters: `12ms`, `1.9s`, `42s`, `3m20`, `2h05`, `3d`. */
export function shortSpan(ms: number): string {
  const value = Math.max(0, ms);
  if (value < 100) return `${Math.round(value)}ms`;
  if (value < 10 * SECOND) return `${(value / SECOND).toFixed(1)}s`;
  if (value < MINUTE) return `${Math.floor(value / SECOND)}s`;
  if (value < HOUR) return `${Math.floor(value / MINUTE)}m${two((value % MINUTE) / SECOND)}`;
  if (value < DAY) return `${Math.floor(value / HOUR)}h${two((value % HOUR) / MINUTE)}`;
  return `${Math.floor(value / DAY)}d`;
}

/** How old something is, in whole seconds: `now`, `4s`, `3m20`. */
export function ageText(ms: number): string {
  if (ms < SECOND) return 'now';
  return ms < MINUTE ? `${Math.floor(ms / SECOND)}s` : shortSpan(ms);
}

/** Milliseconds of I/O time: `3ms`, `1.2s`. */
export function tookText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)}ms` : `${(ms / 1000).toFixed(1)}s`;
}

/** A difference of clocks, at most seven characters: `+1.2 s`, `0.0 s`, `+5 min`, `-3 h`, `+12 d`. */
export function offsetText(ms: number): string {
  const value = Math.abs(ms);
  if (value < SECOND / 20) return '0.0 s';
  const sign = ms < 0 ? '-' : '+';
  if (value < 100 * SECOND) return `${sign}${(value / SECOND).toFixed(1)} s`;
  if (value < 100 * MINUTE) return `${sign}${Math.round(value / MINUTE)} min`;
  if (value < 100 * HOUR) return `${sign}${Math.round(value / HOUR)} h`;
  return `${sign}${Math.round(value / DAY)} d`;
}

/** Bytes for people: `812 B`, `4.1 KiB`, `1.0 MiB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** `1 VEN`, `2 VENs`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
