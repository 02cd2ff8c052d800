import { EXIT, type ExitCode } from './exit.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Signals of a running command. */
export interface Signals {
  /** Code of the first signal that came. */
  readonly code: () => ExitCode | undefined;
  /** Resolves at the first signal. */
  readonly first: Promise<ExitCode>;
  /** As if the signal had come: ctrl-c in the UI, which reads keys raw. */
  raise(signal: 'SIGINT'): void;
  release(): void;
}

/**
 * Listens for SIGINT, SIGTERM and SIGHUP. The first one calls `onFirst`, which winds the run down; a second one leaves at
 * once with the same code (cli.md), after `onSecond` has put the terminal back.
 */
export function onSignals(onFirst: () => void, onSecond: () => void = () => {}): Signals {
  let code: ExitCode | undefined;
  let settle: (code: ExitCode) => void;
  const first = new Promise<ExitCode>((resolve) => {
    settle = resolve;
  });
  const came = (signal: (typeof SIGNALS)[number]): void => {
    if (code !== undefined) {
      onSecond();
      process.exit(code);
    }
    code = EXIT[signal];
    settle(code);
    onFirst();
  };
  const listeners = SIGNALS.map((signal) => [signal, () => came(signal)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return {
    code: () => code,
    first,
    raise: came,
    release() {
      for (const [signal, listener] of listeners) process.off(signal, listener);
    },
  };
}
