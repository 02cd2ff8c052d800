/** The VTN's state machine. */
export type * from './change.ts';
export { CommandError } from './command-error.ts';
export { checkEvent, type Issue } from './event-check.ts';
export type * from './event-spec.ts';
export type { Sample, SeriesInfo } from './series.ts';
export type { SeriesView } from './series-store.ts';
export type { EventSnapshot, VenSnapshot, VtnSnapshot } from './snapshot.ts';
export type * from './types.ts';
export type { EventView, RequestView, VenView } from './view.ts';
export { Vtn, type VtnDeps } from './vtn.ts';
