import type { Finding, Severity } from '../../openadr/finding.ts';
import type { Duty } from './duty.ts';

/** A finding about a message's signature (rule 514). */
export function signatureFinding(
  severity: Severity,
  message: string,
  more: Pick<Finding, 'expected' | 'actual' | 'hint'> = {},
): Finding {
  return { layer: 'rule', severity, rule: 514, message, ...more };
}

/** There is no signature, and one was due. */
export function missingFinding({ why, otherwise }: Duty): Finding {
  return signatureFinding('error', `the message is not signed, and ${why}`, {
    expected: 'ds:Signature as the first child of oadrPayload',
    actual: 'no ds:Signature',
    hint: `have the device sign every message (section 10.6), or ${otherwise}`,
  });
}

/** What came is no payload, and signed messages alone are taken of its sender. */
export function unreadableFinding({ why }: Duty): Finding {
  return signatureFinding('error', `what came cannot be read as a signed message, and ${why}`, {
    expected: 'a whole oadrPayload with ds:Signature as its first child',
    hint: 'the other findings of this message say what cannot be read',
  });
}

/** What a refused device reads: `403: <what>.` and what to try. */
export function refusalText(status: number, { message, expected, actual, hint }: Finding): string {
  const detail = actual === undefined || status !== 403 ? '' : ` (${actual.slice(0, 200)})`;
  const remedy = hint ?? (expected === undefined ? 'see section 10.6 and rule 514' : `send ${expected.slice(0, 200)}`);
  return `${status}: ${message}${detail}.\ntry: ${remedy}`;
}
