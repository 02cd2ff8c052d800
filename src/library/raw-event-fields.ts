import { invalid } from './error.ts';
import { checkFields, checkList, checkObject, shown } from './given.ts';
import type { RawEvent } from './raw-event.ts';

/** What an event cannot be made without. */
const NEEDED = [
  'eiEvent.eventDescriptor.eventID',
  'eiEvent.eiActivePeriod.properties.dtstart.date-time',
  'eiEvent.eiActivePeriod.properties.duration.duration',
  'eiEvent.eiEventSignals.eiEventSignal',
  'eiEvent.eiTarget',
] as const;

/** Checks that all is there that an event is read from. @throws OpenADRError naming what is not */
export function checkRawEvent(event: RawEvent): void {
  checkFields(event, 'the raw event', { eiEvent: true, oadrResponseRequired: true });
  for (const path of NEEDED) if (at(event, path) === undefined) throw invalid(`the raw event has no ${path}`);
  checkObject(event.eiEvent.eiTarget, 'the eiTarget of the raw event');
  const { eiEventSignal, eiEventBaseline } = event.eiEvent.eiEventSignals;
  checkList(eiEventSignal, 'the eiEventSignal of the raw event', 'signals');
  for (const [index, signal] of eiEventSignal.entries()) checkSeries(signal, `eiEventSignal ${index} of the raw event`);
  if (eiEventBaseline === undefined) return;
  checkSeries(eiEventBaseline, 'the eiEventBaseline of the raw event');
  for (const path of ['dtstart.date-time', 'duration.duration']) {
    if (at(eiEventBaseline, path) === undefined) throw invalid(`the eiEventBaseline of the raw event has no ${path}`);
  }
}

function checkSeries(series: unknown, what: string): void {
  checkObject(series, what);
  const intervals = at(series, 'intervals.interval');
  checkList(intervals, `intervals.interval of ${what}`, 'intervals');
  for (const [uid, interval] of intervals.entries()) checkObject(interval, `interval ${uid} of ${what}`);
}

/** What stands at a path; undefined where the way ends before. @throws OpenADRError where something else is in the way */
function at(value: unknown, path: string): unknown {
  let here = value;
  for (const name of path.split('.')) {
    if (here === undefined) return undefined;
    if (typeof here !== 'object' || here === null) {
      throw invalid(`the raw event cannot be read at ${path}`, { expected: 'an object', actual: shown(here) });
    }
    here = Object.hasOwn(here, name) ? Reflect.get(here, name) : undefined;
  }
  return here;
}
