import type { Finding } from '../finding.ts';
import { formatDateTime, formatHumanDuration } from '../time.ts';
import type { ReplayJudgement } from './replay.ts';
import type { ReplayProtect } from './replay-protect.ts';

/** Who judges, and what to do about clocks there. */
export interface ReplayWords {
  readonly severity?: Finding['severity'];
  readonly side: 'VTN' | 'VEN';
  /** ms either way. */
  readonly window: number;
  /** What to do where the clocks are apart. */
  readonly clocks: string;
}

/** Why a ReplayProtect does not count, in words; undefined where it does. Layer `rule`, rule 514. */
export function replayFinding(
  { verdict, offset, earliest }: Pick<ReplayJudgement, 'verdict' | 'offset' | 'earliest'>,
  { timestamp, nonce }: ReplayProtect,
  { severity = 'error', side, window, clocks }: ReplayWords,
): Finding | undefined {
  const common = { layer: 'rule', severity, rule: 514 } as const;
  const actual = formatDateTime(timestamp);
  switch (verdict) {
    case 'accepted':
      return undefined;
    case 'replayed':
      return {
        ...common,
        message: 'its nonce was used before: the message is replayed, or was resent unchanged',
        expected: 'a nonce of its own for each sending',
        actual: nonce,
        hint: 'sign anew, with a new nonce and timestamp, what is sent again',
      };
    case 'stale': {
      const expected = earliest === undefined ? undefined : `${formatDateTime(earliest)} or later`;
      // Within the window, and still too old: the memory begins later, after a start or where it was full.
      if (offset >= -window) {
        const message = `it was stamped before this ${side} can know what it has seen`;
        return { ...common, message, expected, actual, hint: `sign and send it anew; if this stays so, ${clocks}` };
      }
      const message = `its timestamp is ${formatHumanDuration(-offset)} old`;
      return { ...common, message, expected, actual, hint: clocks };
    }
    case 'ahead':
      return {
        ...common,
        message: `its timestamp is ${formatHumanDuration(offset)} ahead of the clock of the ${side}`,
        expected: `at most ${formatHumanDuration(window)} ahead`,
        actual,
        hint: clocks,
      };
  }
}

/** The signature does not cover ReplayProtect, so that anybody could send the message again with another one. */
export function uncoveredFinding(severity: Finding['severity']): Finding {
  return {
    layer: 'rule',
    severity,
    rule: 514,
    message: 'the signature does not cover ReplayProtect',
    expected: 'a second Reference, to the SignatureProperty around ReplayProtect (section 10.6.3)',
    hint: 'let a second Reference name it: else anybody can send the message again with another nonce',
  };
}
