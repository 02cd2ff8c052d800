import { readFile } from 'node:fs/promises';
import type { ExecutionContext } from 'ava';
import { Controller, type ScenarioResult } from '../../../src/scenario/engine/index.ts';
import { formatError, loadScenario, type ScenarioPlan } from '../../../src/scenario/format/index.ts';
import { type PersonalityName, personalityNames } from '../../../src/ven/index.ts';
import { TestBench, type TestBenchOptions } from '../../helpers/bench.ts';

/**
 * A scenario file as its author left it.
 * @param without leaves out the lines that hold this text
 * @throws Error with all that is wrong with it
 */
export async function planOf(file: string, without?: string): Promise<ScenarioPlan> {
  const text = await readFile(file, 'utf8');
  const lines = text.split('\n').filter((line) => without === undefined || !line.includes(without));
  const loaded = await loadScenario(file, {
    text: lines.join('\n'),
    readFile: (path) => readFile(path, 'utf8'),
    personalities: personalityNames,
    env: {},
  });
  if ('errors' in loaded) throw new Error(loaded.errors.map((error) => formatError(error)).join('\n\n'));
  return loaded.plan;
}

/** The same scenario with simulated VENs of one personality under every alias. */
export function simulated(plan: ScenarioPlan, personality: PersonalityName): ScenarioPlan {
  const vens = Object.entries(plan.vens).map(([alias, selector]) => [
    alias,
    { ...selector, simulated: { personality } },
  ]);
  return { ...plan, vens: Object.fromEntries(vens) };
}

/** Answers a prompt, after doing what it asks for. */
export type Person = (id: string, bench: TestBench) => Promise<string>;

/** Plays a scenario with somebody at the bench. */
function attended(bench: TestBench, plan: ScenarioPlan, person: Person): Promise<ScenarioResult> {
  const controller = new Controller();
  bench.journal.subscribe((record) => {
    if (record.kind !== 'scenario' || record.state !== 'prompt' || record.id === undefined) return;
    const { id } = record;
    person(id, bench).then(
      (answer) => controller.answer(id, answer),
      (error: unknown) => controller.abort(String(error)),
    );
  });
  return bench.play(plan, { controller, interactive: true });
}

/** A run that a busy machine did not spoil. */
export interface Played {
  readonly result: ScenarioResult;
  readonly bench: TestBench;
  readonly speed: number;
}

/**
 * Plays a scenario on a bench of its own, at this speed or, where the bench says that it was too slow to judge, at half
 * of it and so on: then the verdict would be the machine's.
 */
export async function play(
  t: ExecutionContext,
  plan: ScenarioPlan,
  speed: number,
  person?: Person,
  options: TestBenchOptions = {},
): Promise<Played> {
  for (let slower = speed; ; slower = Math.max(1, Math.floor(slower / 2))) {
    const bench = await TestBench.open(t, { ...options, speed: slower });
    const result = await (person ? attended(bench, plan, person) : bench.play(plan));
    await bench.close();
    if (result.verdict !== 'error' || slower === 1) return { result, bench, speed: slower };
    t.log(`at speed ${slower}: ${result.reason}`);
  }
}
