import type { VtnCommand } from '../vtn/types.ts';

export { CommandError } from '../vtn/command-error.ts';
export type { CommandOutcome, VtnCommand } from '../vtn/types.ts';

/** The one command set that scenarios, keys and the library share (architecture). */
export type Command =
  | VtnCommand
  /** Stops listening, waits `down` ms (bench time), starts a new VTN from the store or from nothing. */
  | { readonly do: 'restart'; readonly down: number; readonly state: 'keep' | 'lose' }
  /** A remark in the record. */
  | { readonly do: 'note'; readonly text: string };

/** Who commands. */
export type Commander = 'scenario' | 'key' | 'library' | 'cli';
