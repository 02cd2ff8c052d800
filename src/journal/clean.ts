/** What from the wire could do harm on a terminal: controls (C0, DEL, C1), line separators, bidi marks, BOM. */
const HARMFUL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufeff]/gu;

/** Text from the wire made harmless for a terminal: each such character becomes `?`. */
export function clean(text: string): string {
  return text.replace(HARMFUL, '?');
}
