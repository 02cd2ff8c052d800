import type { Finding } from '../../openadr/finding.ts';
import { type Line, line, span } from '../text.ts';
import { severitySign, severityStyle, type Theme } from '../theme.ts';

/** Findings in full: what, where, expected and actual, and the remedy. */
export function findingsTab(findings: readonly Finding[], theme: Theme): Line[] {
  if (findings.length === 0) return [[span(`${theme.symbols.passed} no findings`, 'ok')]];
  return findings.flatMap((finding, index) => [...(index > 0 ? [[]] : []), ...findingLines(finding, theme)]);
}

/** A finding in a few lines. */
export function findingLines(finding: Finding, theme: Theme): Line[] {
  const style = severityStyle(finding.severity);
  const lines: Line[] = [
    line(
      span(`${severitySign(theme, finding.severity)} ${finding.severity} `, style),
      span(finding.rule === undefined ? finding.layer : `rule ${finding.rule}`, 'bold'),
      `  ${finding.message}`,
    ),
  ];
  if (finding.line !== undefined) lines.push(fact('line', `${finding.line}:${finding.column ?? 1}`));
  // The envelope is the same in every message; what counts is at the path's end.
  const path = finding.path?.replace('/oadrPayload/oadrSignedObject/', `${theme.symbols.more}/`);
  if (path !== undefined) lines.push(fact('at', path));
  if (finding.expected !== undefined) lines.push(fact('expected', finding.expected));
  if (finding.actual !== undefined) lines.push(fact('got', finding.actual));
  if (finding.hint !== undefined) lines.push(fact('try', finding.hint));
  return lines;
}

function fact(name: string, text: string): Line {
  return line('    ', span(name.padEnd(9), 'dim'), text);
}
