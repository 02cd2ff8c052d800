import type { VenConfig } from '../state.ts';
import { type Device, deviceOf } from './course.ts';
import { loadOf } from './load.ts';

/** The devices of a VEN: one for each resource. */
export function devicesOf({ resources, seed = '' }: VenConfig): Device[] {
  return resources.map((resource) => deviceOf(loadOf(resource, seed)));
}
