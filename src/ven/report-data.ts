import type { Interval, OadrPayloadResourceStatus, OadrReport, OadrReportPayload } from '../openadr/index.ts';
import { formatDateTime, formatDuration } from '../openadr/time.ts';
import { type Device, energyBetween, powerAt, settingAt } from './device/course.ts';
import type { Point, Specifier } from './metadata.ts';
import type { OwnPoint } from './own-point.ts';
import type { Turn } from './turn.ts';

/** Which data a report is made of. */
export interface DataRequest {
  readonly reportRequestID: string;
  readonly specifier: Specifier;
  readonly points: readonly Point[];
}

/** A value that comes again since there is no newer one (rule 317). */
const REPEATED = 'No New Value - Previous Value Used';

/** Whether the report has values that belong to a span of time, not to a moment (rules 315, 342). */
export function hasSpans({ points }: Pick<DataRequest, 'points'>): boolean {
  return points.some(({ quantity, own }) => quantity === 'energy' || own?.spans === true);
}

/**
 * A report with one interval for each of `times`.
 * @param times begins of the intervals, ms since the epoch, the oldest first; none: a report without intervals
 * @param length of an interval, ms; only values that belong to a span have it
 * @param repeated there was no change, the values are those from before
 */
export function dataReport(
  turn: Turn,
  request: DataRequest,
  times: readonly number[],
  length: number,
  repeated = false,
): OadrReport {
  const { reporting } = turn.config.personality;
  const spans = hasSpans(request) && reporting.duration;
  const [first = turn.now] = times;
  const quality = repeated ? REPEATED : reporting.quality;
  const interval = (time: number, index: number): Interval => ({
    ...(reporting.dtstart && { dtstart: { 'date-time': formatDateTime(time) } }),
    ...(spans && { duration: { duration: formatDuration(length) } }),
    uid: { text: String(index) },
    oadrReportPayload: request.points.map((point) => payload(turn, point, time, length, quality)),
  });
  return {
    ...(reporting.dtstart && { dtstart: { 'date-time': formatDateTime(first) } }),
    ...(spans && { duration: { duration: formatDuration(length * times.length) } }),
    // Where there is nothing to tell the element is left out: an empty one is not valid.
    ...(times.length > 0 && { intervals: { interval: times.map(interval) } }),
    reportRequestID: reporting.reportRequestID === 'own' ? turn.random.id() : request.reportRequestID,
    reportSpecifierID: request.specifier.reportSpecifierID,
    reportName: request.specifier.reportName,
    createdDateTime: formatDateTime(turn.now),
  };
}

function payload(
  turn: Turn,
  { rID, resource, quantity, own }: Point,
  time: number,
  length: number,
  oadrDataQuality: string,
): OadrReportPayload {
  if (own) return outside(own, time, length, oadrDataQuality);
  const device = turn.state.devices.find(({ load }) => load.resource === resource);
  if (!device) return { rID, payloadFloat: { value: 0 }, oadrDataQuality: 'Quality Bad - Not Connected' };
  if (quantity === 'status') return { rID, oadrPayloadResourceStatus: status(device, time), oadrDataQuality };
  const value =
    quantity === 'power'
      ? rounded(powerAt(device, time), 1)
      : // An energy has time to add up in thousandths only where its interval is short.
        rounded(energyBetween(device, time, time + length), 3);
  return { rID, confidence: 100, payloadFloat: { value }, oadrDataQuality };
}

/** A value from outside of the simulation, or that there is none. */
function outside(point: OwnPoint, time: number, length: number, quality: string): OadrReportPayload {
  const { rID } = point;
  const value = point.value(time, length);
  if (value === undefined) return { rID, payloadFloat: { value: 0 }, oadrDataQuality: 'Quality Bad - Not Connected' };
  return { rID, payloadFloat: { value: value + 0 }, oadrDataQuality: quality };
}

/** The state of a device (rule 334): what LOAD_CONTROL signals set, and how far it is from normal. */
function status(device: Device, time: number): OadrPayloadResourceStatus {
  const { factor, override, levelOffset } = settingAt(device, time);
  const { nominal } = device.load;
  return {
    oadrOnline: true,
    oadrManualOverride: override,
    oadrLoadControlState: {
      oadrCapacity: { oadrMin: 0, oadrMax: 1, oadrCurrent: rounded(Math.min(1, factor), 3), oadrNormal: 1 },
      oadrLevelOffset: { oadrCurrent: levelOffset, oadrNormal: 0 },
      oadrPercentOffset: { oadrCurrent: rounded((factor - 1) * 100, 1), oadrNormal: 0 },
      oadrSetPoint: { oadrMin: 0, oadrCurrent: rounded(factor * nominal, 1), oadrNormal: nominal },
    },
  };
}

/** No negative zero: it would be written as `-0`. */
function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}
