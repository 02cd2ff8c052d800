import type { Certificate } from './certificate.ts';
import { explainNote, moment } from './explain.ts';
import { endsSoon } from './lifetime.ts';
import type { Trust } from './trust.ts';

/**
 * Trusted CAs that are over, or soon will be, a line each: with them goes every certificate that they issued (rule 516).
 * @param told CAs that were spoken of already
 * @param now ms since the epoch
 */
export function caWarnings({ certificates }: Trust, told: readonly Certificate[], now: number): readonly string[] {
  return certificates.flatMap((ca) => {
    if (told.some(({ der }) => der.equals(ca.der))) return [];
    const { subject: certificate, notAfter } = ca;
    if (now > notAfter) {
      return [
        `the trusted CA ${certificate} ended on ${moment(notAfter)}, and with it all that it issued; try: have the CA renew its certificate, and trust the new one`,
      ];
    }
    if (!endsSoon(ca, now)) return [];
    const { message, remedy } = explainNote({ note: 'endsSoon', certificate, notAfter, now });
    return [`the trusted CA ${message}; try: ${remedy}`];
  });
}
