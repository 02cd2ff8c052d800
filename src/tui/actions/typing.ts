import { parseFilter } from '../../journal/filter.ts';
import { typed } from '../key-input.ts';
import type { FormFields, Panel } from '../panel.ts';
import type { Ui } from '../ui.ts';
import { searchNewest } from './select.ts';

/** The form's fields in order; those with values take no text. */
export const FIELDS: readonly {
  readonly name: keyof FormFields;
  readonly label: string;
  readonly values?: readonly string[];
}[] = [
  { name: 'level', label: 'level', values: ['0', '1', '2', '3'] },
  { name: 'start', label: 'start, from now' },
  { name: 'duration', label: 'duration' },
  { name: 'response', label: 'response', values: ['always', 'never'] },
];

/** Longest text that a field takes. */
const LONGEST = 500;

/** Puts what a key types into the field that has the keyboard. */
export function type(ui: Ui, key: string): void {
  const char = typed(key);
  if (char !== undefined) edit(ui, (text) => (text + char).slice(0, LONGEST));
}

/** Changes the text that has the keyboard. */
export function edit(ui: Ui, change: (text: string) => string): void {
  const { panel } = ui;
  if (panel?.kind === 'input') {
    panel.value = change(panel.value);
    preview(ui, panel);
  } else if (panel?.kind === 'form') {
    const field = FIELDS[panel.focus];
    if (!field) return;
    const text = change(panel.fields[field.name]);
    // A field with values takes one of them by its first letter.
    if (field.values) panel.fields[field.name] = byLetter(field.values, text) ?? panel.fields[field.name];
    else panel.fields[field.name] = text;
    panel.error = undefined;
  }
}

const byLetter = (values: readonly string[], text: string): string | undefined =>
  values.find((value) => value.startsWith(text.slice(-1)) && text !== '');

/** The filter works while it is typed; while it is not understood, the list stays as it was. */
function preview(ui: Ui, panel: Extract<Panel, { kind: 'input' }>): void {
  panel.error = undefined;
  if (panel.purpose === 'note') return;
  const parsed = parseFilter(panel.value);
  if ('error' in parsed) panel.error = `${parsed.error.message}; ${parsed.error.hint}`;
  else if (panel.purpose === 'filter') ui.filter = panel.value.trim() === '' ? undefined : parsed.filter;
  else if (panel.purpose === 'reports') ui.reportFilter = panel.value.trim() === '' ? undefined : parsed.filter;
}

function ask(ui: Ui, purpose: 'filter' | 'search'): void {
  ui.focus = 'messages';
  ui.inspecting = false;
  ui.panel = { kind: 'input', purpose, value: (purpose === 'filter' ? ui.filter?.text : ui.search?.text) ?? '' };
}

function accept(ui: Ui): void {
  const { panel } = ui;
  if (panel?.kind !== 'input') return;
  if (panel.error !== undefined) return;
  if (panel.purpose === 'note') {
    ui.panel = { kind: 'answer', selected: 0, note: panel.value };
    return;
  }
  ui.panel = undefined;
  if (panel.purpose !== 'search') return;
  const parsed = parseFilter(panel.value);
  if ('error' in parsed) return;
  ui.search = panel.value.trim() === '' ? undefined : parsed.filter;
  searchNewest(ui);
}

/** The filter of the list that has the keyboard: the reports have their own, all else is about messages. */
function askFilter(ui: Ui): void {
  if (ui.focus !== 'reports' || ui.inspecting) ask(ui, 'filter');
  else ui.panel = { kind: 'input', purpose: 'reports', value: ui.reportFilter?.text ?? '' };
}

export const typing = {
  filter: askFilter,
  search: (ui: Ui) => ask(ui, 'search'),
  accept,
  erase: (ui: Ui) => edit(ui, (text) => [...text].slice(0, -1).join('')),
  eraseAll: (ui: Ui) => edit(ui, () => ''),
  leaveInput: (ui: Ui) => {
    const { panel } = ui;
    // The first esc leaves the field; the filter that was typed is cleared with it.
    if (panel?.kind === 'input' && panel.purpose === 'filter') ui.filter = undefined;
    if (panel?.kind === 'input' && panel.purpose === 'reports') ui.reportFilter = undefined;
    ui.panel =
      panel?.kind === 'input' && panel.purpose === 'note' ? { kind: 'answer', selected: 0, note: '' } : undefined;
  },
};
