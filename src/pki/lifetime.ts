import type { Certificate } from './certificate.ts';

const DAY = 86_400_000;

/** A certificate is told to be near its end from here on (section 10.4 asks for a warning in time). */
export const WARN_DAYS = 30;

/** Whole days until it ends, negative after that. */
export function daysLeft({ notAfter }: Pick<Certificate, 'notAfter'>, now: number): number {
  return Math.floor((notAfter - now) / DAY);
}

/** It is valid, but not for long. */
export function endsSoon(certificate: Pick<Certificate, 'notAfter'>, now: number): boolean {
  return now <= certificate.notAfter && daysLeft(certificate, now) < WARN_DAYS;
}

export function days(count: number): number {
  return count * DAY;
}
