import type { Random } from '../base/random.ts';

/**
 * An identifier that nobody has yet. A run with the seed of an earlier one draws the same numbers, so what was restored
 * from its store may already bear them.
 */
export function unusedID(random: Random, prefix: string, length: number, taken: (id: string) => boolean): string {
  for (;;) {
    const id = `${prefix}${random.id(length)}`;
    if (!taken(id)) return id;
  }
}
