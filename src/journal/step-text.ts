import type { StepDetail, StepRecord } from './record.ts';

/** What of a step its failure needs. */
type Failed = Pick<StepRecord, 'step' | 'id' | 'ven' | 'title' | 'detail'>;

/**
 * A failed step in full, the same in console and reports (cli.md): what, where, step and VEN, the source line with a
 * caret, expected and actual, the nearest exchange, and a remedy if there is one.
 */
export function failureText(step: Failed): string[] {
  const { detail } = step;
  if (!detail) return [step.title];
  const who = [`step ${step.step}${step.id ? ` (${step.id})` : ''}`, ...(step.ven ? [`VEN ${step.ven}`] : [])].join(
    ', ',
  );
  const place = placeOf(detail);
  return [
    `${step.title}: ${detail.message}`,
    place ? `  --> ${place}  ${who}` : `  --> ${who}`,
    ...(detail.source === undefined || detail.line === undefined
      ? []
      : sourceLines(detail.line, detail.column, detail.source)),
    ...reasons(detail).map((line) => `  ${line}`),
  ];
}

/** The same for a narrow place: without the title, the step and the source line. */
export function failureLines({ detail }: Pick<StepRecord, 'detail'>): string[] {
  if (!detail) return [];
  const place = placeOf(detail);
  return [detail.message, ...reasons(detail), ...(place ? [`--> ${place}`] : [])];
}

function placeOf({ file, line, column }: StepDetail): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

function reasons(detail: StepDetail): string[] {
  const nearest = [
    ...(detail.seq === undefined ? [] : [`record ${detail.seq}`]),
    ...(detail.exchange ? [`exchange ${detail.exchange}`] : []),
  ];
  return [
    ...(detail.expected === undefined ? [] : [`expected: ${detail.expected}`]),
    ...(detail.actual === undefined ? [] : [`actual:   ${detail.actual}`]),
    ...(nearest.length === 0 ? [] : [`nearest:  ${nearest.join(', ')}`]),
    ...(detail.why ? [`why:      ${detail.why}`] : []),
    ...(detail.hint ? [`try: ${detail.hint}`] : []),
  ];
}

/** The line of the file with a caret under the column; long lines are cut around it. */
export function sourceLines(line: number, column: number | undefined, source: string): string[] {
  const width = 100;
  const at = Math.max(0, (column ?? 1) - 1);
  const from = at > width - 20 ? at - 20 : 0;
  const shown = source.slice(from, from + width).replaceAll('\t', ' ');
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  return [`  ${gutter} |`, `  ${number} | ${shown}`, `  ${gutter} | ${' '.repeat(at - from)}^`];
}
