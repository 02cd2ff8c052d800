import type { JournalPort } from '../../journal/port.ts';
import type { StepDetail, StepRecord } from '../../journal/record.ts';
import type { ScenarioPlan } from '../format/index.ts';
import type { Instance } from './instances.ts';

/** Writes a run's own records. */
export class Recorder {
  readonly #journal: JournalPort;
  readonly #plan: ScenarioPlan;
  readonly #states = new Map<number, StepRecord['state']>();
  /** The failed ones, in order. */
  readonly failures: StepRecord[] = [];

  constructor(journal: JournalPort, plan: ScenarioPlan) {
    this.#journal = journal;
    this.#plan = plan;
  }

  started(instances: readonly Instance[]): void {
    const steps = instances
      .filter(({ closes }) => !closes)
      .map(({ place, step }) => ({
        step: place,
        do: step.do,
        title: step.title,
        ...(step.soft ? { soft: true } : {}),
      }));
    this.scenario('started', { steps });
  }

  /** @param deadline bench time */
  step(
    instance: Instance,
    state: StepRecord['state'],
    more: { deadline?: number; detail?: StepDetail } = {},
  ): StepRecord {
    const { step, place, id } = instance;
    this.#states.set(instance.position, state);
    const record = this.#journal.append({
      kind: 'step',
      scenario: this.#plan.name,
      step: place,
      ...(id === undefined ? {} : { id }),
      do: step.do,
      title: step.title,
      ...(step.vens.length === 1 ? { ven: step.vens[0] } : {}),
      state,
      ...(more.deadline === undefined ? {} : { deadline: more.deadline }),
      ...(step.soft ? { soft: true } : {}),
      ...(more.detail === undefined ? {} : { detail: more.detail }),
    });
    if (record.kind !== 'step') throw new TypeError('the journal returned another record than it was given');
    if (state === 'failed') this.failures.push(record);
    return record;
  }

  /** The last state recorded of a step; absent: none yet. */
  stateOf(instance: Instance): StepRecord['state'] | undefined {
    return this.#states.get(instance.position);
  }

  scenario(
    state: 'started' | 'held' | 'resumed' | 'prompt' | 'answered' | 'note' | 'teardown',
    more: {
      text?: string;
      id?: string;
      answers?: readonly string[];
      steps?: readonly { step: string; do: string; title: string; soft?: boolean }[];
    } = {},
  ): void {
    this.#journal.append({ kind: 'scenario', scenario: this.#plan.name, file: this.#plan.file, state, ...more });
  }

  log(level: 'info' | 'warning' | 'error', message: string): void {
    this.#journal.append({ kind: 'log', level, source: 'scenario', message });
  }
}
