import type { EventVen, EventView, OptScheduleView } from '../../journal/view.ts';
import { differing, scheduleState, venLabel } from '../../journal/view.ts';
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
  if ('optID' in row) return scheduleRow(ui, row.venID, row.optID, width);
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
    span(
      `${answer}${ven.code === undefined || ven.code === '200' ? '' : ` ${ven.code}`}${doubt}${othersText(ven)}`,
      style,
    ),
  ];
}

/** Resources that decided otherwise, by an oadrCreateOpt. */
function othersText(ven: EventVen): string {
  const others = differing(ven);
  if (others.length === 0) return '';
  const names = others.length > 3 ? [`${others.length} resources`] : others.map(([resource]) => resource);
  return `, ${others[0]?.[1]}: ${names.join(', ')}`;
}

/** When a VEN said that it takes part or not: now and until when, or from when. */
function scheduleRow(ui: Ui, venID: string, optID: string, width: number): Line {
  const schedule = ui.view.vens.get(venID)?.opts.get(optID);
  if (!schedule) return [];
  const { symbols } = ui.theme;
  const state = scheduleState(schedule, ui.now);
  const style: Style = state === 'over' ? 'dim' : state === 'now' && schedule.optType === 'optOut' ? 'warn' : 'plain';
  const targets = (schedule.targets ?? []).join(', ');
  const about = [schedule.optReason, schedule.marketContext, targets].filter((each) => each).join(' ');
  const when = periodText(schedule, ui.now);
  const left = Math.max(0, width - 2 - 12 - 7 - when.length - 1);
  return [
    span(`${symbols.schedule} `, style),
    cell(venLabel(ui.view, venID), 12, 'plain', symbols.more),
    cell(` ${schedule.optType}`, 7, style),
    cell(about === '' ? '' : ` ${about}`, left, 'dim', symbols.more),
    cellRight(when, when.length + 1, style),
  ];
}

function periodText(schedule: OptScheduleView, now: number): string {
  const periods = schedule.periods ?? [];
  const current = periods.find(({ start, end }) => start <= now && now < (end ?? Number.POSITIVE_INFINITY));
  if (current) return current.end === undefined ? 'open end' : `for ${clockText(current.end - now)}`;
  const next = periods.filter(({ start }) => start > now).sort((a, b) => a.start - b.start)[0];
  return next ? `in ${clockText(next.start - now)}` : 'over';
}

/** What the VEN said to its version, or why nothing is known of it. */
function answerText(event: EventView, ven: EventVen): string {
  if (ven.opt !== undefined) return ven.opt;
  if (ven.answered === ven.modificationNumber) return 'answered';
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
