import { invalid } from './error.ts';
import type { EventChanges, EventDetails, EventSignals } from './event.ts';
import {
  checkCallback,
  checkFields,
  checkList,
  checkObject,
  checkText,
  checkTexts,
  checkUri,
  type Fields,
  shown,
} from './given.ts';
import type { NewEvent } from './server.ts';
import type { Baseline, EventInterval, Signal, Unit } from './signal.ts';

const INTERVAL: Fields<EventInterval> = { dtstart: true, duration: true, signalPayload: true };

const UNIT: Fields<Unit> = {
  ...{ name: true, units: true, scale: true, description: true },
  ...{ hertz: true, voltage: true, ac: true, pulseFactor: true },
};

const SIGNAL: Fields<Signal> = {
  ...{ signalName: true, signalType: true, intervals: true },
  ...{ unit: true, deviceClass: true, signalId: true },
};

const BASELINE: Fields<Baseline> = {
  ...{ baselineName: true, baselineId: true, intervals: true, resourceId: true, unit: true },
};

const DETAILS: Fields<EventDetails> = {
  ...{ responseRequired: true, targets: true, marketContext: true, priority: true },
  ...{ notification: true, rampUp: true, recovery: true, startAfter: true },
  ...{ testEvent: true, comment: true, baseline: true, duration: true },
};

const CHANGES: Fields<EventChanges & EventSignals> = { ...SIGNAL, signals: true, ...DETAILS };

const EVENT: Fields<NewEvent> = { venId: true, eventId: true, ...CHANGES, callback: true, allowInvalid: true };

/**
 * Checks the form of a new event; what its values must be is the VTN's to judge.
 * @param lenient whether what could still be sent is let through
 * @throws OpenADRError naming the field
 */
export function checkEvent(event: NewEvent, lenient: boolean): void {
  checkFields(event, 'the event', EVENT);
  checkCallback(event.callback, 'the callback of the event');
  checkText(event.venId, 'the venId of the event');
  if (!lenient) checkText(event.eventId, 'the eventId of the event');
  checkSignals(event);
  checkDetails(event, lenient);
}

/** The same for changes. @throws OpenADRError naming the field */
export function checkChanges(changes: EventChanges, lenient: boolean): void {
  checkFields(changes, 'the changes of an event', CHANGES);
  const own = Object.entries(changes).filter(([name, value]) => value !== undefined && Object.hasOwn(SIGNAL, name));
  if (own.length > 0 || changes.signals !== undefined) checkSignals({ ...changes });
  checkDetails(changes, lenient);
}

function checkSignals(event: Partial<EventSignals>): void {
  if (event.signals === undefined) {
    checkSignal(event, 'the event');
    return;
  }
  const own = Object.entries(event).find(([name, value]) => value !== undefined && Object.hasOwn(SIGNAL, name));
  if (own) {
    const hint = 'put all signals into signals';
    throw invalid(`the event has both signals and ${own[0]}`, { expected: 'one of them', hint });
  }
  checkList(event.signals, 'the signals of the event', 'signals');
  for (const [index, signal] of event.signals.entries()) {
    checkFields(signal, `signal ${index} of the event`, SIGNAL);
    checkSignal(signal, `signal ${index} of the event`);
  }
}

function checkSignal(signal: Partial<Signal>, what: string): void {
  for (const name of ['signalName', 'signalType'] as const) {
    if (signal[name] === undefined) throw invalid(`${what} has no ${name}`, { expected: 'a text', rule: 104 });
    checkText(signal[name], `the ${name} of ${what}`);
  }
  checkIntervals(signal.intervals, what);
  if (signal.unit !== undefined) checkFields(signal.unit, `the unit of ${what}`, UNIT);
  checkTexts(signal.deviceClass, `the deviceClass of ${what}`);
}

function checkIntervals(intervals: unknown, what: string): void {
  if (intervals === undefined) {
    throw invalid(`${what} has no intervals`, { expected: 'intervals: [interval(dtstart, duration, signalPayload)]' });
  }
  checkList(intervals, `the intervals of ${what}`, 'intervals');
  for (const [uid, interval] of intervals.entries()) {
    checkFields(interval, `interval ${uid} of ${what}`, INTERVAL);
    checkObject(interval, `interval ${uid} of ${what}`);
    const payload: unknown = 'signalPayload' in interval ? interval.signalPayload : undefined;
    if (typeof payload !== 'number') {
      throw invalid(`interval ${uid} of ${what} has no signalPayload`, {
        expected: 'a number',
        actual: shown(payload),
      });
    }
  }
}

function checkDetails(event: Partial<EventDetails>, lenient: boolean): void {
  if (event.baseline !== undefined) {
    checkFields(event.baseline, 'the baseline', BASELINE);
    checkIntervals(event.baseline.intervals, 'the baseline');
    checkTexts(event.baseline.resourceId, 'the resourceId of the baseline');
  }
  if (!lenient) checkUri(event.marketContext, 'the marketContext of the event');
}
