import type { VenEvent } from './state.ts';

/** The newest version that surely arrived. */
export function newestDelivered(event: VenEvent): number | undefined {
  let newest: number | undefined;
  for (const [version, { delivered }] of event.sendings) {
    if (delivered && (newest === undefined || version > newest)) newest = version;
  }
  return newest;
}
