import type { Filter } from '../journal/filter.ts';
import { parseFilter } from '../journal/filter.ts';
import type { JournalRecord } from '../journal/record.ts';
import { createView, reduce, type View, venLabel } from '../journal/view.ts';
import { gistOf } from '../openadr/gist.ts';
import { createConsole, type PlainConsole } from '../report/console.ts';
import type { Controller } from '../scenario/index.ts';
import type { RunController } from '../tui/index.ts';
import { wantsColor } from './color.ts';
import { UsageError } from './exit.ts';
import type { BenchCliOptions } from './options.ts';
import type { Session } from './session.ts';

/** What a session looks like to a person: the UI on a terminal, plain lines elsewhere. */
export interface Face {
  readonly kind: 'tui' | 'plain';
  /** The VTN listens. */
  listening(title: string): Promise<void>;
  /** Resolves when the person leaves the UI; never in plain output. */
  readonly left: Promise<'quit' | 'interrupt'>;
  /** Puts the terminal back, whatever happens. */
  restore(): void;
  /** Failures in full and the summary, in the normal scrollback. @param lines told at its end, such as reports */
  finish(lines?: readonly string[]): void;
}

/** Which face the options and the terminal ask for. */
export function faceKind(options: BenchCliOptions): 'tui' | 'plain' {
  if (options.headless || options.quiet || options.ui === 'plain' || options.ui === 'none') return 'plain';
  const terminal = process.stdout.isTTY === true && process.stdin.isTTY === true;
  if (options.ui === 'tui' && !terminal) throw new UsageError('--ui tui needs a terminal', '--ui plain');
  return terminal && !process.env.CI ? 'tui' : 'plain';
}

/** @throws UsageError for a filter that is not understood */
export function createFace(options: BenchCliOptions, session: Session, controller?: Controller): Face {
  const kind = faceKind(options);
  const filter = filterOf(options.filter);
  const view = createView();
  session.journal.subscribe((record) => reduce(view, record));
  const plain = plainConsole(options, session, view, filter, kind);
  session.journal.subscribe((record) => plain.record(record));
  const finish = (lines: readonly string[] = []): void =>
    plain.finish([...session.paths().map((path) => `record: ${path}`), ...lines]);
  if (kind === 'plain') {
    return {
      kind,
      // The session's record says it already, before anything else is printed.
      listening: async () => {},
      left: new Promise(() => {}),
      restore: () => {},
      finish,
    };
  }
  let unmount = (): void => {};
  let leave: (how: 'quit' | 'interrupt') => void = () => {};
  const left = new Promise<'quit' | 'interrupt'>((resolve) => {
    leave = resolve;
  });
  return {
    kind,
    async listening(title) {
      const { renderUi } = await import('../tui/index.ts');
      const ui = renderUi({
        view,
        bench: session.bench,
        ...(controller ? { controller: steering(controller, view) } : {}),
        url: session.bench.url,
        title,
        ascii: options.ascii,
        color: wantsColor(options.color, process.stdout),
        onQuit: leave,
        // A signal winds the run down, and its teardown is worth seeing; `restore` puts the terminal back.
        signals: false,
        ...(filter ? { filter } : {}),
      });
      unmount = () => ui.unmount();
    },
    left,
    restore: () => unmount(),
    finish,
  };
}

function plainConsole(
  options: BenchCliOptions,
  session: Session,
  view: View,
  filter: Filter | undefined,
  kind: Face['kind'],
): PlainConsole {
  return createConsole({
    color: wantsColor(options.color, process.stdout),
    // Beside the UI only what is left in the scrollback at the end.
    quiet: kind === 'tui' || options.quiet || options.ui === 'none',
    silent: kind === 'tui',
    show: filter ? (record) => shown(record, session, view, filter) : undefined,
    gist: (record) => {
      const { tree } = session.bench.parsed(record);
      return tree ? gistOf(tree) : {};
    },
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
  });
}

/** The run as the keyboard steers it: an answer goes to the prompt that is open. */
function steering(controller: Controller, view: View): RunController {
  return {
    hold: () => controller.hold(),
    resume: () => controller.resume(),
    step: () => controller.next(),
    answer: (text, note) => {
      const id = view.scenario?.prompt?.id;
      if (id !== undefined) controller.answer(id, text, note);
    },
  };
}

function shown(record: JournalRecord, session: Session, view: View, filter: Filter): boolean {
  if (record.kind !== 'message') return true;
  const body = session.journal.bodyOf(record);
  return filter.matches({
    ...record,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : body.toString('latin1') }),
    venName: venLabel(view, record.ven),
  });
}

function filterOf(text: string | undefined): Filter | undefined {
  if (text === undefined) return undefined;
  const parsed = parseFilter(text);
  if ('error' in parsed)
    throw new UsageError(`--filter: ${parsed.error.message} (at ${parsed.error.at + 1})`, parsed.error.hint);
  return parsed.filter;
}
