import type { EventView, RequestView } from '../../journal/view.ts';
import { FIELDS } from '../actions/typing.ts';
import { ASKS, canAsk, requestToCancel } from '../ask-report.ts';
import { eventOfForm, newestOpen, targetName } from '../inject.ts';
import { keySections } from '../keys-doc.ts';
import { MENU, type MenuItem } from '../menu.ts';
import type { Panel } from '../panel.ts';
import { cell, fitLine, type Line, line, span, wrapLine } from '../text.ts';
import type { Ui } from '../ui.ts';
import type { DrawnLine } from './pane.ts';

/** The panel at the bottom, with a rule above it; at most `height` rows of it are drawn. */
export function panelRows(ui: Ui, width: number, height: number): DrawnLine[] {
  const { panel } = ui;
  if (!panel) return [];
  const [title, rows] = contentOf(ui, panel, width, height - 1);
  const rule = ui.theme.symbols.ruleFocused;
  const heading = fitLine(line(span(`${rule} ${title} `, 'title'), span(rule.repeat(width), 'title')), width, rule);
  const all: DrawnLine[] = [{ line: heading }, ...rows];
  return all.slice(0, height).map((row) => ({ ...row, line: fitLine(row.line, width, ui.theme.symbols.more) }));
}

function contentOf(ui: Ui, panel: Panel, width: number, height: number): readonly [string, DrawnLine[]] {
  switch (panel.kind) {
    case 'menu':
      return menuContent(ui, panel, width, height);
    case 'request':
      return [`request a report ${ui.theme.symbols.arrow} ${targetName(ui, panel.target)}`, requestRows(ui, panel)];
    case 'form':
      return [`SIMPLE event ${ui.theme.symbols.arrow} ${targetName(ui, panel.target)}`, formRows(ui, panel)];
    case 'ask':
      return [
        'sure?',
        [
          ...(panel.facts ?? []).flatMap((fact) => wrapLine(fact, width, 11)).map((each) => ({ line: each })),
          {
            line: line(span(` ${panel.question} `, 'bold'), span('y', 'accent'), ' yes  ', span('n', 'accent'), ' no'),
          },
        ],
      ];
    case 'answer':
      return ['answer the prompt', answerRows(ui, panel)];
    case 'input':
      return [panel.purpose === 'reports' ? 'filter of the reports' : panel.purpose, inputRows(ui, panel)];
    case 'help':
      return helpContent(ui, panel, width, height);
  }
}

/** Rows that fit, and their numbers where not all do. */
function part<T>(rows: readonly T[], start: number, height: number): readonly [string, readonly T[]] {
  if (rows.length <= height) return ['', rows];
  const first = Math.max(0, Math.min(start, rows.length - height));
  return [`  ${first + 1}-${first + height} of ${rows.length}: j k scroll`, rows.slice(first, first + height)];
}

/** Items in two columns where they fit: those with keys, then the presets. */
function menuContent(
  ui: Ui,
  panel: Extract<Panel, { kind: 'menu' }>,
  width: number,
  height: number,
): readonly [string, DrawnLine[]] {
  const keyed = MENU.filter((item) => item.key !== undefined);
  const presets = MENU.filter((item) => item.key === undefined);
  const open = newestOpen(ui, panel.target);
  const report = requestToCancel(ui, panel.target);
  const draw = (item: MenuItem | undefined, columns: number): Line => {
    if (!item) return [cell('', columns)];
    const chosen = MENU[panel.selected] === item;
    const subject = subjectOf(item, open, report);
    return [
      span(chosen ? ui.theme.symbols.selected : ' ', 'accent'),
      cell(item.key ?? '', 2, 'accent'),
      cell(subject, columns - 3, chosen ? 'bold' : 'plain', ui.theme.symbols.more),
    ];
  };
  const left = Math.min(54, Math.floor(width * 0.42));
  const twoColumns = width >= 110;
  const rows = twoColumns
    ? keyed.map((item, index): Line => [...draw(item, left), ...draw(presets[index], width - left)])
    : MENU.map((item) => draw(item, width));
  // Where not all fit, the part with the selected one.
  const chosen = twoColumns ? panel.selected % keyed.length : panel.selected;
  const [numbers, shown] = part(rows, chosen - Math.floor(height / 2), height);
  const title = `inject ${ui.theme.symbols.arrow} ${targetName(ui, panel.target)}${numbers}`;
  return [title, shown.map((each) => ({ line: each }))];
}

/** What an item would do now: those that end an event name it. */
function subjectOf(item: MenuItem, open: EventView | undefined, report: RequestView | undefined): string {
  if (item.key === 'x' && report) return `cancel report ${report.reportName} (${report.reportRequestID})`;
  if (!open || (item.key !== 'c' && item.key !== 'o')) return item.title;
  return item.key === 'c'
    ? `cancel ${open.eventID} (${open.status})`
    : `omit ${open.eventID} from the list: implied cancel`;
}

/** Reports to ask for; what no VEN of the target offers is said so. */
function requestRows(ui: Ui, panel: Extract<Panel, { kind: 'request' }>): DrawnLine[] {
  return ASKS.map((item, index): DrawnLine => {
    const chosen = index === panel.selected;
    const can = canAsk(ui, panel.target, item);
    return {
      line: line(
        span(chosen ? ui.theme.symbols.selected : ' ', 'accent'),
        cell(item.key ?? '', 2, 'accent'),
        span(item.title, chosen ? 'bold' : can ? 'plain' : 'dim'),
        can ? undefined : span('  not offered', 'dim'),
      ),
    };
  });
}

function formRows(ui: Ui, panel: Extract<Panel, { kind: 'form' }>): DrawnLine[] {
  const rows = FIELDS.map(({ name, label, values }, index): DrawnLine => {
    const focused = panel.focus === index;
    const value = panel.fields[name];
    const choices = values?.map((each) =>
      span(each === value ? `[${each}] ` : ` ${each}  `, each === value ? 'bold' : 'dim'),
    );
    return {
      line: line(
        span(focused ? ui.theme.symbols.selected : ' ', 'accent'),
        cell(label, 18, focused ? 'bold' : 'plain'),
        ...(choices ?? [span(value, 'bold'), focused ? span(ui.theme.symbols.cursor, 'accent') : undefined]),
      ),
    };
  });
  const made = eventOfForm(panel.fields, ui.options.bench.clock.now());
  const error = panel.error ?? ('error' in made ? made.error : undefined);
  const summary =
    error === undefined ? span(previewText(made), 'dim') : span(`${ui.theme.symbols.failed} ${error}`, 'error');
  return [...rows, { line: line(span(' '), summary) }];
}

function previewText(made: ReturnType<typeof eventOfForm>): string {
  if ('error' in made) return made.error;
  const interval = made.event.signals[0]?.intervals[0];
  const start = new Date(made.event.start).toISOString().slice(11, 19);
  return `SIMPLE level ${interval?.value} for ${interval?.duration} from ${start}Z, response ${made.event.responseRequired}`;
}

function answerRows(ui: Ui, panel: Extract<Panel, { kind: 'answer' }>): DrawnLine[] {
  const answers = ui.live.scenario?.prompt?.answers ?? [];
  const choices = answers.flatMap((answer, index) => {
    const chosen = index === panel.selected;
    return [span(chosen ? ui.theme.symbols.selected : ' ', 'accent'), span(`${answer}   `, chosen ? 'bold' : 'plain')];
  });
  const note = panel.note === '' ? [] : [{ line: line(span(' note: ', 'dim'), panel.note) }];
  return [{ line: [span(' '), ...choices] }, ...note];
}

function inputRows(ui: Ui, panel: Extract<Panel, { kind: 'input' }>): DrawnLine[] {
  const rows: DrawnLine[] = [{ line: line(' ', span(panel.value, 'bold'), span(ui.theme.symbols.cursor, 'accent')) }];
  if (panel.error !== undefined) rows.push({ line: line(span(` ${ui.theme.symbols.failed} ${panel.error}`, 'error')) });
  return rows;
}

function helpContent(
  ui: Ui,
  panel: Extract<Panel, { kind: 'help' }>,
  width: number,
  height: number,
): readonly [string, DrawnLine[]] {
  const ascii = ui.theme.symbols.arrow === '->';
  const lines = keySections(ascii).flatMap(({ title, rows }): Line[] => [
    [],
    [span(title, 'title')],
    ...rows.map((row) => line(' ', cell(row.keys.join(', '), 18, 'accent'), span(row.help))),
  ]);
  const all: Line[] = [line(span('VTN URL ', 'dim'), ui.options.url), ...lines];
  panel.scroll = Math.max(0, Math.min(panel.scroll, all.length - height));
  const [numbers, shown] = part(all, panel.scroll, height);
  return [
    numbers === '' ? 'keys' : `keys${numbers}, space a page`,
    shown.map((each) => ({ line: fitLine(each, width) })),
  ];
}

/** Rows that a panel would like, its rule included. */
export function panelHeight(ui: Ui, width: number, available: number): number {
  const { panel } = ui;
  if (!panel) return 0;
  if (panel.kind === 'help') return available;
  return Math.min(available, 1 + contentOf(ui, panel, width, available)[1].length);
}
