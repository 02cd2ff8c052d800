import type { Command } from '../bench/command.ts';
import { reportTitle } from '../journal/reading-text.ts';
import { type OfferedReport, openRequests, type RequestView } from '../journal/view.ts';
import { durationToMs, formatDuration, parseDuration } from '../openadr/duration.ts';
import { execute, targetName, vensOf } from './inject.ts';
import { type ActionName, KEY_MAP } from './key-map.ts';
import type { Target } from './panel.ts';
import { selectedReport } from './reports.ts';
import type { Ui } from './ui.ts';

type Spec = Extract<Command, { readonly do: 'requestReport' }>['reports'][number];

/** A report that keys ask for. */
export interface AskItem {
  readonly action: ActionName;
  readonly key?: string;
  readonly title: string;
  readonly reportName: string;
  /** @param offers reports of that name, of all VENs that are asked @param now bench time, ms */
  make(offers: readonly OfferedReport[], now: number): Spec;
}

const HOUR = 3_600_000;

/** How often usage is asked for, ms; slower where a VEN cannot go as fast (rule 317). */
const EVERY = 10_000;

function item(action: ActionName, reportName: string, title: string, make: AskItem['make']): AskItem {
  return { action, key: KEY_MAP.find((binding) => binding.action === action)?.keys[0], reportName, title, make };
}

/** Reports that can be asked for by a key. */
export const ASKS: readonly AskItem[] = [
  item('askUsage', 'TELEMETRY_USAGE', 'TELEMETRY_USAGE every 10 s, until cancelled', (offers) => {
    const slowest = Math.max(EVERY, ...offers.flatMap(({ points }) => points.map(({ minPeriod }) => msOf(minPeriod))));
    return { reportName: 'TELEMETRY_USAGE', reportBack: formatDuration(slowest), granularity: formatDuration(slowest) };
  }),
  item('askStatus', 'TELEMETRY_STATUS', 'TELEMETRY_STATUS once', () => ({
    reportName: 'TELEMETRY_STATUS',
    reportBack: 'PT0S',
  })),
  item('askHistory', 'HISTORY_USAGE', 'HISTORY_USAGE of the last hour', (offers, now) => {
    // Less than all that is kept: by the time of the next poll its oldest part is gone.
    const kept = offers.map(({ duration }) => msOf(duration) * 0.9).filter((ms) => ms > 0);
    const length = Math.floor(Math.min(HOUR, ...kept) / 1000) * 1000;
    return {
      reportName: 'HISTORY_USAGE',
      reportBack: 'PT0S',
      granularity: 'PT0S',
      start: now - length,
      duration: formatDuration(length),
    };
  }),
  item('askMetadata', 'METADATA', 'METADATA: what it offers, by its oadrRegisterReport', () => ({
    reportName: 'METADATA',
    reportBack: 'PT0S',
  })),
];

function msOf(duration: string | undefined): number {
  const parsed = duration === undefined ? undefined : parseDuration(duration);
  return parsed ? durationToMs(parsed) : 0;
}

/** Reports of that name that a VEN offers. */
function offersOf(ui: Ui, venID: string, reportName: string): readonly OfferedReport[] {
  const offered = ui.live.vens.get(venID)?.reports.offered ?? [];
  return offered.filter((each) => reportTitle(each.reportName) === reportName);
}

/** Whether a VEN of the target can be asked; metadata can always. */
export function canAsk(ui: Ui, target: Target, { reportName }: AskItem): boolean {
  return reportName === 'METADATA' || vensOf(ui, target).some((venID) => offersOf(ui, venID, reportName).length > 0);
}

/** Asks the VENs of a target that offer the report; says so where none does, and asks before reports that run would end. */
export function askReport(ui: Ui, target: Target, asked: AskItem): void {
  ui.panel = undefined;
  if (!canAsk(ui, target, asked)) {
    const names = vensOf(ui, target).flatMap((venID) => ui.live.vens.get(venID)?.reports.offered ?? []);
    const offered = [...new Set(names.map(({ reportName }) => reportTitle(reportName)))].join(', ');
    const what = offered === '' ? 'it has registered no report; i r m asks for its metadata' : `it offers ${offered}`;
    ui.say(`${targetName(ui, target)} offers no ${asked.reportName}; ${what}`, 'warn');
    return;
  }
  const vens = vensOf(ui, target).filter(
    (venID) => asked.reportName === 'METADATA' || offersOf(ui, venID, asked.reportName).length > 0,
  );
  const offers = vens.flatMap((venID) => offersOf(ui, venID, asked.reportName));
  const send = (): void => {
    const reports = [asked.make(offers, ui.options.bench.clock.now())];
    execute(ui, { do: 'requestReport', vens, reports }, `request ${asked.reportName} to ${targetName(ui, target)}`);
  };
  const running = asked.reportName === 'METADATA' ? endedByMetadata(ui, vens) : 0;
  if (running === 0) send();
  else {
    const what = running === 1 ? 'the report that goes on' : `the ${running} reports that go on`;
    ui.panel = { kind: 'ask', question: `New metadata ends ${what} (rule 306). Ask for it?`, yes: send };
  }
}

/** How many reports go on that end when a VEN registers its reports anew: all but METADATA (rule 306). */
function endedByMetadata(ui: Ui, vens: readonly string[]): number {
  const open = vens.flatMap((venID) => openRequests(ui.live, venID));
  return open.filter(({ reportName }) => reportName !== 'METADATA').length;
}

/**
 * The request that a cancel would end: the selected one in the reports view, which may be over, and none then; else the
 * newest of the target.
 */
export function requestToCancel(ui: Ui, target: Target): RequestView | undefined {
  const open = vensOf(ui, target).flatMap((venID) => openRequests(ui.live, venID));
  const row = ui.focus === 'reports' ? selectedReport(ui) : undefined;
  if (row && 'reportRequestID' in row) {
    return open.find(({ venID, reportRequestID }) => venID === row.venID && reportRequestID === row.reportRequestID);
  }
  return open.reduce<RequestView | undefined>((a, b) => (a && a.changed >= b.changed ? a : b), undefined);
}

/** Cancels it, by oadrCancelReport. */
export function cancelReport(ui: Ui, target: Target): void {
  const request = requestToCancel(ui, target);
  if (!request) {
    const row = ui.focus === 'reports' ? selectedReport(ui) : undefined;
    const chosen = row && 'reportRequestID' in row ? row.reportRequestID : undefined;
    const what = chosen === undefined ? 'no report goes on' : `the report ${chosen} does not go on`;
    ui.say(`${what} at ${targetName(ui, target)}`, 'warn');
    return;
  }
  const { venID, reportName, reportRequestID } = request;
  execute(
    ui,
    { do: 'cancelReport', vens: [venID], reportRequestIDs: [reportRequestID] },
    `cancel ${reportName} ${reportRequestID} at ${targetName(ui, { venID })}`,
  );
}
