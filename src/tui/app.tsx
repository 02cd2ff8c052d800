import { Box, Text, useInput, useStdout } from 'ink';
import { createElement, type ReactElement, useEffect, useSyncExternalStore } from 'react';
import type { DrawnColumn, DrawnPane, Frame } from './frame.ts';
import type { Frames } from './frames.ts';
import { decodeKeys } from './key-input.ts';
import type { DrawnLine } from './panes/pane.ts';
import { press } from './press.ts';
import { type Line, trimLine } from './text.ts';
import { paint, type Theme } from './theme.ts';
import type { Ui } from './ui.ts';

/** The root: takes the newest frame and hands keys on. Nothing below it has a state. */
export function App({ ui, frames, clear }: { ui: Ui; frames: Frames; clear: () => void }) {
  const frame = useSyncExternalStore(frames.subscribe, frames.current);
  const { write } = useStdout();
  useInput((input, key) => {
    const before = ui.redraws;
    for (const name of decodeKeys(input, key)) safely(ui, name);
    if (ui.redraws === before) return;
    clear();
    write('');
  });
  useEffect(() => {
    frames.start();
    return () => frames.stop();
  }, [frames]);
  return <Screen frame={frame} columns={ui.columns} theme={ui.theme} />;
}

/** A mistake in a key's action is told; it must not end the run. */
function safely(ui: Ui, key: string): void {
  try {
    press(ui, key);
  } catch (error) {
    ui.say(`${key}: ${error instanceof Error ? error.message : String(error)}`, 'error');
  }
}

function Screen({ frame, columns, theme }: { frame: Frame; columns: number; theme: Theme }) {
  return (
    <Box flexDirection="column" width={columns}>
      <Lines lines={frame.header} theme={theme} />
      <Box>
        {frame.columns.map((column) => (
          <Column key={column.panes.map((pane) => pane.name).join()} column={column} theme={theme} />
        ))}
      </Box>
      <Rows rows={frame.panel} theme={theme} />
      <Lines lines={frame.footer} theme={theme} />
    </Box>
  );
}

function Column({ column, theme }: { column: DrawnColumn; theme: Theme }) {
  return (
    <Box flexDirection="column" width={column.width} flexShrink={0}>
      {column.panes.map((pane) => (
        <Pane key={pane.name} pane={pane} theme={theme} />
      ))}
    </Box>
  );
}

function Pane({ pane, theme }: { pane: DrawnPane; theme: Theme }) {
  return (
    <Box flexDirection="column">
      <Rows rows={pane.rows} theme={theme} />
    </Box>
  );
}

function Lines({ lines, theme }: { lines: readonly Line[]; theme: Theme }) {
  return <Rows rows={lines.map((line): DrawnLine => ({ line }))} theme={theme} />;
}

/**
 * One text a row; rows have their exact width already, so that nothing is wrapped. A row is its place: no keys. Spaces
 * at a row's end are left out: Ink takes every character apart.
 */
function Rows({ rows, theme }: { rows: readonly DrawnLine[]; theme: Theme }) {
  const texts: ReactElement[] = [];
  for (const row of rows) {
    const whole = row.inverse || row.after !== undefined;
    const line = whole ? row.line : trimLine(row.line);
    const text = paint(line, theme, row.inverse) + (row.after ? paint(row.after, theme) : '') || ' ';
    texts.push(createElement(Text, { wrap: 'truncate-end' }, text));
  }
  return createElement(Box, { flexDirection: 'column' }, ...texts);
}
