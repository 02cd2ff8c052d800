import type { EiEvent, EiEventBaseline, EiEventSignal, Interval, OadrEvent } from '../openadr/index.ts';
import { isSimple } from '../openadr/signals.ts';
import { formatDateTime } from '../openadr/time.ts';
import { itemBase } from '../openadr/units.ts';
import type { BaselineSpec, EventSpec, IntervalSpec, SignalSpec } from './event-spec.ts';
import { spans, statusAt, totalDuration } from './schedule.ts';
import { unitOf } from './signals.ts';
import type { VenEvent } from './state.ts';
import { eiTarget } from './targets.ts';

/**
 * Writes an event as it is at `now`. Status, currentValue and createdDateTime belong to the moment, all else to the
 * version (rule 5).
 */
export function oadrEvent(event: VenEvent, now: number): OadrEvent {
  return { eiEvent: eiEvent(event, now), oadrResponseRequired: event.spec.responseRequired ?? 'always' };
}

function eiEvent(event: VenEvent, now: number): EiEvent {
  const { spec } = event;
  const status = statusAt(event, now);
  const at = status === 'active' ? now : undefined;
  return {
    eventDescriptor: {
      eventID: event.eventID,
      modificationNumber: event.modificationNumber,
      ...(event.modificationNumber > 0 && { modificationDateTime: formatDateTime(event.modified) }),
      priority: spec.priority ?? 0,
      eiMarketContext: { marketContext: spec.marketContext ?? '' },
      createdDateTime: formatDateTime(now),
      eventStatus: status,
      testEvent: testEvent(spec),
      ...(spec.comment !== undefined && { vtnComment: spec.comment }),
    },
    eiActivePeriod: activePeriod(spec),
    eiEventSignals: {
      eiEventSignal: spec.signals.map((signal, index) => eventSignal(signal, signalIDOf(spec, index), spec.start, at)),
      ...(spec.baseline && { eiEventBaseline: baseline(spec.baseline, spec.start) }),
    },
    eiTarget: eiTarget(spec.targets),
  };
}

function testEvent({ testEvent: test = false }: EventSpec): string {
  return String(test);
}

function activePeriod(spec: EventSpec): EiEvent['eiActivePeriod'] {
  return {
    properties: {
      dtstart: { 'date-time': formatDateTime(spec.start) },
      duration: { duration: totalDuration(spec.start, spec.signals[0]?.intervals ?? []) },
      ...(spec.startAfter !== undefined && { tolerance: { tolerate: { startafter: spec.startAfter } } }),
      // Optional in the schema, required by rule 105.
      'x-eiNotification': { duration: spec.notification ?? 'PT0S' },
      ...(spec.rampUp !== undefined && { 'x-eiRampUp': { duration: spec.rampUp } }),
      ...(spec.recovery !== undefined && { 'x-eiRecovery': { duration: spec.recovery } }),
    },
    components: { xml: '' },
  };
}

/** The author's signalID, else its place; another signal's own ID is not taken (rule 107). */
export function signalIDOf(spec: EventSpec, index: number): string {
  const own = spec.signals[index]?.signalID;
  if (own !== undefined) return own;
  const taken = new Set(spec.signals.map((signal) => signal.signalID));
  let id = `${index}`;
  while (taken.has(id)) id = `_${id}`;
  return id;
}

function eventSignal(signal: SignalSpec, signalID: string, start: number, at: number | undefined): EiEventSignal {
  const value = currentValue(signal, start, at);
  return {
    intervals: { interval: writeIntervals(signal.intervals) },
    ...(signal.deviceClass?.length && { eiTarget: eiTarget({ endDeviceAsset: signal.deviceClass }) }),
    signalName: signal.name,
    // Checked before, unless what is not valid was wanted: then it goes out as it is.
    signalType: signal.type as EiEventSignal['signalType'],
    signalID,
    ...itemBase(unitOf(signal)),
    ...(value !== undefined && { currentValue: { payloadFloat: { value } } }),
  };
}

/** The value of the running interval (rule 29); 0 for SIMPLE otherwise (rule 14), undefined by rule 110 for others. */
function currentValue(signal: SignalSpec, start: number, at: number | undefined): number | undefined {
  if (at === undefined) return isSimple(signal.name) ? 0 : undefined;
  const parts = spans(start, signal.intervals);
  const running = parts.findIndex((part) => at >= part.start && at < part.end);
  // Open-ended: the one interval has no length and runs on.
  return signal.intervals[running >= 0 ? running : signal.intervals.length - 1]?.value;
}

/** uid from 0 in steps of 1 (rules 2, 101), a duration in each and no dtstart (rules 102, 103), one payloadFloat (rule 100). */
function writeIntervals(intervals: readonly IntervalSpec[]): Interval[] {
  return intervals.map(({ duration, value }, uid) => ({
    duration: { duration },
    uid: { text: `${uid}` },
    signalPayload: [{ payloadFloat: { value } }],
  }));
}

function baseline(spec: BaselineSpec, eventStart: number): EiEventBaseline {
  const start = spec.start ?? eventStart;
  return {
    dtstart: { 'date-time': formatDateTime(start) },
    duration: { duration: totalDuration(start, spec.intervals) },
    intervals: { interval: writeIntervals(spec.intervals) },
    baselineID: spec.baselineID ?? 'baseline',
    ...(spec.resourceIDs?.length && { resourceID: [...spec.resourceIDs] }),
    baselineName: spec.name,
    ...itemBase(spec.unit),
  };
}
