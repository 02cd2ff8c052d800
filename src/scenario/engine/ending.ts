import type { StepDetail, VerdictRecord } from '../../journal/record.ts';

/** Why a run stops before its last step is done, or cannot be judged. */
export class RunEnded extends Error {
  override readonly name = 'RunEnded';
  readonly verdict: Exclude<VerdictRecord['verdict'], 'passed'>;

  constructor(verdict: RunEnded['verdict'], reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.verdict = verdict;
  }
}

/** A step that did not come out; the run decides what that means. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly detail: StepDetail;

  constructor(detail: StepDetail, options?: ErrorOptions) {
    super(detail.message, options);
    this.detail = detail;
  }
}
