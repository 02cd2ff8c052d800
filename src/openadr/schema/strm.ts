import { complex, el, group, type Infer, optional, some } from './dsl.ts';
import { EI, STRM } from './namespaces.ts';
import { oadrGBPayload, oadrReportPayload, signalPayload } from './payload.ts';
import { dtstart, duration, uid } from './xcal.ts';

/** What an interval carries, in the place of the abstract strm:streamPayloadBase. */
export const streamPayloadBase = group('streamPayloadBase', { signalPayload, oadrReportPayload, oadrGBPayload });

// An element of the ei namespace, here because intervals are made of it.
const intervalType = complex('ei:IntervalType', {
  dtstart: optional(dtstart),
  duration: optional(duration),
  uid: optional(uid),
  streamPayloadBase: some(streamPayloadBase),
});
export interface Interval extends Infer<typeof intervalType> {}
export const interval = el<Interval>(EI, 'interval', intervalType);

const intervalsType = complex('intervals', { interval: some(interval) });
export interface Intervals extends Infer<typeof intervalsType> {}
export const intervals = el<Intervals>(STRM, 'intervals', intervalsType);

/** The fields of StreamBaseType, which reports extend. */
export const streamBase = {
  dtstart: optional(dtstart),
  duration: optional(duration),
  intervals: optional(intervals),
};
