import { formatHumanDuration } from '../../../openadr/time.ts';
import { type NoteStep, type RestartStep, resolveTemplate, type WaitStep } from '../../format/index.ts';
import { later, scenarioMoment } from '../moment.ts';
import type { Play } from './world.ts';

/** A remark in the record. */
export const playNote: Play<NoteStep> = async (step, world) => {
  world.begin(step);
  world.recorder.scenario('note', { text: resolveTemplate(step.step.text, world.lookup(step)) });
  return undefined;
};

/** Stops the VTN and starts it again, from its state or from nothing; done when it listens. */
export const playRestart: Play<RestartStep> = async (step, world) => {
  const { down, state } = step.step;
  world.begin(step);
  await world.execute({ do: 'restart', down, state }, step);
  return undefined;
};

/** Waits for a time; it proves nothing. */
export const playWait: Play<WaitStep> = async (step, world) => {
  const { wait } = step.step;
  if ('for' in wait) {
    const deadline = later(scenarioMoment(world.stamp()), wait.for);
    world.begin(step, deadline);
    await world.pulse.wait(
      () => world.clock.isDue(deadline) || undefined,
      () => world.clock.wakeTime(deadline),
    );
    return undefined;
  }
  world.begin(step);
  const { lateBy } = await world.until(wait.until, step);
  return lateBy > 0 ? { message: `it had come ${formatHumanDuration(lateBy)} before` } : undefined;
};
