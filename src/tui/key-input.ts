import type { Key } from 'ink';

/** Control characters that have a name of their own; others are `ctrl-` and their letter. */
const CONTROL: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u001b': 'esc',
  '\u007f': 'backspace',
  '\b': 'backspace',
  ' ': 'space',
};

const NAMED: readonly (readonly [keyof Key, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageDown', 'pagedown'],
  ['pageUp', 'pageup'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

/**
 * The keys in what Ink read at once: usually one, but fast typing and pastes come as one text.
 * @returns names: `j`, `G`, `enter`, `esc`, `ctrl-l`, `shift-tab`, `space`, …
 */
export function decodeKeys(input: string, key: Key): string[] {
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  const named = NAMED.find(([flag]) => key[flag] === true);
  if (named) return [named[1]];
  if (key.ctrl && input.length === 1) return [`ctrl-${input}`];
  // Alt with a key means nothing here, and must not be taken for the key alone.
  if (key.meta) return [];
  return [...input].map(nameOf);
}

function nameOf(char: string): string {
  const named = CONTROL[char];
  if (named !== undefined) return named;
  const code = char.codePointAt(0) ?? 0;
  return code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : char;
}

/** The text that a key types, if it types any. */
export function typed(key: string): string | undefined {
  if (key === 'space') return ' ';
  return [...key].length === 1 ? key : undefined;
}
