import type { OadrReportRequest } from '../openadr/index.ts';
import { addDuration, durationToMs, formatDateTime, parseDateTime, parseDuration } from '../openadr/time.ts';
import type { Objection } from './judge.ts';
import {
  KEPT,
  METADATA,
  type Point,
  pointsOf,
  RECORDED,
  type Specifier,
  samplingOf,
  specifiersOf,
} from './metadata.ts';
import type { VenConfig } from './state.ts';

/** What was asked for: metadata, once or again and again (rule 327). */
interface WantedMetadata {
  readonly what: 'metadata';
  readonly reportRequestID: string;
  /** ms; 0 = once. */
  readonly every: number;
}

/** What every report of data has. */
interface Data {
  readonly reportRequestID: string;
  readonly specifier: Specifier;
  readonly points: readonly Point[];
}

/** Data at once and only once: the newest of telemetry, or a part of the history. */
export interface WantedOnce extends Data {
  readonly what: 'once';
  /** ms. */
  readonly granularity: number;
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** Data again and again (rules 317, 324, 325). */
export interface WantedPeriodic extends Data {
  readonly what: 'periodic';
  /** ms between two values; 0 = whenever it changes. */
  readonly granularity: number;
  /** ms between two reports. */
  readonly back: number;
  /** ms since the epoch. */
  readonly start: number;
  /** Absent: until cancelled. */
  readonly end?: number;
}

/** A report request that can be carried out. */
export type Wanted = WantedMetadata | WantedOnce | WantedPeriodic;

/** Reads a report request: what to do, or what is wrong with it. */
export function readRequest(request: OadrReportRequest, config: VenConfig, now: number): Wanted | Objection {
  const { reportRequestID, reportSpecifier } = request;
  const { reportSpecifierID } = reportSpecifier;
  const back = lengthOf(reportSpecifier.reportBackDuration?.duration);
  // Its rID is ignored (rule 308).
  if (reportSpecifierID === METADATA) return { what: 'metadata', reportRequestID, every: Math.max(0, back ?? 0) };
  const specifier = specifiersOf(config).find((one) => one.reportSpecifierID === reportSpecifierID);
  if (!specifier) return { code: '452', why: `reportSpecifierID ${reportSpecifierID} is not on offer` };
  const offered = pointsOf(specifier, config);
  const rIDs = (reportSpecifier.specifierPayload ?? []).map(({ rID }) => rID);
  const unknown = rIDs.find((rID) => !offered.some((point) => point.rID === rID));
  if (unknown !== undefined) return { code: '452', why: `rID ${unknown} is not on offer in ${reportSpecifierID}` };
  const data = { reportRequestID, specifier, points: offered.filter(({ rID }) => rIDs.includes(rID)) };
  if (data.points.length === 0) return { code: '452', why: 'no rID is asked for' };
  const granularity = lengthOf(reportSpecifier.granularity?.duration);
  if (back === undefined || granularity === undefined || back < 0 || granularity < 0)
    return { code: '454', why: 'reportBackDuration or granularity is no duration of 0 or more' };
  const span = spanOf(reportSpecifier);
  if (specifier.history) return history(data, span, back, now);
  return back === 0 ? newest(data, now) : periodic(data, span, granularity, back, now);
}

/** The newest complete sample (rules 324, 337); granularity and interval are ignored. */
function newest(data: Data, now: number): WantedOnce {
  const granularity = bounds(data).least;
  const to = now - (now % granularity);
  return { ...data, what: 'once', granularity, from: to - granularity, to };
}

/** Recorded points from dtstart for the duration, or up to now where that is 0 (rule 325). */
function history(data: Data, span: Span | undefined, back: number, now: number): WantedOnce | Objection {
  if (back !== 0) return { code: '454', why: 'a history comes once, reportBackDuration must be PT0S' };
  if (!span) return { code: '454', why: 'a history needs the dtstart and duration of its reportInterval' };
  const { start } = span;
  const end = span.end ?? now;
  if (end > now) return { code: '454', why: `a history lies in the past, the interval ends at ${formatDateTime(end)}` };
  if (start < now - KEPT)
    return { code: '454', why: `data is kept since ${formatDateTime(now - KEPT)}, asked for ${formatDateTime(start)}` };
  const granularity = RECORDED;
  const from = Math.ceil(start / granularity) * granularity;
  return { ...data, what: 'once', granularity, from, to: end };
}

/** Granularity within what is sampled, and not above reportBackDuration (rule 317); 0 only where changes are noticed. */
function periodic(
  data: Data,
  span: Span | undefined,
  granularity: number,
  back: number,
  now: number,
): WantedPeriodic | Objection {
  const { least, most } = bounds(data);
  if (granularity === 0 && !data.specifier.onChange)
    return { code: '461', why: 'granularity PT0S asks for values on change, which are not on offer here' };
  if (granularity > back) return { code: '454', why: 'granularity is longer than reportBackDuration' };
  if (granularity > 0 && (granularity < least || granularity > most))
    return { code: '461', why: `granularity must be from ${least / 1000} to ${most / 1000} s` };
  if (back < least) return { code: '461', why: `reportBackDuration must be at least ${least / 1000} s` };
  if (back > KEPT) return { code: '454', why: `data is kept for ${KEPT / 60_000} min, less than a reportBackDuration` };
  const { start = Math.floor(now), end } = span ?? {};
  const open = end === undefined ? {} : { end };
  return { ...data, what: 'periodic', granularity, back, start, ...open };
}

/** Sampling that all wanted data points can follow, ms. */
function bounds({ points, specifier }: Data): { readonly least: number; readonly most: number } {
  const all = points.map((point) => samplingOf(point, specifier));
  return { least: Math.max(...all.map(({ least }) => least)), most: Math.max(...all.map(({ most }) => most)) };
}

interface Span {
  /** ms since the epoch. */
  readonly start: number;
  /** Absent: duration 0, without end. */
  readonly end?: number;
}

function spanOf({ reportInterval }: OadrReportRequest['reportSpecifier']): Span | undefined {
  const { dtstart, duration } = reportInterval?.properties ?? {};
  const start = parseDateTime(dtstart?.['date-time'] ?? '');
  const length = parseDuration(duration?.duration ?? '');
  if (start === undefined || !length) return undefined;
  const end = addDuration(start, length);
  return end > start ? { start, end } : { start };
}

function lengthOf(text: string | undefined): number | undefined {
  const duration = parseDuration(text ?? '');
  return duration && durationToMs(duration);
}
