import { InvalidArgumentError } from 'commander';
import { parseHumanDuration } from '../openadr/duration.ts';

/** `30s`, `1m30s` or ISO 8601 → ms. A bare number is an error: nobody knows its unit. */
export function durationOption(text: string): number {
  const ms = parseHumanDuration(text);
  if (ms === undefined) throw new InvalidArgumentError(`"${text}" is no duration; write 30s, 1m30s or PT1M30S.`);
  return ms;
}

/** 0 … 65535. */
export function portOption(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new InvalidArgumentError(`"${text}" is no port; use 0 to 65535 (0 picks a free one).`);
  return port;
}

/** A factor of at least 0.01. */
export function speedOption(text: string): number {
  const speed = Number(text);
  if (!(speed >= 0.01 && speed <= 10_000))
    throw new InvalidArgumentError(`"${text}" is no speed; use a factor from 0.01 to 10000.`);
  return speed;
}

/** `1GiB`, `500MB`, `1048576` → bytes. */
export function sizeOption(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(B|KiB|MiB|GiB|kB|MB|GB)?$/.exec(text);
  if (!match) throw new InvalidArgumentError(`"${text}" is no size; write 500MB or 1GiB.`);
  const units: Record<string, number> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, kB: 1e3, MB: 1e6, GB: 1e9 };
  const bytes = Math.floor(Number(match[1]) * (units[match[2] ?? 'B'] ?? 1));
  if (bytes < 2 ** 20) throw new InvalidArgumentError(`"${text}" is too small; use at least 1MiB.`);
  return bytes;
}

/** A poll interval: 100 ms to a day. */
export function pollOption(text: string): number {
  const ms = durationOption(text);
  if (ms < 100 || ms > 86_400_000) throw new InvalidArgumentError(`"${text}" is no poll interval; use 100ms to 24h.`);
  return ms;
}

/** An identifier: some text without control characters. */
export function idOption(text: string): string {
  if (!/^[^\p{Cc}]{1,256}$/u.test(text)) throw new InvalidArgumentError('Use 1 to 256 characters.');
  return text;
}

/** `sim` or `sim:N` → how many simulated VENs. */
export function venOption(text: string): number {
  const match = /^sim(?::(\d+))?$/.exec(text);
  const count = Number(match?.[1] ?? 1);
  if (!match || count < 1 || count > 10_000)
    throw new InvalidArgumentError(`"${text}" is unknown; write sim or sim:N (1 to 10000).`);
  return count;
}

/** Collects `name=value` options. */
export function pairOption(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`"${text}" must be name=value.`);
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
