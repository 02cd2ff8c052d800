import type { CommandRecord, JournalRecord } from '../record.ts';
import type { LogLine, View } from './model.ts';

/** Adds what people should read to the log: log records, commands with their refusals, notes, verdicts. */
export function reduceLog(view: View, record: JournalRecord): void {
  const line = lineOf(record);
  if (line) view.log.push({ seq: record.seq, time: record.time, ...line });
}

function lineOf(record: JournalRecord): Omit<LogLine, 'seq' | 'time'> | undefined {
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
    default:
      return undefined;
  }
}

function commandLine(record: CommandRecord): Omit<LogLine, 'seq' | 'time'> {
  const text = `${record.by}: ${record.command.do}`;
  return record.error === undefined
    ? { level: 'info', source: 'command', text }
    : { level: 'error', source: 'command', text: `${text} refused: ${record.error}` };
}
