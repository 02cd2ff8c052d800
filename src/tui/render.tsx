import { render } from 'ink';
import { App } from './app.tsx';
import type { RunController } from './controller.ts';
import { Frames } from './frames.ts';
import { enterScreen } from './screen.ts';
import { createSurface } from './surface.ts';
import { createTheme } from './theme.ts';
import { Ui, type UiOptions } from './ui.ts';

export interface RenderUiOptions extends UiOptions {
  /** Default: the process's. */
  readonly stdout?: NodeJS.WriteStream;
  readonly stdin?: NodeJS.ReadStream;
  /** Plain symbols; default: where the locale is not UTF-8. */
  readonly ascii?: boolean;
  /** Colours; default true. Bold, dim and inverse are used in any case. */
  readonly color?: boolean;
  /**
   * Restore the terminal at once on SIGINT, SIGTERM and SIGHUP; default true. What they do else is the caller's, and
   * without a listener of the caller they end the process. False: the UI stays until it is unmounted.
   */
  readonly signals?: boolean;
}

export type { RunController };

/** The UI on the terminal. */
export interface UiHandle {
  /** Resolves when the UI is gone and the terminal is restored. */
  waitUntilExit(): Promise<void>;
  /** Ends the UI and restores the terminal. The bench goes on. */
  unmount(): void;
}

/**
 * Shows the view until it is unmounted. Whoever has the journal folds its records into the view (`reduce`); the UI
 * looks at it at most 15 times a second. Keys reach the bench by its commands; `onQuit` says that the user wants to
 * leave, and the caller unmounts.
 */
export function renderUi(options: RenderUiOptions): UiHandle {
  const stdout = options.stdout ?? process.stdout;
  const stdin = options.stdin ?? process.stdin;
  const ui = new Ui(options, createTheme({ ascii: options.ascii ?? !utf8Locale(process.env), color: options.color }));
  const measure = (): void => {
    ui.columns = stdout.columns || 80;
    ui.rows = stdout.rows || 24;
  };
  measure();
  const surface = createSurface(stdout);
  const screen = enterScreen({ stdout, stdin, signals: options.signals ?? true, onLeave: surface.close });
  const frames = new Frames(ui, options.bench.ioClock);
  const resized = (): void => {
    measure();
    surface.clearNext();
    ui.changed();
  };
  stdout.on('resize', resized);
  const ink = render(<App ui={ui} frames={frames} clear={surface.clearNext} />, {
    stdout: surface.stream,
    stdin,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: 30,
  });
  const restore = (): void => {
    stdout.off('resize', resized);
    frames.stop();
    screen.leave();
  };
  const exited = ink.waitUntilExit().then(restore, (error: unknown) => {
    restore();
    throw error;
  });
  // Whoever does not wait must not die of an unhandled rejection before the terminal is restored.
  exited.catch(() => {});
  return {
    waitUntilExit: () => exited,
    unmount: () => {
      ink.unmount();
      restore();
    },
  };
}

/** Whether the locale can show the UI's signs (POSIX: LC_ALL before LC_CTYPE before LANG). */
export function utf8Locale(env: NodeJS.ProcessEnv): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}
