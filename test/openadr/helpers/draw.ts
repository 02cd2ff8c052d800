import fc from 'fast-check';

/** Choices, each of them made (and shrunk) by fast-check. */
export interface Draw {
  int(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
}

/** An arbitrary of draws. */
export const draws: fc.Arbitrary<Draw> = fc.gen().map((generate) => {
  const int = (least: number, most: number) => (generate(fc.nat, 0x7fff_ffff) % (most - least + 1)) + least;
  return {
    int,
    pick: (from) => from[int(0, from.length - 1)] as (typeof from)[number],
    chance: (probability) => int(0, 999) < probability * 1000,
  };
});
