import { nobodyYet } from './panes/empty.ts';
import { listSource } from './sources.ts';
import type { PaneName, Ui, ViewName } from './ui.ts';

/** Below this the UI only says so. */
export const SMALLEST = { columns: 60, rows: 15 } as const;

/** From here on list and detail stand side by side. */
const WIDE = 120;

/** From here on there is room for three columns. */
const VERY_WIDE = 180;

/** From here on panes are stacked in a narrow terminal. */
const TALL = 36;

/** A pane with the rows below its title. */
export interface PlacedPane {
  readonly name: PaneName;
  /** Rows, the title included. */
  readonly height: number;
}

export interface Column {
  readonly width: number;
  readonly panes: readonly PlacedPane[];
}

/** Where everything stands, for a body of `rows` rows. */
export function layoutBody(ui: Ui, rows: number): Column[] {
  const { columns } = ui;
  const shown: PaneName = ui.inspecting ? 'inspector' : ui.focus;
  if (ui.zoom) return zoomed(shown, columns, rows);
  if (columns >= WIDE) return wide(ui, rows);
  if (rows >= TALL) return [{ width: columns, panes: stacked(ui, shown, rows) }];
  return [{ width: columns, panes: [{ name: shown, height: rows }] }];
}

function zoomed(shown: PaneName, columns: number, rows: number): Column[] {
  return [{ width: columns, panes: [{ name: shown, height: rows }] }];
}

/** Rows in the header: a narrow one also tells of the VENs and the step, which have no pane there. */
export function headerHeight(ui: Pick<Ui, 'columns'>): number {
  return ui.columns >= WIDE ? 1 : 2;
}

function wide(ui: Ui, rows: number): Column[] {
  const { columns } = ui;
  // The list needs 80 columns for its notes; beside it there is less for the panes at the left.
  const share = columns >= VERY_WIDE ? 0.28 : 0.36;
  const left = Math.max(46, Math.min(64, Math.floor(columns * share)));
  const side = { width: left, panes: sidePanes(ui, rows) };
  const reports = ui.focus === 'reports' && !ui.inspecting;
  if (columns >= VERY_WIDE) {
    const list = Math.floor((columns - left) * 0.57);
    return [
      side,
      { width: list, panes: reports ? withReports(ui, rows) : [{ name: 'messages', height: rows }] },
      { width: columns - left - list, panes: [{ name: 'inspector', height: rows }] },
    ];
  }
  if (reports) return [side, { width: columns - left, panes: withReports(ui, rows) }];
  const detail = Math.floor(rows * (ui.inspecting ? 0.65 : 0.45));
  const panes: PlacedPane[] = [
    { name: 'messages', height: rows - detail },
    { name: 'inspector', height: detail },
  ];
  return [side, { width: columns - left, panes }];
}

/** The reports above the messages, with as much room as they need and the messages can spare. */
function withReports(ui: Ui, rows: number): PlacedPane[] {
  const height = fitted(ui, 'reports', Math.floor(rows * 0.6), 8);
  return [
    { name: 'reports', height },
    { name: 'messages', height: rows - height },
  ];
}

/** From here on the side has room for reports too. */
const TALL_SIDE = 32;

/** VENs, the scenario if there is one, events or the log, and reports that came where there is room for them. */
function sidePanes(ui: Ui, rows: number): PlacedPane[] {
  const there = rows >= TALL_SIDE && ui.focus !== 'reports' && listSource(ui, 'reports').length > 0;
  const reports = there ? fitted(ui, 'reports', Math.floor(rows * 0.3), 3) : 0;
  const above = sideAbove(ui, rows - reports);
  return reports === 0 ? above : [...above, { name: 'reports', height: reports }];
}

function sideAbove(ui: Ui, rows: number): PlacedPane[] {
  const scenario = ui.view.scenario !== undefined || ui.focus === 'scenario';
  const nobody = nobodyYet(ui.view);
  const vens = fitted(ui, 'vens', Math.floor(rows * (scenario && !nobody ? 0.3 : 0.5)), nobody ? 16 : 3);
  const third: PaneName = ui.focus === 'log' ? 'log' : 'events';
  const wanted = ui.focus === third ? 0.5 : 0.3;
  if (!scenario) {
    return [
      { name: 'vens', height: vens },
      { name: third, height: rows - vens },
    ];
  }
  const events =
    listSource(ui, third).length === 0 && ui.focus !== third ? 0 : fitted(ui, third, Math.floor(rows * wanted), 4);
  const panes: PlacedPane[] = [
    { name: 'vens', height: vens },
    { name: 'scenario', height: rows - vens - events },
  ];
  return events === 0 ? panes : [...panes, { name: third, height: events }];
}

/** Height of a list: its rows and its title, within bounds. */
function fitted(ui: Ui, name: ViewName, most: number, least: number): number {
  return Math.min(Math.max(most, Math.min(least, 6)), Math.max(least, listSource(ui, name).length + 1));
}

function stacked(ui: Ui, shown: PaneName, rows: number): PlacedPane[] {
  const vens = fitted(ui, 'vens', 7, 3);
  const scenario = ui.view.scenario ? fitted(ui, 'scenario', 12, 4) : 0;
  const above: PlacedPane[] = [{ name: 'vens', height: vens }];
  if (scenario > 0) above.push({ name: 'scenario', height: scenario });
  // What is looked at takes the large place, unless it stands above already.
  const main: PaneName = above.some((pane) => pane.name === shown) ? 'messages' : shown;
  return [...above, { name: main, height: rows - vens - scenario }];
}
