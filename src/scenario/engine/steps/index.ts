import type { StepDetail } from '../../../journal/record.ts';
import type { ExpectStep, PlanStep, RepeatStep } from '../../format/index.ts';
import type { Instance } from '../instances.ts';
import { playDelivered } from './delivered.ts';
import { playMeasure } from './measure.ts';
import { playOpt } from './opt.ts';
import { playNote, playRestart, playWait } from './plain.ts';
import { playPrompt } from './prompt.ts';
import type { Play, StepWorld } from './world.ts';

/** Steps that are played; `expect` is judged and `repeat` is written out. */
type Played = Exclude<PlanStep, ExpectStep | RepeatStep>;

const PLAYS: { readonly [K in Played['do']]: Play<Extract<Played, { do: K }>> } = {
  event: playDelivered,
  modify: playDelivered,
  cancel: playDelivered,
  omit: playDelivered,
  requestReport: playDelivered,
  cancelReport: playDelivered,
  registerReport: playDelivered,
  requestReregistration: playDelivered,
  cancelRegistration: playDelivered,
  send: playDelivered,
  opt: playOpt,
  restart: playRestart,
  prompt: playPrompt,
  wait: playWait,
  measure: playMeasure,
  note: playNote,
};

/** Plays a step until it is done. @throws StepFailed, RunEnded */
export function playStep(step: Instance<Played>, world: StepWorld): Promise<StepDetail | undefined> {
  const play: (step: Instance<never>, world: StepWorld) => Promise<StepDetail | undefined> = PLAYS[step.step.do];
  return play(step as Instance<never>, world);
}

export function isPlayed(step: Instance): step is Instance<Played> {
  return step.step.do !== 'expect' && step.step.do !== 'repeat';
}
