import type { StepRecord } from './record.ts';

/**
 * A failed step in full, the same in console, UI and reports (cli.md): what, where, step and VEN, the source line with
 * a caret, expected and actual, the nearest exchange, and a remedy if there is one.
 */
export function failureText(step: StepRecord): string[] {
  const detail = step.detail;
  if (!detail) return [step.title];
  const lines = [`${step.title}: ${detail.message}`];
  const place = [detail.file, detail.line, detail.column].filter((part) => part !== undefined).join(':');
  const who = [`step ${step.step}${step.id ? ` (${step.id})` : ''}`, ...(step.ven ? [`VEN ${step.ven}`] : [])].join(
    ', ',
  );
  lines.push(place ? `  --> ${place}  ${who}` : `  --> ${who}`);
  if (detail.source !== undefined && detail.line !== undefined)
    lines.push(...sourceLines(detail.line, detail.column, detail.source));
  if (detail.expected !== undefined) lines.push(`  expected: ${detail.expected}`);
  if (detail.actual !== undefined) lines.push(`  actual:   ${detail.actual}`);
  if (detail.exchange !== undefined || detail.seq !== undefined) {
    const parts = [
      detail.seq === undefined ? '' : `record ${detail.seq}`,
      detail.exchange ? `exchange ${detail.exchange}` : '',
    ];
    lines.push(`  nearest:  ${parts.filter(Boolean).join(', ')}`);
  }
  if (detail.why) lines.push(`  why:      ${detail.why}`);
  if (detail.hint) lines.push(`  try: ${detail.hint}`);
  return lines;
}

/** The line of the file with a caret under the column; long lines are cut around it. */
function sourceLines(line: number, column: number | undefined, source: string): string[] {
  const width = 100;
  const at = Math.max(0, (column ?? 1) - 1);
  const from = at > width - 20 ? at - 20 : 0;
  const shown = source.slice(from, from + width).replaceAll('\t', ' ');
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  return [`  ${gutter} |`, `  ${number} | ${shown}`, `  ${gutter} | ${' '.repeat(at - from)}^`];
}
