import { clean } from '../journal/clean.ts';
import type { JournalRecord, StepRecord, VerdictRecord } from '../journal/record.ts';
import { failureText } from '../journal/step-text.ts';
import type { Finding } from '../openadr/finding.ts';
import { clock, createStyle, type Style, span } from './style.ts';
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
  const seen = new Seen();

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
      if (options.show && !options.show(record)) return;
      for (const text of linesOf(record, tally, seen, style)) line(text);
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
      for (const path of paths) options.out(path);
    },
  };
}

/** Warnings that a VEN repeats with every message are told once; errors always, and the summary counts them all. */
class Seen {
  readonly #told = new Set<string>();

  first(ven: string | undefined, finding: Finding): boolean {
    if (finding.severity === 'error') return true;
    const key = `${ven ?? ''}\n${finding.layer}\n${finding.message}`;
    if (this.#told.has(key) || this.#told.size >= 10_000) return false;
    this.#told.add(key);
    return true;
  }
}

function linesOf(record: JournalRecord, tally: Tally, seen: Seen, style: Style): string[] {
  const at = style.dim(clock(record.time));
  switch (record.kind) {
    case 'message': {
      const arrow = record.dir === 'in' ? '◀' : '▶';
      const status =
        record.status === undefined || record.status === 200
          ? ''
          : style.warn(` HTTP ${record.status === 0 ? 'undelivered' : record.status}`);
      const took = record.took === undefined ? '' : style.dim(` ${record.took.toFixed(0)} ms`);
      const head = `${at} ${arrow} ${clean(tally.nameOf(record.ven))} ${clean(record.name ?? record.service)}${status}${took}`;
      return [
        head,
        ...record.findings
          .filter((finding) => finding.severity !== 'info' && seen.first(record.ven, finding))
          .map((finding) => {
            const rule = finding.rule === undefined ? '' : ` rule ${finding.rule}`;
            const place = finding.line === undefined ? '' : ` line ${finding.line}:${finding.column ?? 1}`;
            const text = `    ${finding.severity} ${finding.layer}${rule}: ${clean(finding.message)}${place}`;
            return finding.severity === 'error' ? style.fail(text) : style.warn(text);
          }),
      ];
    }
    case 'step': {
      if (record.do !== 'expect' && record.state === 'done') return [`${at} ${style.pass('·')} ${clean(record.title)}`];
      if (record.state === 'passed') return [`${at} ${style.pass('✓')} ${clean(record.title)}${after(record, style)}`];
      if (record.state === 'failed')
        return [`${at} ${style.fail('✗')} ${clean(record.title)}: ${clean(record.detail?.message ?? '')}`];
      if (record.state === 'skipped')
        return [
          `${at} ${style.dim('-')} ${clean(record.title)} skipped${record.detail ? `: ${clean(record.detail.message)}` : ''}`,
        ];
      return [];
    }
    case 'scenario':
      if (record.state === 'started') return ['', style.bold(`▶ ${clean(record.scenario)}`)];
      if (record.state === 'prompt' || record.state === 'note')
        return [`${at} ${record.state === 'prompt' ? '?' : '·'} ${clean(record.text ?? '')}`];
      return [];
    case 'connection':
      return record.fact.fact === 'answered' || record.fact.fact === 'clientError'
        ? [
            style.warn(
              `${at} ! ${record.fact.fact === 'answered' ? `${clean(record.fact.method)} ${clean(record.fact.url)} → ${record.fact.status}: ${clean(record.fact.reason)}` : clean(record.fact.message)}`,
            ),
          ]
        : [];
    case 'state':
      if (record.change.what === 'ven')
        return [`${at} · ${clean(tally.nameOf(record.ven))} ${record.change.state} (${record.change.cause})`];
      if (record.change.what === 'presence')
        return [`${at} · ${clean(tally.nameOf(record.ven))} ${record.change.presence}`];
      return [];
    case 'log':
      return record.level === 'info' ? [style.dim(`${at} · ${clean(record.message)}`)] : [];
    default:
      return [];
  }
}

function after(record: StepRecord, style: Style): string {
  return record.detail?.after === undefined ? '' : style.dim(` ${span(record.detail.after)}`);
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
    lines.push(`  ${clean(tally.nameOf(ven || undefined))}: ${count.in} messages in, ${count.out} out`);
  if (vens.length > 20) lines.push(`  … and ${vens.length - 20} more VENs`);
  const { error, warning, info } = tally.findings;
  lines.push(`  findings: ${error} errors, ${warning} warnings, ${info} infos`);
  const p50 = tally.percentile(0.5);
  const p95 = tally.percentile(0.95);
  if (p50 !== undefined && p95 !== undefined)
    lines.push(`  answered in ${p50.toFixed(1)} ms (p50), ${p95.toFixed(1)} ms (p95)`);
  return lines;
}
