/** How many names a sentence bears. */
const MOST = 5;

/**
 * The first few names for people: `a, b, c, d, e and 7 more`; what a VEN sends too much of must not come back whole.
 * @param count how many there are, where these are the first of more
 */
export function firstOf(names: readonly string[], count: number = names.length): string {
  const left = count - Math.min(names.length, MOST);
  return `${names.slice(0, MOST).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
