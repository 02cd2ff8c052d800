import { readFile, realpath } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { formatError, loadScenario } from '../scenario/format/index.ts';
import { personalityNames } from '../ven/index.ts';

export interface ValidateOptions {
  /** `--set name=value`. */
  readonly set?: Readonly<Record<string, string>>;
  /** `--root <folder>`: what scenarios name must lie in it; default the folder of each. */
  readonly root?: string;
  /** Default: the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What `validate` found. */
export interface Validation {
  readonly ok: boolean;
  /** A line a file, and below it the mistakes of those that are not valid. */
  readonly output: string;
}

/** Checks scenario files without running them; `-` is standard input. Nothing is valid by there being nothing. */
export async function validateFiles(files: readonly string[], options: ValidateOptions = {}): Promise<Validation> {
  if (files.length === 0) return { ok: false, output: 'no scenario given\n' };
  const lines: string[] = [];
  let invalid = 0;
  for (const file of files) {
    const loaded = await loadScenario(file, {
      ...options,
      env: options.env ?? process.env,
      readFile: read,
      realPath: realpath,
      personalities: personalityNames,
    });
    if ('errors' in loaded) {
      invalid++;
      lines.push(`${file}: ${counted(loaded.errors.length, 'mistake')}`, '');
      lines.push(...loaded.errors.flatMap((error) => [formatError(error), '']));
    } else {
      lines.push(`${file}: ok, ${counted(loaded.plan.steps.length, 'step')}`);
    }
  }
  if (lines.at(-1) === '') lines.pop();
  return { ok: invalid === 0, output: `${lines.join('\n')}\n` };
}

async function read(path: string): Promise<string> {
  return path === '-' ? text(process.stdin) : readFile(path, 'utf8');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
