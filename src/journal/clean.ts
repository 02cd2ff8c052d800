/**
 * What must never be shown as it came from the wire: control characters (C0, DEL, C1: escape sequences begin with them),
 * format characters (bidirectional marks and isolates reorder what stands around them, zero-width ones and byte order marks
 * hide text), line and paragraph separators, halves of surrogate pairs, and noncharacters, which XML does not allow.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/** The text with each unsafe character replaced by `�`, tabs and line ends by a space; safe to draw in one line. */
export function clean(text: string): string {
  return text.replace(UNSAFE, (char) => (char === '\t' || char === '\n' || char === '\r' ? ' ' : '\u{fffd}'));
}

/**
 * The text with each unsafe character replaced by its code point, `⟨U+202E⟩`, for places that have room for it; tabs stay,
 * and so do line ends, all as `\n`.
 */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(UNSAFE, (char) => (char === '\t' || char === '\n' ? char : named(char)));
}

function named(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
