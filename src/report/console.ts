import { clean } from '../journal/clean.ts';
import type { JournalRecord, MessageRecord, StepRecord, VerdictRecord } from '../journal/record.ts';
import { failureText } from '../journal/step-text.ts';
import type { Gist } from '../openadr/gist.ts';
import { Lines } from './lines.ts';
import { createStyle, type Style, shown } from './style.ts';
import { Tally } from './tally.ts';

/** How the plain output looks and how much it says. */
export interface ConsoleOptions {
  readonly color: boolean;
  /** Failures and summary only. */
  readonly quiet?: boolean;
  /** Nothing at all before `finish`: the UI has the terminal. */
  readonly silent?: boolean;
  /** What is shown of messages; judging and recording go on regardless. */
  readonly show?: (record: JournalRecord) => boolean;
  /** Response code and opt of a message, for its line; messages are read only for this. */
  readonly gist?: (record: MessageRecord) => Gist;
  /** One line, without its line break. */
  readonly out: (line: string) => void;
  /** Diagnostics: one line, without its line break. */
  readonly err: (line: string) => void;
}

/** Plain output: a live fold over the journal, no cursor codes. */
export interface PlainConsole {
  record(record: JournalRecord): void;
  /** Failures in full, then the summary. */
  finish(paths: readonly string[]): void;
}

export function createConsole(options: ConsoleOptions): PlainConsole {
  const style = createStyle(options.color);
  const tally = new Tally();
  const failures: StepRecord[] = [];
  const verdicts: VerdictRecord[] = [];
  const lines = new Lines(tally, style, options.gist);

  const line = (text: string): void => {
    if (!options.quiet) options.out(text);
  };

  return {
    record(record) {
      tally.add(record);
      if (record.kind === 'step' && record.state === 'failed') failures.push(record);
      if (record.kind === 'verdict') verdicts.push(record);
      if (record.kind === 'log' && record.level !== 'info' && !options.silent)
        options.err(`${record.level}: ${clean(record.message)}`);
      for (const text of lines.of(record, options.show?.(record) ?? true)) line(text);
    },
    finish(paths) {
      for (const step of failures) {
        options.out('');
        const [first, ...rest] = failureText(step).map(clean);
        options.out(style.fail(`${step.soft ? 'failed (soft)' : 'failed'}: ${first ?? ''}`));
        for (const text of rest) options.out(text);
      }
      if (verdicts.length > 0 || !options.quiet) options.out('');
      for (const verdict of verdicts) for (const text of verdictLines(verdict, style)) options.out(text);
      for (const text of summary(tally)) options.out(text);
      for (const path of paths) options.out(clean(path));
    },
  };
}

function verdictLines(verdict: VerdictRecord, style: Style): string[] {
  const { passed, failed, skipped } = verdict.expectations;
  const word = verdict.verdict.toUpperCase();
  const painted =
    verdict.verdict === 'passed'
      ? style.pass(word)
      : verdict.verdict === 'skipped'
        ? style.warn(word)
        : style.fail(word);
  const reason = verdict.reason ? `: ${clean(verdict.reason)}` : '';
  const lines = [
    `${painted} ${clean(verdict.scenario)}${reason}  (expectations: ${passed} passed, ${failed} failed, ${skipped} skipped)`,
  ];
  for (const left of verdict.left ?? []) lines.push(`  left behind: ${clean(left)}`);
  return lines;
}

function summary(tally: Tally): string[] {
  const lines: string[] = [];
  const vens = [...tally.messages].sort((a, b) => b[1].in - a[1].in);
  for (const [ven, count] of vens.slice(0, 20))
    lines.push(`  ${shown(tally.nameOf(ven || undefined))}: ${count.in} messages in, ${count.out} out`);
  if (vens.length > 20) lines.push(`  … and ${vens.length - 20} more VENs`);
  const { error, warning, info } = tally.findings;
  lines.push(`  findings: ${error} errors, ${warning} warnings, ${info} infos`);
  const p50 = tally.percentile(0.5);
  const p95 = tally.percentile(0.95);
  if (p50 !== undefined && p95 !== undefined)
    lines.push(`  answered in ${p50.toFixed(1)} ms (p50), ${p95.toFixed(1)} ms (p95)`);
  return lines;
}
