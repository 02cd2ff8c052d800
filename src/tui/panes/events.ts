import type { EventVen, EventView } from '../../journal/view.ts';
import { venLabel } from '../../journal/view.ts';
import { clockText } from '../format.ts';
import type { EventRow } from '../sources.ts';
import { cell, cellRight, type Line, type Style, span } from '../text.ts';
import type { Ui } from '../ui.ts';
import { textWidth } from '../width.ts';

const STATUS_STYLE: Readonly<Record<EventView['status'], Style>> = {
  far: 'plain',
  near: 'accent',
  active: 'bold',
  completed: 'dim',
  cancelled: 'dim',
};

/** An event with the time to its next change, or below it what one VEN made of it. */
export function eventRow(ui: Ui, row: EventRow, width: number): Line {
  const event = ui.view.events.get(row.eventID);
  if (!event) return [];
  const { symbols } = ui.theme;
  if (row.venID === undefined) {
    const when = whenText(event, ui.now);
    const id = Math.min(20, Math.floor(width / 3), textWidth(event.eventID));
    const status = event.status.length + 1;
    const summary = Math.max(0, width - id - status - when.length - 1);
    return [
      cell(event.eventID, id, 'bold', symbols.more),
      cell(` ${event.status}`, status, STATUS_STYLE[event.status], symbols.more),
      cell(` ${event.summary}`, summary, 'plain', symbols.more),
      cellRight(when, when.length + 1),
    ];
  }
  const ven = event.vens.get(row.venID);
  if (!ven) return [];
  const version = `v${ven.modificationNumber}`;
  const answer = answerText(event, ven);
  const doubt = ven.match === undefined || ven.match === 'matched' ? '' : ` ${symbols.failed} ${ven.match}`;
  const style: Style = doubt !== '' ? 'error' : ven.opt === 'optIn' ? 'ok' : ven.opt === 'optOut' ? 'warn' : 'dim';
  return [
    span('  '),
    cell(venLabel(ui.view, row.venID), Math.min(18, Math.floor(width / 3)), 'plain', symbols.more),
    span(` ${version} `, 'dim'),
    span(`${answer}${ven.code === undefined || ven.code === '200' ? '' : ` ${ven.code}`}${doubt}`, style),
  ];
}

/** What the VEN said to its version, or why nothing is known of it. */
function answerText(event: EventView, ven: EventVen): string {
  if (ven.opt !== undefined) return ven.opt;
  if (ven.delivered === undefined) return 'not delivered';
  return event.responseRequired === 'always' ? 'no answer yet' : 'no answer wanted';
}

/** Time to what comes next: its start, its next interval, its end. */
function whenText(event: EventView, now: number): string {
  const { schedule, status } = event;
  if (status === 'completed' || status === 'cancelled') return '';
  if (now < schedule.start) return `in ${clockText(schedule.start - now)}`;
  const next = schedule.intervals.find((interval) => interval.start > now);
  if (next) return `[${next.uid}] in ${clockText(next.start - now)}`;
  return schedule.end === undefined ? 'open end' : `ends in ${clockText(schedule.end - now)}`;
}
