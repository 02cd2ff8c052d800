import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** What a run of the command line left. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line that runs, or ran. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves with the first line of standard output that matches. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  readonly finished: Promise<Finished>;
}

/** A folder of its own for state, records and files. */
export function folder(): string {
  return mkdtempSync(join(tmpdir(), 'oadr-sim-test-'));
}

/** Starts `oadr-sim` from its sources, in a folder of its own unless one is given. */
export function start(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Running {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, ...args], {
    cwd: options.cwd ?? folder(),
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(options.input ?? '');
  let stdout = '';
  let stderr = '';
  const lines: string[] = [];
  const waiting: { pattern: RegExp; resolve: (match: RegExpExecArray) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    stdout += `${line}\n`;
    for (const { pattern, resolve } of waiting) {
      const match = pattern.exec(line);
      if (match) resolve(match);
    }
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    child,
    finished,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const known = lines.map((line) => pattern.exec(line)).find((match) => match !== null);
        if (known) return resolve(known);
        waiting.push({ pattern, resolve });
        void finished.then((end) =>
          reject(new Error(`ended with ${end.code} without ${pattern}:\n${end.stdout}${end.stderr}`)),
        );
      }),
  };
}

/** Runs `oadr-sim` to its end. */
export function oadrSim(args: readonly string[], options?: Parameters<typeof start>[1]): Promise<Finished> {
  return start(args, options).finished;
}
