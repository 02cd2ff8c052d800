import { type MessageRow, venLabel } from '../../journal/view.ts';
import { messageFacts } from '../facts.ts';
import { timeOfDay, tookText } from '../format.ts';
import { cell, cellRight, type Line, type Span, span } from '../text.ts';
import { severitySign, severityStyle } from '../theme.ts';
import type { Ui } from '../ui.ts';

/** `oadrCanceledPartyRegistration` is the longest name. */
const NAME = 29;

/** Sign and response code, or rule: `✗ r512`. */
const STATUS = 6;

/** ` 2 events`. */
const GIST = 9;

/** ` 999ms`. */
const TOOK = 6;

/** One message in a row. Time, VEN, type and status always; then its gist and its time where there is room. */
export function messageRow(ui: Ui, row: MessageRow, width: number): Line {
  const { symbols } = ui.theme;
  const roomy = width >= 72;
  const time = timeOfDay(row.time);
  const ven = Math.max(10, Math.min(20, width - (roomy ? 67 : 57)));
  const spans: Span[] = [
    span(roomy ? time : time.slice(0, 8), 'dim'),
    span(` ${row.dir === 'in' ? symbols.in : symbols.out} `, row.dir === 'in' ? 'accent' : 'dim'),
    cell(venLabel(ui.view, row.ven) || '-', ven, 'plain', symbols.more),
    span(' '),
    cell(row.name ?? `${row.service} ?`, nameWidth(width, roomy, ven), quiet(row) ? 'dim' : 'plain', symbols.more),
    span(' '),
    status(ui, row),
  ];
  const left = width - spans.reduce((sum, each) => sum + each.text.length, 0);
  if (left < 6) return spans;
  const took = row.took !== undefined && left >= GIST + TOOK ? cellRight(tookText(row.took), TOOK, 'dim') : undefined;
  const { gist } = messageFacts(ui.options.bench, row);
  const room = took ? left - TOOK : left;
  spans.push(cell(` ${gist ?? ''}`, room, gist === 'optOut' ? 'warn' : 'plain', symbols.more));
  if (took) spans.push(took);
  return spans;
}

function nameWidth(width: number, roomy: boolean, ven: number): number {
  return Math.max(12, Math.min(NAME, width - (roomy ? 12 : 8) - 3 - ven - 2 - STATUS));
}

/** Polls and empty answers are the background; they should not shout. */
function quiet(row: MessageRow): boolean {
  return row.name === 'oadrPoll' || row.name === 'oadrResponse';
}

/** What is wrong with it, else its response code. */
function status(ui: Ui, row: MessageRow): Span {
  const sign = severitySign(ui.theme, row.worst);
  if (row.status !== undefined && row.status !== 200)
    return cell(`${ui.theme.symbols.failed} ${row.status}`, STATUS, 'error');
  const rule = row.record.findings.find((finding) => finding.severity === row.worst)?.rule;
  if (rule !== undefined) return cell(`${sign} r${rule}`, STATUS, severityStyle(row.worst));
  const { code } = messageFacts(ui.options.bench, row);
  if (code !== undefined && code !== '200') return cell(`${ui.theme.symbols.failed} ${code}`, STATUS, 'error');
  if (row.worst !== undefined) return cell(`${sign} ${code ?? ''}`, STATUS, severityStyle(row.worst));
  return cell(`  ${code ?? ''}`, STATUS, 'dim');
}
