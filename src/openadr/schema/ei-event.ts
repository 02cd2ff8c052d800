import { complex, el, type Infer, many, optional, some, text } from './dsl.ts';
import { createdDateTime, eiTarget } from './ei.ts';
import { itemBase, marketContext } from './emix.ts';
import { eventID, modificationNumber, resourceID } from './ids.ts';
import { EI } from './namespaces.ts';
import { payloadFloat } from './payload.ts';
import { enumeration, extensible, string, token, unsignedInt } from './simple.ts';
import { intervals } from './strm.ts';
import { components, dateTimeType, dtstart, duration, properties } from './xcal.ts';

const statuses = ['none', 'far', 'near', 'active', 'completed', 'cancelled'] as const;
export const eventStatus = text(EI, 'eventStatus', enumeration('ei:EventStatusEnumeratedType', token, statuses));

const eiMarketContextType = complex('eiMarketContext', { marketContext });
export interface EiMarketContext extends Infer<typeof eiMarketContextType> {}

const eventDescriptorType = complex('ei:eventDescriptorType', {
  eventID,
  modificationNumber,
  modificationDateTime: optional(text(EI, 'modificationDateTime', dateTimeType)),
  modificationReason: optional(text(EI, 'modificationReason', string)),
  priority: optional(text(EI, 'priority', unsignedInt)),
  eiMarketContext: el<EiMarketContext>(EI, 'eiMarketContext', eiMarketContextType),
  createdDateTime,
  eventStatus,
  testEvent: optional(text(EI, 'testEvent', string)),
  vtnComment: optional(text(EI, 'vtnComment', string)),
});
export interface EventDescriptor extends Infer<typeof eventDescriptorType> {}
export const eventDescriptor = el<EventDescriptor>(EI, 'eventDescriptor', eventDescriptorType);

const eiActivePeriodType = complex('ei:eiActivePeriodType', { properties, components });
export interface EiActivePeriod extends Infer<typeof eiActivePeriodType> {}
export const eiActivePeriod = el<EiActivePeriod>(EI, 'eiActivePeriod', eiActivePeriodType);

const signalNames = enumeration('ei:SignalNameEnumeratedType', token, [
  'SIMPLE',
  'simple',
  'ELECTRICITY_PRICE',
  'ENERGY_PRICE',
  'DEMAND_CHARGE',
  'BID_PRICE',
  'BID_LOAD',
  'BID_ENERGY',
  'CHARGE_STATE',
  'LOAD_DISPATCH',
  'LOAD_CONTROL',
]);
export const SignalNameEnumerated = text(EI, 'SignalNameEnumerated', signalNames);
export const signalName = text(EI, 'signalName', extensible('ei:signalNameType', signalNames));

const signalTypes = enumeration('ei:SignalTypeEnumeratedType', token, [
  'delta',
  'level',
  'multiplier',
  'price',
  'priceMultiplier',
  'priceRelative',
  'setpoint',
  'x-loadControlCapacity',
  'x-loadControlLevelOffset',
  'x-loadControlPercentOffset',
  'x-loadControlSetpoint',
]);
export const signalType = text(EI, 'signalType', signalTypes);

const currentValueType = complex('ei:currentValueType', { payloadFloat });
export interface CurrentValue extends Infer<typeof currentValueType> {}
export const currentValue = el<CurrentValue>(EI, 'currentValue', currentValueType);

const eiEventSignalType = complex('ei:eiEventSignalType', {
  intervals,
  eiTarget: optional(eiTarget),
  signalName,
  signalType,
  signalID: text(EI, 'signalID', string),
  itemBase: optional(itemBase),
  currentValue: optional(currentValue),
});
export interface EiEventSignal extends Infer<typeof eiEventSignalType> {}
export const eiEventSignal = el<EiEventSignal>(EI, 'eiEventSignal', eiEventSignalType);

const eiEventBaselineType = complex('ei:eiEventBaselineType', {
  dtstart,
  duration,
  intervals,
  baselineID: text(EI, 'baselineID', string),
  resourceID: many(resourceID),
  baselineName: text(EI, 'baselineName', string),
  itemBase: optional(itemBase),
});
export interface EiEventBaseline extends Infer<typeof eiEventBaselineType> {}
export const eiEventBaseline = el<EiEventBaseline>(EI, 'eiEventBaseline', eiEventBaselineType);

const eiEventSignalsType = complex('ei:eiEventSignalsType', {
  eiEventSignal: some(eiEventSignal),
  eiEventBaseline: optional(eiEventBaseline),
});
export interface EiEventSignals extends Infer<typeof eiEventSignalsType> {}
export const eiEventSignals = el<EiEventSignals>(EI, 'eiEventSignals', eiEventSignalsType);

const eiEventType = complex('ei:eiEventType', { eventDescriptor, eiActivePeriod, eiEventSignals, eiTarget });
export interface EiEvent extends Infer<typeof eiEventType> {}
export const eiEvent = el<EiEvent>(EI, 'eiEvent', eiEventType);
