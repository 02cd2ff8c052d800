import { ManualClock } from '../../src/base/manual-clock.ts';
import { drawFrame, type Frame } from '../../src/tui/frame.ts';
import { press } from '../../src/tui/press.ts';
import { plain } from '../../src/tui/text.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { Ui, type UiOptions } from '../../src/tui/ui.ts';
import { type UiBench, uiBench } from './ui-bench.ts';
import { T0 } from './ui-records.ts';

/** The UI without a terminal: keys go in, rows of text come out. */
export interface UiScreen extends UiBench {
  readonly ui: Ui;
  readonly clock: ManualClock;
  /** Presses keys by name, one after the other, then lets commands finish. */
  keys(...names: string[]): Promise<void>;
  rows(): string[];
  text(): string;
}

export function uiScreen(columns = 80, rows = 24, overrides: Partial<UiOptions> & { ascii?: boolean } = {}): UiScreen {
  const clock = new ManualClock(T0);
  const { ascii, ...options } = overrides;
  const bench = uiBench(clock, options);
  const ui = new Ui(bench.options, createTheme({ ascii, color: false }));
  ui.columns = columns;
  ui.rows = rows;
  const screen: UiScreen = Object.assign(bench, {
    ui,
    clock,
    keys: async (...names: string[]) => {
      for (const name of names) {
        press(ui, name);
        drawFrame(ui);
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
    rows: () => frameRows(drawFrame(ui)),
    text: () => frameRows(drawFrame(ui)).join('\n'),
  });
  return screen;
}

/** The rows of a frame as they stand on the terminal. */
export function frameRows(frame: Frame): string[] {
  const columns = frame.columns.map((column) =>
    column.panes.flatMap((pane) => pane.rows.map((row) => plain(row.line) + plain(row.after ?? []))),
  );
  const height = Math.max(0, ...columns.map((column) => column.length));
  const body = Array.from({ length: height }, (_, at) => columns.map((column) => column[at] ?? '').join(''));
  return [
    ...frame.header.map(plain),
    ...body,
    ...frame.panel.map((row) => plain(row.line)),
    ...frame.footer.map(plain),
  ];
}
