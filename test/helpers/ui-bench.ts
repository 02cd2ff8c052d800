import type { Clock } from '../../src/base/clock.ts';
import type { Command, CommandError, Commander, CommandOutcome } from '../../src/bench/command.ts';
import { createView, reduce, type View } from '../../src/journal/view.ts';
import { read } from '../../src/openadr/index.ts';
import type { Quit, UiOptions } from '../../src/tui/ui.ts';
import { Recorder } from './ui-records.ts';

/** A bench that keeps what it was told to do, beside a view that tells no VTN's story but the test's. */
export interface UiBench {
  readonly view: View;
  readonly recorder: Recorder;
  readonly commands: { readonly command: Command; readonly by: Commander }[];
  readonly quits: Quit[];
  readonly steered: string[];
  /** Refuses the next command. */
  refuse: CommandError | undefined;
  readonly options: UiOptions;
}

/** @param clock bench time and I/O time alike */
export function uiBench(clock: Clock, overrides: Partial<UiOptions> = {}): UiBench {
  const view = createView();
  const recorder = new Recorder((record) => reduce(view, record), clock.now());
  const bench: UiBench = {
    view,
    recorder,
    commands: [],
    quits: [],
    steered: [],
    refuse: undefined,
    options: {
      view,
      bench: {
        clock,
        ioClock: clock,
        config: { vtnID: 'oadr-sim', pollInterval: 10_000, marketContext: 'http://example.com/oadr-sim' },
        execute: async (command, by): Promise<CommandOutcome> => {
          const refused = bench.refuse;
          bench.refuse = undefined;
          if (refused) throw refused;
          bench.commands.push({ command, by });
          const vens = 'vens' in command ? (command.vens ?? []) : [];
          return { items: vens.map((venID) => ({ venID, item: `i${bench.commands.length}` })), versions: [] };
        },
        parsed: (record) =>
          read(typeof record.body === 'string' ? record.body : Buffer.from(record.body?.base64 ?? '', 'base64')),
      },
      controller: {
        hold: () => bench.steered.push('hold'),
        resume: () => bench.steered.push('resume'),
        step: () => bench.steered.push('step'),
        answer: (answer, note) => bench.steered.push(`answer ${answer}${note === undefined ? '' : ` (${note})`}`),
      },
      url: 'http://192.168.1.10:8080/OpenADR2/Simple/2.0b',
      title: 'peak.json',
      onQuit: (how) => bench.quits.push(how),
      ...overrides,
    },
  };
  return bench;
}
