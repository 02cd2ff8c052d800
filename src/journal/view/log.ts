import type { ReportRequestChange } from '../../vtn/change.ts';
import type { CommandRecord, JournalRecord } from '../record.ts';
import type { LogLine, View } from './model.ts';

/** Adds what people should read to the log: log records, commands with their refusals, notes, verdicts. */
export function reduceLog(view: View, record: JournalRecord): void {
  const line = lineOf(record);
  if (line) view.log.push({ seq: record.seq, time: record.time, ...line });
}

/** What a record adds to the log, if it does. */
export function lineOf(record: JournalRecord): Omit<LogLine, 'seq' | 'time'> | undefined {
  switch (record.kind) {
    case 'log':
      return { level: record.level, source: record.source, ven: record.ven, text: record.message };
    case 'command':
      return commandLine(record);
    case 'scenario':
      if (record.state !== 'note' && record.state !== 'answered') return undefined;
      return { level: 'info', source: record.state, text: record.text ?? '' };
    case 'verdict':
      return {
        level: record.verdict === 'passed' ? 'info' : 'error',
        source: 'verdict',
        text: `${record.scenario}: ${record.verdict}${record.reason === undefined ? '' : `, ${record.reason}`}`,
      };
    case 'state':
      return record.change.what === 'reportRequest' ? requestLine(record.change) : undefined;
    default:
      return undefined;
  }
}

/** A report that will not come though it was wanted, with the reason; other states are seen in the list of reports. */
function requestLine(change: ReportRequestChange): Omit<LogLine, 'seq' | 'time'> | undefined {
  const { state, reportName, reportRequestID, reason } = change;
  if (state !== 'refused' && state !== 'replaced') return undefined;
  const words = state === 'replaced' ? 'cancelled by new metadata' : state;
  const why = reason === undefined ? '' : `: ${reason}`;
  return {
    level: state === 'refused' ? 'error' : 'warning',
    source: 'report',
    ven: change.venID,
    text: `${reportName} ${words}${why} (${change.venID}, ${reportRequestID})`,
  };
}

/** Commands in words; what only prepares or ends a run stays out unless it was refused. */
const DONE: Readonly<Record<string, string | undefined>> = {
  event: 'event sent',
  modify: 'event modified',
  cancel: 'event cancelled',
  omit: 'event left out of the list',
  registerReport: "the VTN's oadrRegisterReport sent",
  requestReregistration: 'oadrRequestReregistration sent',
  cancelRegistration: 'oadrCancelPartyRegistration sent',
  send: 'payload sent',
  provision: 'VEN made known',
  repin: 'another certificate accepted',
  forget: 'VEN forgotten',
  requestReport: 'report asked for',
  cancelReport: 'report cancelled',
  opt: 'simulated VEN told its opt',
  restart: 'VTN restarted',
  note: 'note',
  drop: 'dropped from the queue',
  move: 'moved in the queue',
};

const BY: Readonly<Record<CommandRecord['by'], string>> = {
  scenario: 'scenario',
  key: 'key press',
  library: 'library',
  cli: 'command line',
};

/** What a report command is about: names of reports, or IDs of requests. */
function reportsOf({ reports, reportRequestIDs }: CommandRecord['command']): string | undefined {
  if (Array.isArray(reportRequestIDs)) return reportRequestIDs.map(String).join(', ');
  if (!Array.isArray(reports)) return undefined;
  return reports
    .map((each: { reportName?: unknown; reportSpecifierID?: unknown }) =>
      String(each.reportName ?? each.reportSpecifierID ?? ''),
    )
    .join(', ');
}

function commandLine(record: CommandRecord): Omit<LogLine, 'seq' | 'time'> | undefined {
  const { command } = record;
  const source = BY[record.by];
  if (record.error !== undefined) return { level: 'error', source, text: `${command.do} refused: ${record.error}` };
  const words = DONE[command.do];
  if (words === undefined) return undefined;
  const subject = [command.eventID, command.text, reportsOf(command), command.optType].find(
    (each) => typeof each === 'string',
  );
  const vens = Array.isArray(command.vens) ? command.vens.filter((each) => typeof each === 'string') : [];
  const to = vens.length === 0 ? '' : vens.length > 3 ? ` (${vens.length} VENs)` : ` (${vens.join(', ')})`;
  return { level: 'info', source, text: `${words}${subject === undefined ? '' : `: ${subject}`}${to}` };
}
