import { resolve } from 'node:path';
import { EXIT, EXIT_MEANINGS, type ExitCode, explain, UsageError } from './exit.ts';
import type { BenchCliOptions } from './options.ts';
import type { Session } from './session.ts';

/** What became of the reports of a session. */
export interface Written {
  /** A line a report, for the summary. */
  readonly lines: readonly string[];
  /** A line an error; not empty: exit 4. */
  readonly errors: readonly string[];
}

export const NOTHING_WRITTEN: Written = { lines: [], errors: [] };

/**
 * The files of a session are not one another: a report must not replace what it is made from. What cannot be written at the
 * end of a long session is told now.
 * @throws UsageError, ReportError
 */
export async function checkFiles({ report = [], record, state, ephemeral }: BenchCliOptions): Promise<void> {
  if (!ephemeral && record !== 'none' && resolve(record) === resolve(state))
    throw new UsageError(
      `--record ${record} is the state file too, and one would replace the other`,
      '--record <other>',
    );
  for (const { kind, path } of report) {
    const taken = [record, state].find((file) => resolve(file) === resolve(path));
    if (taken !== undefined)
      throw new UsageError(`--report ${kind}=${path} would replace ${taken}`, 'another file name for the report');
  }
  if (report.length === 0) return;
  const { checkReportPath } = await import('../report/report-file.ts');
  for (const { path } of report) await checkReportPath(path);
}

/**
 * Writes the reports of a session that is closed. Never throws: the verdict on the console stands, whatever a report meets.
 * @param code as the session ends, where nothing broke it off
 */
export async function writeReports(
  { report = [] }: BenchCliOptions,
  session: Session,
  code: ExitCode | undefined,
): Promise<Written> {
  const lines: string[] = [];
  const errors: string[] = [];
  const files = session.files();
  if (files.length > 0) {
    const [{ htmlReport }, { writeReport }] = await Promise.all([
      import('../report/html/report.ts'),
      import('../report/report-file.ts'),
    ]);
    const end = code === undefined ? undefined : { code, text: EXIT_MEANINGS[code] };
    for (const { path } of report) {
      try {
        await writeReport(path, htmlReport({ files, end, fault: session.fault()?.message }));
        lines.push(`report: ${path}`);
      } catch (error) {
        errors.push(...explain(error).lines);
      }
    }
  }
  await session.discard();
  return { lines, errors };
}

/** The exit code when reports could not be written: a signal's stands, all else gives way to 4. */
export function codeWith(code: ExitCode, { errors }: Written): ExitCode {
  const signal = code === EXIT.SIGINT || code === EXIT.SIGTERM || code === EXIT.SIGHUP;
  return errors.length === 0 || signal ? code : EXIT.bench;
}
