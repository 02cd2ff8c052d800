import type { EiEventSignal, EiTarget, OadrEvent } from '../openadr/index.ts';
import { addDuration, durationToMs, parseDateTime, parseDuration } from '../openadr/time.ts';
import { scaleOf, unitOf } from './signals.ts';

/** An interval of an offered signal; ms after dtstart. */
export interface OfferedInterval {
  /** uid as written; rule 2 wants 0, 1, 2, … */
  readonly uid?: string;
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

export interface OfferedSignal {
  readonly signalID: string;
  readonly name: string;
  readonly type: string;
  /** Element name of its itemBase. */
  readonly unit?: string;
  /** Power of ten of its unit; absent: 0. */
  readonly scale?: number;
  /** mrids of the device classes it is for (rule 111). */
  readonly deviceClasses: readonly string[];
  readonly intervals: readonly OfferedInterval[];
}

/** When an offered event is to happen; ms since the epoch, before the VEN's own random offset. */
export interface OfferedPeriod {
  readonly start: number;
  /** Overall duration, ms; 0 = open-ended (rule 47). */
  readonly duration: number;
  /** ms; positive means before the start. */
  readonly rampUp: number;
  /** ms. */
  readonly startAfter: number;
}

/**
 * An oadrEvent in the words of this room. What the VTN wrote unreadably is absent, since a VEN answers for every event
 * whose eventID it can read (rule 62).
 */
export interface Offer {
  readonly eventID: string;
  readonly modificationNumber: number;
  readonly responseRequired: 'always' | 'never';
  readonly cancelled: boolean;
  readonly completed: boolean;
  readonly priority: number;
  readonly test: boolean;
  readonly marketContext?: string;
  readonly target: EiTarget;
  readonly period?: OfferedPeriod;
  /** Absent where an interval lacks its duration or value. */
  readonly signals?: readonly OfferedSignal[];
}

/** A message with faults has holes where its type has none. */
type Holes<T> = T extends string
  ? T
  : T extends readonly (infer I)[]
    ? Holes<I>[]
    : T extends object
      ? { [K in keyof T]?: Holes<T[K]> }
      : T;

/** Reads an oadrEvent; `undefined` if not even its eventID could be read. */
export function readOffer(event: OadrEvent): Offer | undefined {
  const { eiEvent, oadrResponseRequired }: Holes<OadrEvent> = event;
  const descriptor = eiEvent?.eventDescriptor;
  if (descriptor?.eventID === undefined) return undefined;
  const period = readPeriod(event);
  const marketContext = descriptor.eiMarketContext?.marketContext;
  const signals = period && readSignals(event, period.start);
  return {
    eventID: descriptor.eventID,
    modificationNumber: descriptor.modificationNumber ?? 0,
    responseRequired: oadrResponseRequired ?? 'always',
    cancelled: descriptor.eventStatus === 'cancelled',
    completed: descriptor.eventStatus === 'completed',
    priority: descriptor.priority ?? 0,
    // Rule 6: any text but `false`; an empty element counts as omitted (rule 46).
    test: !['', 'false'].includes(descriptor.testEvent ?? ''),
    ...(marketContext !== undefined && { marketContext }),
    target: event.eiEvent.eiTarget ?? {},
    ...(period && { period }),
    ...(signals && { signals }),
  };
}

function readPeriod(event: OadrEvent): OfferedPeriod | undefined {
  const { eiEvent }: Holes<OadrEvent> = event;
  const properties = eiEvent?.eiActivePeriod?.properties;
  const start = parseDateTime(properties?.dtstart?.['date-time'] ?? '');
  if (start === undefined) return undefined;
  const duration = span(start, properties?.duration?.duration);
  if (duration === undefined) return undefined;
  return {
    start,
    duration,
    rampUp: durationIn(properties?.['x-eiRampUp']?.duration),
    startAfter: Math.max(0, durationIn(properties?.tolerance?.tolerate?.startafter)),
  };
}

function readSignals(event: OadrEvent, start: number): OfferedSignal[] | undefined {
  const signals = event.eiEvent.eiEventSignals?.eiEventSignal ?? [];
  const read = signals.flatMap((signal) => readSignal(signal, start) ?? []);
  return read.length === signals.length && read.length > 0 ? read : undefined;
}

function readSignal(signal: EiEventSignal, start: number): OfferedSignal | undefined {
  const { signalID, signalName, signalType, intervals: list, eiTarget }: Holes<EiEventSignal> = signal;
  const intervals: OfferedInterval[] = [];
  let from = 0;
  for (const interval of list?.interval ?? []) {
    const length = span(start + from, interval.duration?.duration);
    const value = interval.signalPayload?.[0]?.payloadFloat?.value;
    if (length === undefined || value === undefined) return undefined;
    const uid = interval.uid?.text;
    intervals.push({ ...(uid !== undefined && { uid }), from, to: from + length, value });
    from += length;
  }
  const unit = unitOf(signal);
  const scale = scaleOf(signal);
  return {
    signalID: signalID ?? '',
    name: signalName ?? '',
    type: signalType ?? '',
    ...(unit !== undefined && { unit }),
    ...(scale !== 0 && { scale }),
    deviceClasses: (eiTarget?.endDeviceAsset ?? []).flatMap((asset) => asset.mrid ?? []),
    intervals,
  };
}

/** Length in ms of a duration that begins at `from`, with months and years by the calendar. */
function span(from: number, text: string | undefined): number | undefined {
  const duration = parseDuration(text ?? '');
  return duration && addDuration(from, duration) - from;
}

function durationIn(text: string | undefined): number {
  const duration = parseDuration(text ?? '');
  return duration ? durationToMs(duration) : 0;
}
