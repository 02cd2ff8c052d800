import type { ScenarioError } from './error.ts';
import type { Spot } from './source.ts';

/** What is wrong, without the place. */
export interface Problem {
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;
}

/** Gathers the mistakes of a scenario, so that all are told at once. */
export class Collector {
  readonly #errors: ScenarioError[] = [];
  readonly #lost: Spot[] = [];

  add(spot: Spot, problem: Problem, step?: string): void {
    if (this.#lost.some((lost) => lies(spot, lost))) return;
    const place = spot.source.place(spot.offset);
    const inLine = place.source.length - (place.column - 1);
    this.#errors.push({
      ...problem,
      place,
      length: Math.max(1, Math.min(spot.length, inLine)),
      ...(step ? { step } : {}),
    });
  }

  /** A text that lacks a part, as was said: what else is wrong with it follows from that. */
  lose(spot: Spot): void {
    this.#lost.push(spot);
  }

  get any(): boolean {
    return this.#errors.length > 0;
  }

  /** In the order of the files and their lines, each mistake once. */
  get errors(): ScenarioError[] {
    const files = [...new Set(this.#errors.map(({ place }) => place.file))];
    const key = ({ place }: ScenarioError) => [files.indexOf(place.file), place.line, place.column] as const;
    const seen = new Set<string>();
    return this.#errors
      .filter((error) => {
        const text = `${key(error).join(':')} ${error.message}`;
        return !seen.has(text) && seen.add(text);
      })
      .sort((a, b) => {
        const [left, right] = [key(a), key(b)];
        return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
      });
  }
}

function lies(spot: Spot, within: Spot): boolean {
  const { source, offset, length } = within;
  return spot.source === source && spot.offset >= offset && spot.offset < offset + length;
}

/** A value for people, on one line and not too long. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
