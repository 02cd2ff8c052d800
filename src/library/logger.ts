import { HANDLER_FAULT } from '../bench/asker.ts';
import { MOUNT_FAULT } from '../bench/bench.ts';
import { visible } from '../journal/clean.ts';
import type { JournalRecord } from '../journal/record.ts';

/** Where messages for people go; `console` is one, and so are the usual loggers. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Warnings and errors on stderr; what goes well is not told. */
const QUIET: Logger = {
  info: () => {},
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};

const SILENT: Logger = { info: () => {}, warn: () => {}, error: () => {} };

/** @param logger `false` for silence; default: warnings and errors on stderr */
export function loggerOf(logger: Logger | false | undefined): Logger {
  return logger === false ? SILENT : (logger ?? QUIET);
}

/** What a record has for people, if anything; errors of handlers and of mounting are told by `onError`, or in its place, once. */
export function logRecord(logger: Logger, record: JournalRecord): void {
  if (record.kind !== 'log' || record.source === HANDLER_FAULT || record.source === MOUNT_FAULT) return;
  // Loggers write to terminals; what devices say stands in messages.
  const text = visible(`oadr-sim ${record.source}: ${record.message}`);
  if (record.level === 'error') logger.error(text);
  else if (record.level === 'warning') logger.warn(text);
  else logger.info(text);
}
