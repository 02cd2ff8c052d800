import type { Finding } from '../openadr/finding.ts';
import type { ReplayJudgement, ReplayProtect } from '../openadr/signature/index.ts';
import { formatDateTime, formatHumanDuration } from '../openadr/time.ts';

/**
 * Why the ReplayProtect of an answer does not count, in words; undefined where it does. Layer `rule`, rule 514.
 * @param window ms either way
 */
export function replayFinding(
  { verdict, offset, earliest }: Pick<ReplayJudgement, 'verdict' | 'offset' | 'earliest'>,
  { timestamp, nonce }: ReplayProtect,
  window: number,
): Finding | undefined {
  const finding = (words: Pick<Finding, 'message' | 'expected' | 'actual' | 'hint'>): Finding => ({
    ...{ layer: 'rule', severity: 'error', rule: 514 },
    ...words,
  });
  switch (verdict) {
    case 'accepted':
      return undefined;
    case 'replayed':
      return finding({
        message: 'ReplayProtect has a nonce that this signer used before: replayed, or resent unchanged',
        expected: 'a nonce of its own for each sending, also when a message is sent again',
        actual: nonce,
        hint: 'sign anew at each sending',
      });
    default:
      return finding({
        message: `ReplayProtect is stamped too ${verdict === 'stale' ? 'long ago' : 'far ahead'}`,
        expected:
          earliest === undefined
            ? `within ${formatHumanDuration(window)} of our time`
            : `${formatDateTime(earliest)} or later`,
        actual: `${formatDateTime(timestamp)}, ${formatHumanDuration(Math.abs(offset))} ${offset < 0 ? 'before' : 'after'} our time`,
        hint: 'set the clock that is wrong, and stamp each message when it is sent',
      });
  }
}
