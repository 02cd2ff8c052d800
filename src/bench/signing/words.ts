import type { Finding, Severity } from '../../openadr/finding.ts';
import type { ReplayJudgement } from '../../openadr/signature/index.ts';
import { formatDateTime } from '../../openadr/time.ts';

/** A finding about a message's signature (rule 514). */
export function signatureFinding(
  severity: Severity,
  message: string,
  more: Pick<Finding, 'expected' | 'actual' | 'hint'> = {},
): Finding {
  return { layer: 'rule', severity, rule: 514, message, ...more };
}

/** There is no signature, and one was due. */
export function missingFinding(who: string): Finding {
  return signatureFinding('error', `the message is not signed, and ${who}`, {
    expected: 'ds:Signature as the first child of oadrPayload',
    actual: 'no ds:Signature',
    hint: 'have the device sign every message (section 10.6), or register without oadrXmlSignature',
  });
}

/** What came is no payload, and signed messages alone are taken of its sender. */
export function unreadableFinding(who: string): Finding {
  return signatureFinding('error', `what came cannot be read as a signed message, and ${who}`, {
    expected: 'a whole oadrPayload with ds:Signature as its first child',
    hint: 'the other findings of this message say what cannot be read',
  });
}

/** What is wrong with ReplayProtect, if anything is. */
export function replayFinding(
  severity: Severity,
  { verdict, offset, earliest }: ReplayJudgement,
  { timestamp, nonce }: { timestamp: number; nonce: string },
  window: number,
): Finding | undefined {
  const actual = formatDateTime(timestamp);
  switch (verdict) {
    case 'accepted':
      return undefined;
    case 'replayed':
      return signatureFinding(severity, 'its nonce was used before: the message is replayed, or was resent unchanged', {
        expected: 'a nonce of its own for each sending',
        actual: nonce,
        hint: 'sign anew, with a new nonce and timestamp, what is sent again',
      });
    case 'stale': {
      const restarted = earliest !== undefined && timestamp >= timestamp - offset - window;
      return signatureFinding(
        severity,
        restarted
          ? 'it was stamped before this VTN can know what it has seen'
          : `its timestamp is ${seconds(-offset)} old`,
        {
          expected: earliest === undefined ? undefined : `${formatDateTime(earliest)} or later`,
          actual,
          hint: restarted
            ? 'sign and send it anew; set the clock of the device if this stays so'
            : 'set the clock of the device (NTP), or widen --replay-window',
        },
      );
    }
    case 'ahead':
      return signatureFinding(severity, `its timestamp is ${seconds(offset)} ahead of the clock of the VTN`, {
        expected: `at most ${seconds(window)} ahead`,
        actual,
        hint: 'set the clock of the device (NTP), or that of this computer, or widen --replay-window',
      });
  }
}

/** What a refused device reads: `403: <what>.` and what to try. */
export function refusalText(status: number, { message, expected, actual, hint }: Finding): string {
  const detail = actual === undefined || status !== 403 ? '' : ` (${actual.slice(0, 200)})`;
  const remedy = hint ?? (expected === undefined ? 'see section 10.6 and rule 514' : `send ${expected.slice(0, 200)}`);
  return `${status}: ${message}${detail}.\ntry: ${remedy}`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
