import type { BenchPort } from '../bench/port.ts';
import type { Filter } from '../journal/filter.ts';
import { freezeView, type MessageRow, type View } from '../journal/view.ts';
import type { RunController } from './controller.ts';
import { FilteredRows } from './filtered.ts';
import { isSigned } from './inspector/signed.ts';
import type { Context } from './keys.ts';
import { type ListState, selectedIndex } from './list.ts';
import type { Panel } from './panel.ts';
import { listSource } from './sources.ts';
import type { Theme } from './theme.ts';

/** Lists in the order of their numbers: key 1 shows the first. */
export const VIEWS = ['vens', 'messages', 'scenario', 'events', 'log', 'reports'] as const;

export type ViewName = (typeof VIEWS)[number];

export type PaneName = ViewName | 'inspector';

/** In the order of the arrow keys; `Signature` only where a message has one, or lacks one that was due. */
export const TABS = ['Summary', 'XML', 'HTTP', 'Signature', 'Findings'] as const;

export type Tab = (typeof TABS)[number];

/** How the UI is left: by `q` or `Q`, or by ctrl-c. */
export type Quit = 'quit' | 'interrupt';

export interface UiOptions {
  readonly view: View;
  readonly bench: Pick<BenchPort, 'clock' | 'ioClock' | 'execute' | 'parsed' | 'config'>;
  readonly controller?: RunController;
  /** The VTN's URL as a VEN must be given it. */
  readonly url: string;
  /** What is run: a file name, or `serve`. */
  readonly title: string;
  readonly onQuit: (how: Quit) => void;
  /** What the message list shows at first. */
  readonly filter?: Filter;
}

/** What stands in the footer for a while: what a command came to. */
export interface Status {
  readonly text: string;
  readonly level: 'info' | 'warn' | 'error';
  /** I/O time at which it goes. */
  readonly until: number;
}

/** How long a status stays, ms of I/O time. */
const STATUS_MS = 8_000;

/** State of the UI outside React: keys change it, one snapshot a frame is drawn of it. */
export class Ui {
  readonly live: View;
  readonly options: UiOptions;
  readonly theme: Theme;
  columns = 80;
  rows = 24;
  focus: ViewName = 'messages';
  /** The inspector has the keyboard; in a narrow terminal it also replaces the list. */
  inspecting = false;
  /** As it was chosen; `tab` is what is shown. */
  chosenTab: Tab = 'Summary';
  /** First line of the inspector. */
  scroll = 0;
  zoom = false;
  wrap = false;
  follow = true;
  readonly lists: Record<ViewName, ListState> = {
    vens: { row: 0 },
    messages: { row: 0 },
    scenario: { row: 0 },
    events: { row: 0 },
    log: { row: 0 },
    reports: { row: 0 },
  };
  filter: Filter | undefined;
  search: Filter | undefined;
  /** What the reports view shows. */
  reportFilter: Filter | undefined;
  panel: Panel | undefined;
  status: Status | undefined;
  readonly messages = new FilteredRows();
  /** Rows of each pane in the frame drawn last. */
  readonly heights: Partial<Record<PaneName, number>> = {};
  /** Columns of each pane in the frame drawn last. */
  readonly widths: Partial<Record<PaneName, number>> = {};
  /** Lines of the inspector drawn last. */
  inspectorLines = 0;
  /** Events sent by keys. */
  sent = 0;
  /** Asks for the whole screen to be drawn anew. */
  redraws = 0;
  #frozen: { readonly view: View; readonly now: number } | undefined;
  #changed: (() => void) | undefined;

  constructor(options: UiOptions, theme: Theme) {
    this.options = options;
    this.live = options.view;
    this.theme = theme;
    this.filter = options.filter;
    this.refresh();
  }

  /** What is drawn: the live view, or the frozen one. */
  get view(): View {
    return this.#frozen?.view ?? this.live;
  }

  /** Bench time of what is drawn, ms. */
  get now(): number {
    return this.#frozen?.now ?? this.options.bench.clock.now();
  }

  get frozen(): boolean {
    return this.#frozen !== undefined;
  }

  /** Messages that came since the view was frozen. */
  get unseen(): number {
    return this.#frozen ? this.live.messages.added - this.#frozen.view.messages.added : 0;
  }

  toggleFreeze(): void {
    this.#frozen = this.#frozen ? undefined : { view: freezeView(this.live), now: this.now };
    this.refresh();
  }

  /** Where the keyboard is. */
  get context(): Context {
    if (this.panel) return this.panel.kind;
    return this.inspecting ? 'inspector' : 'list';
  }

  /** The message that is selected: the newest one while following. */
  get message(): MessageRow | undefined {
    return this.messages.at(selectedIndex(listSource(this, 'messages'), this.lists.messages));
  }

  /** The tabs that the selected message has. */
  get tabs(): readonly Tab[] {
    const { message } = this;
    return message && isSigned(message) ? TABS : TABS.filter((tab) => tab !== 'Signature');
  }

  /** The tab that is shown. */
  get tab(): Tab {
    return this.tabs.find((tab) => tab === this.chosenTab) ?? 'Summary';
  }

  /** Brings the filtered messages up to date; once a frame, and before keys move in them. */
  refresh(): void {
    this.messages.update(this.view, this.filter);
    if (this.follow) this.lists.messages.selected = undefined;
    const { status } = this;
    if (status && status.until <= this.options.bench.ioClock.now()) this.status = undefined;
  }

  say(text: string, level: Status['level'] = 'info'): void {
    this.status = { text, level, until: this.options.bench.ioClock.now() + STATUS_MS };
    this.changed();
  }

  /** Tells whoever draws that something other than a record changed. */
  changed(): void {
    this.#changed?.();
  }

  onChange(fn: () => void): void {
    this.#changed = fn;
  }
}
