import { realpath } from 'node:fs/promises';
import { formatError, loadScenario, type ScenarioPlan } from '../scenario/format/index.ts';
import { personalityNames } from '../ven/index.ts';
import { UsageError } from './exit.ts';
import { scenarioFiles } from './scenario-files.ts';

/** What the arguments named, loaded; or what is wrong with it, as text. */
export type Loaded =
  | { readonly ok: true; readonly plans: readonly ScenarioPlan[] }
  | { readonly ok: false; readonly output: string };

/** Loads every scenario that the paths name and `--grep` leaves; all are validated before any starts. */
export async function loadAll(
  paths: readonly string[],
  options: { readonly grep?: string; readonly set?: Record<string, string>; readonly root?: string },
  readFile: (file: string) => Promise<string>,
): Promise<Loaded> {
  const wanted = grepOf(options.grep);
  const files = await scenarioFiles(paths);
  const plans: ScenarioPlan[] = [];
  const errors: string[] = [];
  const variables = new Set<string>();
  for (const file of files) {
    const loaded = await loadScenario(file, {
      set: options.set ?? {},
      env: process.env,
      readFile,
      realPath: realpath,
      ...(options.root !== undefined && { root: options.root }),
      personalities: personalityNames,
    });
    if ('errors' in loaded) {
      errors.push(...loaded.errors.map((error) => formatError(error)));
      continue;
    }
    for (const name of loaded.variables) variables.add(name);
    if (wanted(loaded.plan)) plans.push(loaded.plan);
  }
  if (errors.length > 0) return { ok: false, output: `${errors.join('\n\n')}\n` };
  checkNames('--set', Object.keys(options.set ?? {}), [...variables]);
  if (plans.length === 0) {
    const what =
      options.grep === undefined ? `no scenario in ${paths.join(' ')}` : `no scenario matches --grep ${options.grep}`;
    return { ok: false, output: `error: ${what}\ntry: a *.json file that has "steps"; --list shows what there is\n` };
  }
  return { ok: true, plans };
}

/** A name that no scenario knows is a typo, and the run would go on with the default. @throws UsageError */
function checkNames(option: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `${option} ${unknown}: no scenario has that name`,
    known.length > 0 ? `one of ${known.join(', ')}` : `leave ${option} out: there is none to be given`,
  );
}

function grepOf(text: string | undefined): (plan: ScenarioPlan) => boolean {
  if (text === undefined) return () => true;
  try {
    const pattern = new RegExp(text, 'i');
    return (plan) => [plan.name, ...plan.tags].some((part) => pattern.test(part));
  } catch {
    throw new UsageError(`--grep ${text} is no regular expression`);
  }
}
