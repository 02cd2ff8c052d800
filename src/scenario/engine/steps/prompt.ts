import type { StepDetail } from '../../../journal/record.ts';
import { formatHumanDuration } from '../../../openadr/time.ts';
import { type PromptStep, resolveTemplate } from '../../format/index.ts';
import { RunEnded, StepFailed } from '../ending.ts';
import type { Instance } from '../instances.ts';
import { later, scenarioMoment } from '../moment.ts';
import { promptKeys } from '../prompts.ts';
import { type Play, placeOf, type StepWorld } from './world.ts';

/** Asks a person; the answer is an expectation's result. */
export const playPrompt: Play<PromptStep> = async (step, world) => {
  const { answers, pass, within } = step.step;
  const keys = promptKeys(step);
  const [id] = keys;
  const now = world.stamp();
  const deadline = within === undefined ? undefined : later(scenarioMoment(now), within);
  world.begin(step, deadline);
  const text = resolveTemplate(step.step.text, world.lookup(step));
  world.prompts.open(keys, answers);
  try {
    world.recorder.scenario('prompt', { id, text, answers });
    const answer = await waitForAnswer(id, step, world, deadline && { moment: deadline, within: within ?? 0 });
    world.recorder.scenario('answered', {
      id,
      text: answer.note === undefined ? answer.text : `${answer.text} (${answer.note})`,
    });
    return judge(step, answer, pass);
  } finally {
    world.prompts.close(id);
  }
};

function judge(
  step: Instance<PromptStep>,
  answer: { text: string; note?: string },
  pass: readonly string[],
): StepDetail {
  const message = answer.note === undefined ? `answered ${answer.text}` : `answered ${answer.text}: ${answer.note}`;
  if (pass.includes(answer.text)) return { message };
  throw new StepFailed({ ...placeOf(step), message, expected: pass.join(' or '), actual: answer.text });
}

async function waitForAnswer(
  id: string,
  step: Instance<PromptStep>,
  world: StepWorld,
  limit: { readonly moment: ReturnType<typeof later>; readonly within: number } | undefined,
): Promise<{ text: string; note?: string }> {
  const { prompts, clock, pulse } = world;
  if (!prompts.interactive && prompts.answerTo(id) === undefined) {
    throw new RunEnded(
      'error',
      `nobody is there to answer the prompt "${id}"; try: --answer ${id}=${step.step.pass[0] ?? 'pass'}`,
    );
  }
  const answer = await pulse.wait(
    () => prompts.answerTo(id) ?? (limit && clock.isDue(limit.moment) ? ('late' as const) : undefined),
    () => limit && clock.wakeTime(limit.moment),
  );
  if (answer !== 'late') return answer;
  throw new StepFailed({ ...placeOf(step), message: `no answer within ${formatHumanDuration(limit?.within ?? 0)}` });
}
