import {
  type LoadOptions,
  loadScenario,
  type ScenarioError,
  type ScenarioPlan,
} from '../../src/scenario/format/index.ts';

/** Files by path, for `extends` and `xml`. */
export type FilesByPath = Readonly<Record<string, string>>;

/** A scenario's text: steps one a line from line 4 on; `head` stands before `vens`. */
export function scenarioText(steps: readonly string[], head = ''): string {
  const lines = steps.map((step, index) => `    ${step}${index < steps.length - 1 ? ',' : ''}`);
  const top = `  "name": "x", ${head}"vens": { "dut": {} }, "timeout": "PT1M",`;
  return ['{', top, '  "steps": [', ...lines, '  ]', '}', ''].join('\n');
}

export function load(text: string, options: Partial<LoadOptions> & { files?: FilesByPath; file?: string } = {}) {
  const { files = {}, file = 'x.json', ...rest } = options;
  const readFile = async (path: string) => {
    const found = files[path];
    if (found === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
    return found;
  };
  return loadScenario(file, { text, readFile, env: {}, ...rest });
}

/** The plan of a scenario that must be right. */
export async function planOf(
  steps: readonly string[],
  options: Parameters<typeof load>[1] & { head?: string } = {},
): Promise<ScenarioPlan> {
  const { head, ...rest } = options;
  const loaded = await load(scenarioText(steps, head), rest);
  if ('plan' in loaded) return loaded.plan;
  throw new Error(loaded.errors.map(summary).join('\n'));
}

/** The mistakes of a text, each on one line. */
export async function errorsOf(text: string, options: Parameters<typeof load>[1] = {}): Promise<string[]> {
  const loaded = await load(text, options);
  return 'errors' in loaded ? loaded.errors.map(summary) : [];
}

/** `line:column+length message | step … | expected … | actual … | try: …` */
export function summary({ place, length, message, step, expected, actual, hint }: ScenarioError): string {
  const parts = [
    `${place.line}:${place.column}+${length} ${message}`,
    step && `step ${step}`,
    expected && `expected ${expected}`,
    actual && `actual ${actual}`,
    hint && `try: ${hint}`,
  ];
  return parts.filter(Boolean).join(' | ');
}
