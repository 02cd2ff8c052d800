import type { StepDetail } from '../../journal/record.ts';
import { formatHumanDuration } from '../../openadr/time.ts';
import type { Stamp } from '../engine/moment.ts';
import { type Stray, strayText } from '../engine/strays.ts';
import type { ExpectStep } from '../format/index.ts';
import type { Expectation, Judgement } from './expectation.ts';
import type { Miss } from './fact.ts';
import { cameText } from './watch.ts';

const NOBODY = 'give the VEN the URL that the bench printed; hardware needs --host 0.0.0.0 or an address';

/**
 * The outcome of an expectation for people: what it waited for, what came instead, the nearest miss, a remedy.
 * @param stray what came to nothing; where a VEN never came it may have been that
 */
export function detailOf(expectation: Expectation, judgement: Judgement, stray?: Stray): StepDetail {
  const { step } = expectation.instance;
  const common = {
    ...(step.why === undefined ? {} : { why: step.why }),
    ...(judgement.after === undefined ? {} : { after: judgement.after }),
  };
  if (judgement.passed) {
    const seq = judgement.at === undefined ? {} : { seq: recordOf(judgement.at) };
    return { ...common, ...seq, message: shareText(expectation, judgement) };
  }
  const place = { file: step.place.file, line: step.place.line, column: step.place.column, source: step.place.source };
  if (judgement.tooSlow !== undefined) {
    const message = `bench too slow, ${Math.ceil(judgement.tooSlow)} ms: what was missed may have been there in time`;
    return { ...common, ...place, message, hint: 'lower --speed, or run fewer VENs on this machine' };
  }
  if (judgement.never !== undefined) return { ...common, ...place, message: `it cannot be judged: ${judgement.never}` };
  return { ...common, ...place, ...failure(expectation, judgement, stray) };
}

/** `met`, for several VENs `3 of 4 VENs`. */
function shareText({ watches }: Expectation, { met }: Judgement): string {
  return watches.length > 1 ? `${met.length} of ${watches.length} VENs` : 'met';
}

function failure(expectation: Expectation, judgement: Judgement, stray: Stray | undefined): StepDetail {
  const { step } = expectation.instance;
  const [first] = judgement.missed;
  if (!first) return { message: 'not met' };
  const { watch, broken } = first;
  const miss = watch.fold.nearest();
  const share = expectation.watches.length > 1 ? `${shareText(expectation, judgement)}; ${watch.slot.label}: ` : '';
  const near = broken?.at ? broken : (watch.fold.lack?.() ?? broken ?? miss);
  const hint = watch.fold.hint?.();
  return {
    message: `${share}${lead(step)} ${watch.fold.wanted()}; ${instead(expectation, judgement)}`,
    ...(watch.slot.heard
      ? { ...facts(near), ...(hint === undefined ? {} : { hint }) }
      : { ...(stray ? strayFacts(stray) : {}), hint: stray?.hint ?? NOBODY }),
  };
}

function lead({ window }: ExpectStep): string {
  return 'within' in window ? `waited ${formatHumanDuration(window.within)} for` : 'expected';
}

function instead({ watches }: Expectation, { missed }: Judgement): string {
  const [first] = missed;
  if (!first) return '';
  const { watch, broken } = first;
  if (!watch.slot.heard) return `no VEN came for ${watch.slot.label}`;
  const near = broken?.what ?? watch.fold.nearest()?.what;
  const others =
    watches.length > 1 && missed.length > 1
      ? `; also ${missed
          .slice(1, 6)
          .map((one) => one.watch.slot.label)
          .join(', ')}`
      : '';
  return `${near === undefined ? '' : `nearest: ${near}; `}${cameText(watch.came)}${others}`;
}

function facts(near: Partial<Miss> | undefined): Partial<StepDetail> {
  if (!near) return {};
  return {
    ...(near.expected === undefined ? {} : { expected: near.expected }),
    ...(near.actual === undefined ? {} : { actual: near.actual }),
    ...(near.exchange === undefined ? {} : { exchange: near.exchange }),
    ...(near.at === undefined ? {} : { seq: recordOf(near.at) }),
  };
}

/** What a VEN may have tried that never came through. */
function strayFacts(stray: Stray): Partial<StepDetail> {
  const exchange = stray.exchange === undefined ? {} : { exchange: stray.exchange };
  return { expected: 'an OpenADR message of the VEN', actual: strayText(stray), seq: stray.at.seq, ...exchange };
}

/** The message says more than what was decided about it. */
function recordOf({ message, seq }: Stamp): number {
  return message ?? seq;
}
