import { invalid } from './error.ts';
import { shown } from './given.ts';

const EXPECTED = 'the last ten bytes of the SHA-256 of the certificate (section 10.5.1), as D8:40:F6:…';

/** What other lengths mostly are, in bytes. */
const OTHERS: Readonly<Record<number, string>> = {
  16: 'an MD5',
  20: 'a SHA-1',
  32: 'a whole SHA-256',
};

/**
 * A fingerprint as OpenADR writes it; case and separators may differ.
 * @param what for the error: `the fingerprint of the VEN`
 * @throws OpenADRError for what can be none: no certificate would ever fit it
 */
export function fingerprintOf(value: unknown, what: string): string {
  const digits = typeof value === 'string' ? value.replace(/[\s:.-]/g, '') : '';
  if (/^[0-9a-f]{20}$/i.test(digits)) return (digits.toUpperCase().match(/../g) ?? []).join(':');
  const other = /^[0-9a-f]+$/i.test(digits) ? OTHERS[digits.length / 2] : undefined;
  throw invalid(`${what} is none`, {
    expected: EXPECTED,
    actual: other === undefined ? shown(value) : `${shown(value)}, probably ${other}`,
    hint: 'oadr-sim certs fingerprint <file>',
  });
}
