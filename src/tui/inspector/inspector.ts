import type { MessageRow } from '../../journal/view.ts';
import { type Line, wrapLine } from '../text.ts';
import type { Tab, Ui } from '../ui.ts';
import { findingsTab } from './findings-tab.ts';
import { httpTab } from './http-tab.ts';
import { refusalFindings } from './refusal.ts';
import { signatureTab } from './signature-tab.ts';
import { summaryTab } from './summary-tab.ts';
import { xmlTab } from './xml-tab.ts';

interface Content {
  readonly row: MessageRow;
  readonly tab: Tab;
  readonly wrapped: number;
  readonly lines: Line[];
}

const drawn = new WeakMap<Ui, Content>();

/** All lines of the inspector, made once for a message, tab and width. */
export function inspectorContent(ui: Ui, width: number): Line[] {
  const row = ui.message;
  if (!row) return [];
  // Markup is cut unless `w` asks otherwise; words are always whole.
  const { tab } = ui;
  const wrapped = ui.wrap || tab !== 'XML' ? width : 0;
  const last = drawn.get(ui);
  if (last && last.row === row && last.tab === tab && last.wrapped === wrapped) return last.lines;
  const lines = linesOf(ui, row, tab, width);
  const content = {
    row,
    tab,
    wrapped,
    lines: wrapped > 0 ? lines.flatMap((each) => wrapLine(each, width, tab === 'XML' ? 8 : 13)) : lines,
  };
  drawn.set(ui, content);
  return content.lines;
}

function linesOf(ui: Ui, row: MessageRow, tab: Tab, width: number): Line[] {
  switch (tab) {
    case 'Summary':
      return summaryTab(row, ui.view, ui.options.bench, ui.theme);
    case 'XML':
      return xmlTab(row, ui.theme);
    case 'HTTP':
      return httpTab(row, ui.view);
    case 'Signature':
      return signatureTab(row, ui.theme, width);
    case 'Findings':
      return [...findingsTab(row.record.findings, ui.theme), ...refusalFindings(row)];
  }
}
