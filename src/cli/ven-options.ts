import { type Command, InvalidArgumentError, Option } from 'commander';
import { durationOption } from './parse.ts';

/** Options of `ven`. */
export interface VenCliOptions {
  readonly url?: string;
  readonly count: number;
  readonly name: string;
  readonly personality: string;
  readonly venId?: string;
  readonly duration?: number;
  readonly record: string;
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet?: boolean;
  readonly seed?: string;
}

function countOption(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 10_000) throw new InvalidArgumentError('Use 1 to 10000.');
  return count;
}

export function venOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the VTN, as http://host:port/OpenADR2/Simple/2.0b')
    .addOption(new Option('--count <n>', 'how many').argParser(countOption).default(1))
    .option('--name <venName>', 'venName; with several VENs a number is added', 'sim')
    .option('--personality <name>', 'how it behaves; "list" shows all', 'cooperative')
    .option('--ven-id <venID>', 'a venID that the VTN was given for it (one VEN only)')
    .addOption(new Option('--duration <duration>', 'stop after this time; else with ctrl-c').argParser(durationOption))
    .option('--record <file>', 'what happened as NDJSON, or none', 'none')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('-q, --quiet', 'problems only')
    .option('--seed <text>', 'makes ids, offsets and jitter repeatable');
}
