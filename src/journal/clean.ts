/**
 * What must never reach a terminal from the wire: control characters (escape sequences begin with them), format
 * characters (bidirectional marks reorder what stands around them, zero-width ones hide text), line and paragraph
 * separators, and halves of surrogate pairs.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text with each unsafe character replaced by `�`, tabs and line ends by a space; safe to draw in one line. */
export function clean(text: string): string {
  return text.replace(UNSAFE, (char) => (char === '\t' || char === '\n' || char === '\r' ? ' ' : '\u{fffd}'));
}

/** Splits at line ends of any kind, then cleans each line; tabs become two spaces. */
export function cleanLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/).map((line) => clean(line.replaceAll('\t', '  ')));
}
