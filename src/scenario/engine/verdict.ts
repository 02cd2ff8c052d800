import type { VerdictRecord } from '../../journal/record.ts';
import { textOf } from '../expect/finding.ts';
import type { Anchor, WaitStep } from '../format/index.ts';
import type { Conformance } from './conformance.ts';
import type { RunEnded } from './ending.ts';
import type { Instance } from './instances.ts';
import type { Recorder } from './recorder.ts';

/** Counts the expectations, prompts included: their answer is an expectation's result. */
export function countExpectations(steps: readonly Instance[], recorder: Recorder): VerdictRecord['expectations'] {
  const states = steps
    .filter(({ step }) => step.do === 'expect' || step.do === 'prompt')
    .map((step) => recorder.stateOf(step));
  const number = (state: string): number => states.filter((one) => one === state).length;
  return { passed: number('passed'), failed: number('failed'), skipped: number('skipped') };
}

/** The verdict over a run whose steps are over. */
export function verdictOf(
  ended: RunEnded | undefined,
  steps: readonly Instance[],
  recorder: Recorder,
  conformance: Conformance,
): { readonly verdict: VerdictRecord['verdict']; readonly reason?: string } {
  if (ended && ended.verdict !== 'failed') return { verdict: ended.verdict, reason: ended.message };
  const reasons = [
    ...(ended ? [ended.message] : softFailures(recorder)),
    ...unclaimedText(conformance),
    ...(ended ? [] : nothingJudged(steps, recorder)),
  ];
  return reasons.length === 0 ? { verdict: 'passed' } : { verdict: 'failed', reason: reasons.join('; ') };
}

function softFailures({ failures }: Recorder): string[] {
  const [first, ...rest] = failures;
  if (!first) return [];
  return [
    rest.length === 0
      ? `step ${first.step} failed: ${first.title}`
      : `${failures.length} steps failed, the first is ${first.step}: ${first.title}`,
  ];
}

function unclaimedText(conformance: Conformance): string[] {
  const [first] = conformance.unclaimed;
  if (!first) return [];
  const { finding, message, ven, at } = first;
  const many = conformance.count === 1 ? '1 finding at error' : `${conformance.count} findings at error, the first`;
  return [
    `${many}: ${textOf(finding)}${message === undefined ? '' : ` (${message}`}${message === undefined ? '' : ` of ${ven}, record ${at.seq})`}`,
  ];
}

/** Nothing passes by doing nothing. */
function nothingJudged(steps: readonly Instance[], recorder: Recorder): string[] {
  const { passed, failed } = countExpectations(steps, recorder);
  if (passed + failed > 0) return [];
  const waits = steps.some(({ step }) => step.do === 'wait' && isStatusWait(step));
  return [
    waits
      ? "no expectation was judged: a wait for an event's status shows the VTN's own clock and nothing about the VEN (rule 114)"
      : 'no expectation was judged',
  ];
}

function isStatusWait({ wait }: WaitStep): boolean {
  return 'until' in wait && isStatus(wait.until);
}

function isStatus({ base }: Anchor): boolean {
  return typeof base !== 'string' && base.part !== undefined && base.part !== 'done';
}
