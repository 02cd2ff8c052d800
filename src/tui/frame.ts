import { headerHeight, layoutBody, SMALLEST } from './layout.ts';
import { footerRows } from './panes/footer.ts';
import { bannerRows, headerRows } from './panes/header.ts';
import { type DrawnLine, paneRows, paneTitle } from './panes/pane.ts';
import { panelHeight, panelRows } from './panes/panel.ts';
import { fitLine, type Line, span } from './text.ts';
import type { PaneName, Ui } from './ui.ts';

/** A pane as it is drawn: its title (none when zoomed) and its rows. */
export interface DrawnPane {
  readonly name: PaneName;
  readonly rows: readonly DrawnLine[];
}

export interface DrawnColumn {
  readonly width: number;
  readonly panes: readonly DrawnPane[];
}

/** One snapshot of the UI: what is on the screen, row by row. */
export interface Frame {
  readonly header: readonly Line[];
  readonly columns: readonly DrawnColumn[];
  readonly panel: readonly DrawnLine[];
  readonly footer: readonly Line[];
}

/** The frame for the terminal as it is: a row shorter than it, since a full one flickers. */
export function drawFrame(ui: Ui): Frame {
  ui.refresh();
  const { columns, rows } = ui;
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) return tooSmall(ui);
  const banner = bannerRows(ui, columns);
  const header = [...headerRows(ui, columns, headerHeight(ui)), ...banner];
  const footer = footerRows(ui, columns);
  const free = rows - 1 - header.length - footer.length;
  // Below a panel at least three rows of messages stay readable; help takes all of it.
  const most = ui.panel?.kind === 'help' ? free : free - 3;
  const panelRowCount = panelHeight(ui, columns, most);
  const body = free - panelRowCount;
  return {
    header: header.map((line) => fitLine(line, columns)),
    columns: body > 0 ? drawColumns(ui, body) : [],
    panel: panelRows(ui, columns, panelRowCount),
    footer: footer.map((line) => fitLine(line, columns, ui.theme.symbols.more)),
  };
}

function drawColumns(ui: Ui, body: number): DrawnColumn[] {
  const columns = layoutBody(ui, body);
  return columns.map((column, index) => {
    const last = index === columns.length - 1;
    const width = last ? column.width : column.width - 1;
    const bar = last ? [] : [span(ui.theme.symbols.bar, 'dim')];
    const panes = column.panes.map(({ name, height }) => {
      const rows = paneRows(ui, name, width, ui.zoom ? height : height - 1);
      const titled = ui.zoom ? rows : [{ line: paneTitle(ui, name, width) }, ...rows];
      return { name, rows: bar.length === 0 ? titled : titled.map((row) => withBar(row, bar)) };
    });
    return { width: column.width, panes };
  });
}

function withBar(row: DrawnLine, bar: Line): DrawnLine {
  return { line: row.line, inverse: row.inverse, after: bar };
}

function tooSmall(ui: Ui): Frame {
  const text = `needs ${SMALLEST.columns}×${SMALLEST.rows}, has ${ui.columns}×${ui.rows}; the run goes on`;
  const shown = ui.theme.symbols.arrow === '->' ? text.replaceAll('×', 'x') : text;
  const line = fitLine([span(shown)], Math.max(1, ui.columns));
  return { header: [line], columns: [], panel: [], footer: [] };
}
