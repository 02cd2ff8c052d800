import { type Command, Option } from 'commander';
import { type KeepCliOptions, keepOptions, type ListenCliOptions, listenOptions } from './options.ts';
import { type SignCliOptions, signOptions } from './sign-options.ts';
import { type TlsCliOptions, tlsOptions } from './tls-options.ts';

/** Options of `doctor`: those of `serve` that a run may fail by. */
export interface DoctorCliOptions extends ListenCliOptions, TlsCliOptions, SignCliOptions, KeepCliOptions {
  readonly json?: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

const EXIT_TEXT = `
Give it the options that you give to run or serve.

Exit codes:
  0    nothing stands in the way of a run (warnings too)
  2    wrong usage
  4    a run would not start, or a device could not come`;

export function doctorOptions(command: Command): Command {
  return keepOptions(signOptions(tlsOptions(listenOptions(command))))
    .option('--json', 'as JSON')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .addHelpText('after', EXIT_TEXT);
}
