import { PAYLOADS } from './schema/oadr.ts';
import type { PayloadName } from './types.ts';

/** The names of the 23 payloads, in the order of oadrSignedObject's choice. */
export const PAYLOAD_NAMES: readonly PayloadName[] = Object.keys(PAYLOADS) as readonly PayloadName[];

/** Whether a name is that of a payload. */
export function isPayloadName(name: string): name is PayloadName {
  return Object.hasOwn(PAYLOADS, name);
}
