#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { certsCommands } from './certs-command.ts';
import { type DoctorCliOptions, doctorOptions } from './doctor-options.ts';
import { EXIT, EXIT_TABLE, explain } from './exit.ts';
import {
  type BenchCliOptions,
  benchOptions,
  type RunCliOptions,
  rootOption,
  runOptions,
  setOption,
} from './options.ts';
import type { VenCliOptions } from './ven.ts';
import { venOptions } from './ven-options.ts';
import { version } from './version.ts';

// React reads this once, when the UI is loaded: in development mode it takes twice the processor time and leaks.
process.env.NODE_ENV ??= 'production';

/** The program: names and options only; each command's code is loaded when it is called. */
export function program(end: (code: number) => void): Command {
  const root = new Command('oadr-sim')
    .description('A bench for OpenADR 2.0b devices: an embedded VTN, scenarios, verdicts, a live terminal UI.')
    .version(version())
    .addHelpText('after', EXIT_TABLE)
    .exitOverride()
    .showHelpAfterError('(oadr-sim --help shows all options)');

  runOptions(root.command('run').description('play scenarios against a VEN and give a verdict'))
    .argument('<path...>', 'scenario files, folders of them, or - for standard input')
    .addHelpText('after', EXIT_TABLE)
    .action(async (paths: string[], options: RunCliOptions) =>
      end(await (await import('./run.ts')).run(paths, options)),
    );

  benchOptions(root.command('serve').description('the VTN and the UI without a scenario: a bench to work at by hand'))
    .addHelpText('after', EXIT_TABLE)
    .action(async (options: BenchCliOptions) => end(await (await import('./serve.ts')).serve(options)));

  venOptions(root.command('ven').description('simulated VENs alone, against any VTN')).action(
    async (options: VenCliOptions) => end(await (await import('./ven.ts')).ven(options)),
  );

  root
    .command('validate')
    .description('check scenarios without running them')
    .argument('<scenario...>', 'scenario files or folders')
    .addOption(setOption())
    .addOption(rootOption())
    .action(async (paths: string[], options: { set?: Record<string, string>; root?: string }) =>
      end(await (await import('./validate-command.ts')).validate(paths, options)),
    );

  root
    .command('check')
    .description('findings of captured payloads')
    .argument('<message...>', 'XML files, or - for standard input')
    .option('--json', 'as one array')
    .action(async (files: string[], options: { json?: boolean }) =>
      end(await (await import('./check.ts')).check(files, options)),
    );

  doctorOptions(root.command('doctor').description('what would stop a bench run, or a device, and the remedy')).action(
    async (options: DoctorCliOptions) => end(await (await import('./doctor.ts')).doctor(options)),
  );

  certsCommands(root.command('certs').description("a lab's certificates: make, show, verify"), end);

  return root;
}

async function main(): Promise<void> {
  // A reader that went away ends the output, not the run.
  process.stdout.on('error', ignoreBrokenPipe);
  process.stderr.on('error', ignoreBrokenPipe);
  let code: number = EXIT.passed;
  try {
    await program((result) => {
      code = result;
    }).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) code = error.exitCode === 0 ? EXIT.passed : EXIT.usage;
    else {
      const told = explain(error);
      for (const line of told.lines) console.error(line);
      code = told.code;
    }
  }
  // Timers and sockets of a broken run must not keep a finished program alive; what was written is flushed first.
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
  process.exit(code);
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}

await main();
