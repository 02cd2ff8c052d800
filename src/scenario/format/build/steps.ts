import { durationToMs } from '../../../openadr/time.ts';
import type { Collector } from '../collector.ts';
import type { Draft } from '../draft.ts';
import { explain, type Untitled } from '../explain.ts';
import type { Files } from '../extend.ts';
import type { Names } from '../names.ts';
import type { DeliveredStep, PlanStep, StepBase } from '../plan.ts';
import { textOf } from '../runtime-text.ts';
import type { StepInput } from '../schema/steps.ts';
import { body } from './body.ts';
import { StepContext } from './context.ts';
import { eventSet, modifySet, patches } from './event.ts';
import { expectation } from './expect.ts';
import { cancelReport, measure, opt, requestReport } from './report.ts';
import { checkUses } from './uses.ts';

/** Turns drafts into a plan's steps; mistakes go to the collector. */
export class StepBuilder {
  readonly #names: Names;
  readonly #errors: Collector;
  readonly #files: Files;

  constructor(names: Names, errors: Collector, files: Files) {
    this.#names = names;
    this.#errors = errors;
    this.#files = files;
  }

  async build(drafts: readonly Draft[]): Promise<PlanStep[]> {
    const steps: PlanStep[] = [];
    for (const draft of drafts) {
      const context = new StepContext(draft, this.#names, this.#errors, this.#files);
      checkUses(draft, this.#names, this.#errors);
      steps.push(titled(await this.#step(context)));
    }
    return steps;
  }

  async #step(context: StepContext): Promise<Untitled> {
    const { input, children } = context.draft;
    const base = baseOf(context);
    switch (input.do) {
      case 'event':
        return {
          ...sent(base, input),
          do: 'event',
          id: input.id,
          set: eventSet(context, input.set),
          patch: patches(context, 'oadrDistributeEvent', input.patch),
        };
      case 'modify':
        return modify(context, base, input);
      case 'cancel':
      case 'omit':
        context.made('event', ['event'], input.event);
        return { ...sent(base, input), do: input.do, event: input.event };
      case 'requestReport':
        return requestReport(context, sent(base, input), input);
      case 'cancelReport':
        return cancelReport(context, sent(base, input), input);
      case 'registerReport':
        return {
          ...sent(base, input),
          do: 'registerReport',
          patch: patches(context, 'oadrRegisterReport', input.patch),
        };
      case 'requestReregistration': {
        const { pollInterval } = input;
        return {
          ...sent(base, input),
          do: input.do,
          ...(pollInterval ? { pollInterval: durationToMs(pollInterval) } : {}),
        };
      }
      case 'cancelRegistration':
        return { ...sent(base, input), do: 'cancelRegistration' };
      case 'send':
        return send(context, base, input);
      case 'opt':
        return opt(context, base, input);
      case 'restart':
        return { ...base, do: 'restart', down: durationToMs(input.down ?? 'PT0S'), state: input.state ?? 'keep' };
      case 'prompt':
        return prompt(context, base, input);
      case 'wait':
        return { ...base, do: 'wait', wait: waiting(context, input) };
      case 'measure':
        return measure(context, base, input);
      case 'note':
        return { ...base, do: 'note', text: textOf(input.text) };
      case 'repeat':
        return { ...base, do: 'repeat', times: input.times, steps: await this.build(children) };
      case 'expect':
        return { ...base, ...expectation(context, input) };
    }
  }
}

type Base = Omit<StepBase, 'title'>;

function titled(step: Untitled): PlanStep {
  const made = { ...step, title: explain(step) };
  return made;
}

function baseOf(context: StepContext): Base {
  const { draft, names } = context;
  const { id, ven, at, soft, why } = draft.input;
  const listed = ven === undefined ? undefined : [ven].flat();
  for (const [index, alias] of (listed ?? []).entries()) {
    const problem = names.alias(alias);
    if (problem) context.fail(Array.isArray(ven) ? ['ven', index] : ['ven'], problem);
  }
  return {
    index: draft.index,
    ...(id === undefined ? {} : { id }),
    vens: [...new Set(listed ?? names.aliases)],
    ...(at === undefined ? {} : { at: context.anchor(['at'], at, 'at') }),
    soft: soft ?? false,
    ...(why === undefined ? {} : { why }),
    place: draft.located.spot.source.place(draft.located.spot.offset),
  };
}

function sent(base: Base, { deliver }: { deliver?: string }): Omit<DeliveredStep, 'title'> {
  if (deliver === undefined) return base;
  return { ...base, deliver: deliver === 'none' ? 'none' : durationToMs(deliver) };
}

function modify(context: StepContext, base: Base, input: StepInput['modify']): Untitled {
  context.made('event', ['event'], input.event);
  if (input.set === undefined && input.patch === undefined) {
    context.fail([], { message: 'the modification changes nothing', expected: '"set", "patch" or both' });
  }
  return {
    ...sent(base, input),
    do: 'modify',
    event: input.event,
    set: modifySet(context, input.set ?? {}),
    patch: patches(context, 'oadrDistributeEvent', input.patch),
  };
}

async function send(context: StepContext, base: Base, input: StepInput['send']): Promise<Untitled> {
  const { message, xml } = input;
  const step = { ...sent(base, input), do: 'send' as const };
  if ((message === undefined) === (xml === undefined)) {
    context.fail([], { message: 'send needs "message" (with "body") or "xml", and not both' });
    return step;
  }
  if (message !== undefined)
    return { ...step, payload: { name: message, body: body(context, message, input.body ?? {}) } };
  if (input.body !== undefined)
    context.failAt([], 'body', { message: '"body" belongs to "message"; "xml" goes out as it is' });
  if (typeof xml === 'object' && 'file' in xml)
    return { ...step, xml: (await context.file(['xml', 'file'], xml.file)) ?? '' };
  return { ...step, xml: textOf(xml ?? '') };
}

function prompt(context: StepContext, base: Base, input: StepInput['prompt']): Untitled {
  const answers = input.answers ?? ['pass', 'fail'];
  const pass = input.pass ?? answers.slice(0, 1);
  for (const [index, answer] of pass.entries()) {
    if (!answers.includes(answer)) {
      context.fail(['pass', index], {
        message: `"${answer}" is none of the answers`,
        expected: `one of ${answers.join(', ')}`,
      });
    }
  }
  const within = input.within === undefined ? {} : { within: durationToMs(input.within) };
  return { ...base, do: 'prompt', text: textOf(input.text), answers, pass, ...within };
}

function waiting(
  context: StepContext,
  { for: time, until }: StepInput['wait'],
): { for: number } | { until: ReturnType<StepContext['anchor']> } {
  if ((time === undefined) === (until === undefined)) {
    context.fail([], {
      message: 'wait needs "for" or "until", and not both',
      hint: '"for": "PT10S" or "until": "peak.active"',
    });
  }
  if (until !== undefined) return { until: context.anchor(['until'], until, 'wait') };
  return { for: durationToMs(time ?? 'PT0S') };
}
