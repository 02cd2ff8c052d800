import { type Command, InvalidArgumentError, Option } from 'commander';

const KINDS = ['html'] as const;

/** A report that was asked for. */
export interface ReportTarget {
  readonly kind: (typeof KINDS)[number];
  readonly path: string;
}

/** Options about reports: `run`, `serve`. */
export interface ReportCliOptions {
  readonly report?: readonly ReportTarget[];
}

export function reportOptions(command: Command): Command {
  return command.addOption(
    new Option('--report <kind=path>', 'write a report of the session at its end: html=<file> (repeatable)').argParser(
      reportOption,
    ),
  );
}

function reportOption(text: string, before: readonly ReportTarget[] = []): readonly ReportTarget[] {
  const at = text.indexOf('=');
  const given = at < 0 ? text : text.slice(0, at);
  const path = at < 0 ? '' : text.slice(at + 1);
  const kind = KINDS.find((each) => each === given);
  if (!kind) throw new InvalidArgumentError(`"${given}" is no kind of report; write html=<file>, the only one.`);
  if (path === '' || path === '-') throw new InvalidArgumentError(`a report is a file; write ${kind}=<file>.`);
  return [...before, { kind, path }];
}
