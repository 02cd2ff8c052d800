import { holdOutput } from './held-output.ts';

/** Alternate screen with the cursor saved (xterm control sequences, DECSET 1049), emptied, cursor hidden. */
const ENTER = '\u001b[?1049h\u001b[2J\u001b[H\u001b[?25l';

/** Synchronised output off, styles reset, cursor shown, back to the normal screen. */
const LEAVE = '\u001b[?2026l\u001b[0m\u001b[?25h\u001b[?1049l';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The terminal while the UI has it. */
export interface Screen {
  /** Gives the terminal back: normal screen, cursor, cooked input; then what was held of standard error. Once. */
  leave(): void;
}

export interface ScreenOptions {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** Also on signals, which then do what they would have done. False where the caller unmounts on them. */
  readonly signals: boolean;
  /** Told before the terminal is given back: nothing may be drawn after it. */
  readonly onLeave: () => void;
}

/**
 * Takes the terminal, and is the one place that gives it back: by `leave`, at the end of the process, before an
 * uncaught error is printed (Node documentation, process, 'uncaughtExceptionMonitor'), on signals.
 */
export function enterScreen(options: ScreenOptions): Screen {
  const { stdout, stdin } = options;
  const release = holdOutput(process.stderr);
  let inside = true;
  const leave = (): void => {
    if (!inside) return;
    inside = false;
    options.onLeave();
    process.off('exit', leave);
    process.off('uncaughtExceptionMonitor', leave);
    for (const signal of SIGNALS) process.off(signal, onSignal);
    if (stdin.isTTY && !stdin.destroyed) stdin.setRawMode(false);
    if (stdout.writable) stdout.write(LEAVE);
    release();
  };
  // First in the row, and gone from it when the next one looks: Ink's own listener (signal-exit) then sees whether the
  // caller has one, and ends the process only where there is none.
  const onSignal = (signal: NodeJS.Signals): void => {
    leave();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  process.on('exit', leave);
  process.on('uncaughtExceptionMonitor', leave);
  if (options.signals) for (const signal of SIGNALS) process.prependListener(signal, onSignal);
  stdout.write(ENTER);
  return { leave };
}
