/** How many names a sentence bears. */
const MOST = 5;

/** The first few names for people: `a, b, c, d, e and 7 more`; what a VEN sends too much of must not come back whole. */
export function firstOf(names: readonly string[]): string {
  const left = names.length - MOST;
  return `${names.slice(0, MOST).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
