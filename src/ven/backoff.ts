import type { Random } from '../base/random.ts';

/** First interval of a back-off, ms (9.1.7). */
const FIRST = 1_000;
/** Part of the interval by which it varies, up and down. */
const JITTER = 0.1;

/**
 * The wait before try number `attempt + 1` (9.1.7): about 1 s after the first failure, doubling up to `longest`, each
 * with ±10 % of chance. In whole ms.
 */
export function backoff(attempt: number, longest: number, random: Random): number {
  const interval = Math.min(FIRST * 2 ** Math.min(attempt - 1, 30), longest);
  return Math.round(interval * (1 + JITTER * (2 * random.next() - 1)));
}

/** What becomes of a request after an HTTP status other than 200 (9.1.5). */
export function afterStatus(status: number): 'retry' | 'drop' {
  // 501 blames the request's method, so it is the one of the 5xx that must not be sent again. 408 and 429 say "later".
  if (status === 408 || status === 429) return 'retry';
  return status >= 500 && status !== 501 ? 'retry' : 'drop';
}
