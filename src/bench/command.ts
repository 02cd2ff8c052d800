import type { VtnCommand } from '../vtn/types.ts';

export { CommandError } from '../vtn/command-error.ts';
export type { CommandOutcome, VtnCommand } from '../vtn/types.ts';

/** The one command set that scenarios, keys and the library share (architecture). */
export type Command =
  | VtnCommand
  /** Stops listening, waits `down` ms (bench time), starts a new VTN from the store or from nothing. */
  | { readonly do: 'restart'; readonly down: number; readonly state: 'keep' | 'lose' }
  /** A simulated VEN of this bench (`vens`: venIDs) changes its mind about an event, or tells when it is available (8.5). */
  | {
      readonly do: 'opt';
      readonly vens: readonly string[];
      readonly optType: 'optIn' | 'optOut';
      readonly eventID?: string;
      /** Of an event opt: only these resources. */
      readonly resourceIDs?: readonly string[];
      /** ms since the epoch; ms, 0 = open-ended (rule 210). */
      readonly schedule?: { readonly start: number; readonly duration: number };
    }
  /** A remark in the record. */
  | { readonly do: 'note'; readonly text: string };

/** Who commands. */
export type Commander = 'scenario' | 'key' | 'library' | 'cli';
