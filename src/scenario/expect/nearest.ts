import type { Miss } from './fact.ts';

/** Keeps the nearest miss; of equals the latest. */
export class Nearest {
  #miss: Miss | undefined;

  add(miss: Miss | undefined): void {
    if (miss && (!this.#miss || miss.score >= this.#miss.score)) this.#miss = miss;
  }

  get(): Miss | undefined {
    return this.#miss;
  }
}
