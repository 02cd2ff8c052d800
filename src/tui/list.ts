/** A list with a selection that stays on its item while others come and go. */
export interface ListState {
  /** Key of the selected item; absent: the list chooses (the newest, the current one). */
  selected?: string | number;
  /** Row of the screen on which the selected item stood. */
  row: number;
}

/** A list as the keys and the panes see it. */
export interface ListSource {
  readonly length: number;
  keyAt(index: number): string | number | undefined;
  /** Place of an item, -1 if it is gone. */
  indexOf(key: string | number): number;
  /** Place that is selected where nobody has chosen. */
  readonly auto: number;
}

/** The part of a list that is on the screen. */
export interface ListWindow {
  readonly start: number;
  readonly end: number;
  /** -1 in an empty list. */
  readonly selected: number;
}

/** Place of the selection. */
export function selectedIndex(source: ListSource, state: ListState): number {
  if (source.length === 0) return -1;
  const index = state.selected === undefined ? -1 : source.indexOf(state.selected);
  return Math.max(0, Math.min(source.length - 1, index < 0 ? source.auto : index));
}

/** What of the list is seen in `height` rows; the selected item stays on its row where that is possible. */
export function listWindow(source: ListSource, state: ListState, height: number): ListWindow {
  const selected = selectedIndex(source, state);
  if (selected < 0 || height <= 0) return { start: 0, end: 0, selected };
  const row = Math.max(0, Math.min(height - 1, state.selected === undefined ? height - 1 : state.row));
  const start = Math.max(0, Math.min(selected - row, source.length - height));
  state.row = selected - start;
  return { start, end: Math.min(source.length, start + height), selected };
}

/** Moves the selection by `by` items (or to an end with ±Infinity). */
export function moveSelection(source: ListSource, state: ListState, by: number, height: number): void {
  const from = selectedIndex(source, state);
  if (from < 0) return;
  const to = Math.max(0, Math.min(source.length - 1, from + by));
  state.selected = source.keyAt(to);
  state.row = Math.max(0, Math.min(Math.max(0, height - 1), state.row + (to - from)));
}
