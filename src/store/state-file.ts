import type { VenSnapshot } from '../vtn/snapshot.ts';
import { StoreError } from './store-error.ts';

/** What a state file holds. */
export interface State {
  vtnID?: string;
  /** By venID. A VEN that changes is a new object: by that its kept text is known to be old. */
  readonly vens: Map<string, VenSnapshot>;
}

/** What could be read of a state file. */
export interface ParsedState {
  readonly state: State;
  /** The VENs that could not: their venIDs, or their places. */
  readonly unreadable: readonly string[];
}

/** Version of the file's format. */
export const STATE_VERSION = 1;

/** A state file that is none; it is set aside, never overwritten. */
export class DamagedState extends Error {
  override readonly name = 'DamagedState';
}

/**
 * Reads the text of a state file; of a VEN that cannot be read, the others are none the worse.
 * @throws DamagedState it is no state; StoreError (newer) a later version of this program wrote it
 */
export function parseState(text: string, file: string): ParsedState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DamagedState(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (!isObject(value)) throw new DamagedState('it holds no object');
  const { version, vtnID, vens } = value;
  if (typeof version !== 'number') throw new DamagedState('it has no version');
  if (version > STATE_VERSION) {
    const message = `the state file ${file} was written by a newer version (format ${version}, known is ${STATE_VERSION})`;
    throw new StoreError('newer', message, { file });
  }
  if (vtnID !== undefined && typeof vtnID !== 'string') throw new DamagedState('its vtnID is no text');
  if (!Array.isArray(vens)) throw new DamagedState('it has no list of VENs');
  const state: State = { vens: new Map(), ...(vtnID === undefined ? {} : { vtnID }) };
  const unreadable: string[] = [];
  for (const [index, ven] of vens.entries()) {
    if (isVen(ven)) state.vens.set(ven.venID, ven);
    else unreadable.push(nameOf(ven, index));
  }
  return { state, unreadable };
}

function nameOf(ven: unknown, index: number): string {
  const { venID, venName } = isObject(ven) ? ven : {};
  const name = [venID, venName].find((text) => typeof text === 'string' && text !== '');
  return name === undefined ? `VEN number ${index + 1}` : `VEN ${name}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts that a VTN goes through when it is built from a snapshot. */
function isVen(value: unknown): value is VenSnapshot {
  if (!isObject(value)) return false;
  const lists = [value.events, value.queue, value.schedules, value.goneOpts, value.requests];
  return (
    typeof value.venID === 'string' &&
    value.venID !== '' &&
    typeof value.state === 'string' &&
    lists.every(Array.isArray)
  );
}
