import type { EiEvent, EiEventSignal, EiTarget, Interval } from '../openadr/index.ts';
import { UNIT_KINDS } from '../openadr/signals.ts';
import type { BaselineSpec, EventSpec, IntervalSpec, SignalSpec, TargetSpec, UnitSpec } from '../vtn/event-spec.ts';
import { invalid } from './error.ts';
import { checkSum, joinedIntervals } from './intervals.ts';
import { momentOf } from './moment.ts';
import type { RawEvent } from './raw-event.ts';
import { checkRawEvent } from './raw-event-fields.ts';

/** The bench's words for an event in the standard's elements. @throws OpenADRError with the rule that it would break */
export function rawEventSpec(event: RawEvent, lenient: boolean): EventSpec {
  checkRawEvent(event);
  const { eiEvent, oadrResponseRequired } = event;
  const { eventDescriptor, eiActivePeriod, eiEventSignals, eiTarget } = eiEvent;
  const { properties } = eiActivePeriod;
  const start = momentOf(properties.dtstart['date-time'], 'the dtstart of the eiActivePeriod');
  const signals = eiEventSignals.eiEventSignal.map((signal) => signalSpec(signal, start, lenient));
  checkSum(properties.duration.duration, start, signals[0]?.intervals ?? [], lenient);
  const baseline = eiEventSignals.eiEventBaseline;
  return {
    eventID: eventDescriptor.eventID,
    start,
    signals,
    ...(baseline && { baseline: baselineSpec(baseline, lenient) }),
    responseRequired: oadrResponseRequired ?? 'always',
    ...(eventDescriptor.eiMarketContext && { marketContext: eventDescriptor.eiMarketContext.marketContext }),
    ...(eventDescriptor.priority !== undefined && { priority: eventDescriptor.priority }),
    ...(eventDescriptor.testEvent !== undefined && { testEvent: eventDescriptor.testEvent }),
    ...(eventDescriptor.vtnComment !== undefined && { comment: eventDescriptor.vtnComment }),
    ...(properties.tolerance && { startAfter: properties.tolerance.tolerate.startafter }),
    ...(properties['x-eiNotification'] && { notification: properties['x-eiNotification'].duration }),
    ...(properties['x-eiRampUp'] && { rampUp: properties['x-eiRampUp'].duration }),
    ...(properties['x-eiRecovery'] && { recovery: properties['x-eiRecovery'].duration }),
    targets: targetSpec(eiTarget),
  };
}

function signalSpec(signal: EiEventSignal, start: number, lenient: boolean): SignalSpec {
  const { signalName, signalType, signalID, intervals, eiTarget } = signal;
  const unit = unitSpec(signal);
  return {
    name: signalName,
    type: signalType,
    signalID,
    intervals: intervalSpecs(intervals.interval, start, `signal ${signalName}`, lenient),
    ...(eiTarget?.endDeviceAsset && { deviceClass: eiTarget.endDeviceAsset.map(({ mrid }) => mrid) }),
    ...(unit && { unit }),
  };
}

type RawBaseline = NonNullable<EiEvent['eiEventSignals']['eiEventBaseline']>;

function baselineSpec(baseline: RawBaseline, lenient: boolean): BaselineSpec {
  const { baselineName, baselineID, dtstart, duration, intervals, resourceID } = baseline;
  const start = momentOf(dtstart['date-time'], 'the dtstart of the baseline');
  const specs = intervalSpecs(intervals.interval, start, `baseline ${baselineName}`, lenient);
  checkSum(duration.duration, start, specs, lenient);
  const unit = unitSpec(baseline);
  return {
    ...{ name: baselineName, baselineID, start, intervals: specs },
    ...(resourceID && { resourceIDs: resourceID }),
    ...(unit && { unit }),
  };
}

function intervalSpecs(intervals: readonly Interval[], start: number, what: string, lenient: boolean): IntervalSpec[] {
  const read = intervals.map(({ dtstart, duration, uid, signalPayload }, index) => {
    if (uid !== undefined && uid.text !== `${index}` && !lenient) {
      const expected = `${index}`;
      throw invalid(`the uid of an interval of ${what} is out of order`, { rule: 101, expected, actual: uid.text });
    }
    return {
      ...(dtstart && { dtstart: dtstart['date-time'] }),
      duration: duration?.duration ?? '',
      signalPayload: signalPayload?.[0]?.payloadFloat?.value ?? Number.NaN,
    };
  });
  return joinedIntervals(read, start, what, lenient);
}

/** The itemBase of a signal or baseline: whichever element of its group is there. */
function unitSpec(owner: object): UnitSpec | undefined {
  for (const [name, item] of Object.entries(owner)) {
    if (!UNIT_KINDS.has(name) || typeof item !== 'object' || item === null) continue;
    const of: Readonly<Record<string, unknown>> = { ...item };
    const power: Readonly<Record<string, unknown>> = { ...(isObject(of.powerAttributes) ? of.powerAttributes : {}) };
    return {
      name,
      ...(typeof of.itemUnits === 'string' && { units: of.itemUnits }),
      ...(typeof of.siScaleCode === 'string' && { scale: of.siScaleCode }),
      ...(typeof of.itemDescription === 'string' && { description: of.itemDescription }),
      ...(typeof of.pulseFactor === 'number' && { pulseFactor: of.pulseFactor }),
      ...(typeof power.hertz === 'number' && { hertz: power.hertz }),
      ...(typeof power.voltage === 'number' && { voltage: power.voltage }),
      ...(typeof power.ac === 'boolean' && { ac: power.ac }),
    };
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function targetSpec(target: EiTarget): TargetSpec {
  const { groupID, groupName, resourceID, venID, partyID, transportInterface } = target;
  const places = (all: EiTarget['serviceArea']) =>
    all?.map(({ FeatureCollection }) => FeatureCollection.location.Polygon.exterior.LinearRing.posList);
  return {
    ...{ groupID, groupName, resourceID, venID, partyID, transportInterface },
    aggregatedPnode: target.aggregatedPnode?.map(({ node }) => node),
    endDeviceAsset: target.endDeviceAsset?.map(({ mrid }) => mrid),
    meterAsset: target.meterAsset?.map(({ mrid }) => mrid),
    pnode: target.pnode?.map(({ node }) => node),
    serviceDeliveryPoint: target.serviceDeliveryPoint?.map(({ node }) => node),
    serviceArea: places(target.serviceArea),
    serviceLocation: places(target.serviceLocation),
  };
}
