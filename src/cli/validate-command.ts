import { visible } from '../journal/clean.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { scenarioFiles } from './scenario-files.ts';
import { validateFiles } from './validate.ts';

/** `oadr-sim validate`: 0 all are valid, 3 one is not. */
export async function validate(
  paths: readonly string[],
  { set = {}, root }: { readonly set?: Record<string, string>; readonly root?: string },
): Promise<ExitCode> {
  const files = await scenarioFiles(paths);
  const { ok, output } = await validateFiles(files, { set, env: process.env, ...(root !== undefined && { root }) });
  const text = visible(output);
  process.stdout.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
  return ok && files.length > 0 ? EXIT.passed : EXIT.scenario;
}
