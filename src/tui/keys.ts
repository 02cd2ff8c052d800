/**
 * What a key map is made of.
 *
 * A *context* is where the keyboard is: a list or the inspector, or one of the panels at the bottom. A key has one
 * meaning in a context.
 */

export const CONTEXTS = ['list', 'inspector', 'menu', 'request', 'form', 'ask', 'answer', 'input', 'help'] as const;

export type Context = (typeof CONTEXTS)[number];

/** What a context is called in the help and in the docs. */
export const CONTEXT_TITLES: Readonly<Record<Context, string>> = {
  list: 'Lists',
  inspector: 'Inspector',
  menu: 'Injection menu',
  request: 'Requesting a report',
  form: 'Event form',
  ask: 'A question',
  answer: 'Answering a prompt',
  input: 'Typing a filter, search or note',
  help: 'Help',
};

/** Where a key is worth a place in the footer. */
export type Moment = 'always' | 'inside' | 'live' | 'held' | 'prompt' | 'filtered' | 'certificate';

export interface Binding {
  readonly action: string;
  /** Names as `decodeKeys` gives them. */
  readonly keys: readonly string[];
  readonly in: readonly Context[];
  /** A word for the footer. */
  readonly label: string;
  /** What it does, for help and docs. */
  readonly help: string;
  /** When it stands in the footer (`inside`: in the inspector or a zoomed pane); absent: only in the help. */
  readonly footer?: Moment;
}

/** Keys with more than one meaning in a context; there must be none. */
export function keyConflicts(map: readonly Binding[]): string[] {
  const meanings = new Map<string, Set<string>>();
  for (const binding of map) {
    for (const context of binding.in) {
      for (const key of binding.keys) {
        const place = `${context} ${key}`;
        meanings.set(place, (meanings.get(place) ?? new Set()).add(binding.action));
      }
    }
  }
  return [...meanings]
    .filter(([, actions]) => actions.size > 1)
    .map(([place, all]) => `${place}: ${[...all].join(', ')}`);
}

const NAMES: Readonly<Record<string, string>> = {
  down: '↓',
  up: '↑',
  left: '←',
  right: '→',
  pagedown: 'page down',
  pageup: 'page up',
};

/** A key as people read it; `ascii` for terminals without arrows. */
export function keyLabel(key: string, ascii = false): string {
  return ascii ? key : (NAMES[key] ?? key);
}
