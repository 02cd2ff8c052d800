import { durationToMs, parseDuration } from '../duration.ts';
import { type Draft, given, type Lenient } from '../lenient.ts';
import { parseDateTime } from '../time.ts';
import type { OadrReport, OadrReportPayload } from '../types.ts';
import type { InPortions, Portion } from './portions.ts';

/** The state of a resource (TELEMETRY_STATUS, rule 331). */
export interface ResourceStatus {
  readonly online: boolean;
  readonly manualOverride: boolean;
}

/** One value of a data point in one interval of an oadrReport. */
export interface Reading {
  readonly reportRequestID: string;
  readonly reportSpecifierID: string;
  readonly reportName?: string;
  readonly rID: string;
  /** Begin of the interval, ms since the epoch (UTC); absent where neither it nor the report says one. */
  readonly time?: number;
  /** Its length, ms; absent where it says none. */
  readonly duration?: number;
  /** The payloadFloat, in the unit and scale of the data point; a status has none. */
  readonly value?: number;
  readonly status?: ResourceStatus;
  readonly quality?: string;
  /** 0 to 100. */
  readonly confidence?: number;
  readonly accuracy?: number;
  /** Whether it is a value to count with: a number, neither of bad quality nor a repeat for want of a new one (rule 318). */
  readonly counts: boolean;
}

const WITHOUT_VALUE = /^(Quality Bad|No Quality|No New Value)/;

/**
 * Every value of one report. An interval without a dtstart begins where the one before it ended, the first one at the
 * report's own dtstart.
 */
export function* makeReadings(report: Lenient<OadrReport>, portion: Portion): InPortions<Reading[]> {
  const { reportRequestID = '', reportSpecifierID = '' } = report;
  const reportName = given(report.reportName);
  let next = timeOf(report.dtstart);
  const readings: Reading[] = [];
  // Nearly always all of one length, which is not read ten thousand times.
  let length: Length = {};
  for (const interval of report.intervals?.interval ?? []) {
    const time = timeOf(interval.dtstart) ?? next;
    if (interval.duration?.duration !== length.text) length = lengthOf(interval.duration?.duration);
    const duration = length.ms;
    next = time === undefined || duration === undefined ? undefined : momentOf(time + duration);
    const payloads = interval.oadrReportPayload ?? [];
    for (const payload of payloads) {
      const reading: Draft<Reading> = { reportRequestID, reportSpecifierID, rID: payload.rID ?? '', counts: false };
      if (reportName !== undefined) reading.reportName = reportName;
      if (time !== undefined) reading.time = time;
      if (duration !== undefined) reading.duration = duration;
      fillIn(reading, payload);
      readings.push(reading);
    }
    if (portion.isFull(payloads.length + 1)) yield;
  }
  return readings;
}

function fillIn(reading: Draft<Reading>, payload: Lenient<OadrReportPayload>): void {
  const { confidence, accuracy, oadrPayloadResourceStatus: status } = payload;
  const quality = given(payload.oadrDataQuality);
  const value = payload.payloadFloat?.value;
  if (value !== undefined) reading.value = value;
  if (status) {
    reading.status = { online: status.oadrOnline === true, manualOverride: status.oadrManualOverride === true };
  }
  if (quality !== undefined) reading.quality = quality;
  if (confidence !== undefined) reading.confidence = confidence;
  if (accuracy !== undefined) reading.accuracy = accuracy;
  const good = !isWithoutValue(quality);
  // NaN and INF are floats of the schema, but nothing to reckon with.
  reading.counts = good && (value === undefined ? status !== undefined : Number.isFinite(value));
}

/** Whether a quality says that there is no value, or none that is new (rule 318). */
export function isWithoutValue(quality: string | undefined): boolean {
  return quality !== undefined && WITHOUT_VALUE.test(quality);
}

function timeOf(dtstart: { readonly 'date-time'?: string } | undefined): number | undefined {
  const text = dtstart?.['date-time'];
  return text === undefined ? undefined : parseDateTime(text);
}

interface Length {
  readonly text?: string;
  readonly ms?: number;
}

function lengthOf(text: string | undefined): Length {
  const duration = text === undefined ? undefined : parseDuration(text);
  const ms = duration && durationToMs(duration);
  return ms !== undefined && Number.isFinite(ms) ? { text, ms } : { text };
}

/** No calendar has a date that far away, whatever a duration says: then it is not known. */
function momentOf(ms: number): number | undefined {
  return Math.abs(ms) <= 8.64e15 ? ms : undefined;
}
