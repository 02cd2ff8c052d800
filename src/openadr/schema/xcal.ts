import { complex, el, type Infer, many, type Opaque, opaque, optional, text } from './dsl.ts';
import { EI, XCAL } from './namespaces.ts';
import * as xs from './simple.ts';

const DATE_TIME = /^[-+]?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d*)?Z?$/;
// As the XSD has it: a week form stands alone, without P and sign.
const DURATION =
  /^(?:[+-]?P(?:\p{Nd}+Y)?(?:\p{Nd}+M)?(?:\p{Nd}+D)?T?(?:\p{Nd}+H)?(?:\p{Nd}+M)?(?:\p{Nd}+S)?|\p{Nd}+W)$/u;

export const dateTimeType = xs.pattern(
  'xcal:DateTimeType',
  xs.dateTime,
  DATE_TIME,
  'a date-time in UTC like 2026-07-01T14:00:00Z',
);
export const durationValueType = xs.pattern(
  'xcal:DurationValueType',
  xs.string,
  DURATION,
  'a duration like PT15M',
  'duration',
);

export const dateTime = text(XCAL, 'date-time', dateTimeType);

export const durationPropType = complex('xcal:DurationPropType', {
  duration: text(XCAL, 'duration', durationValueType),
});
export interface DurationProp extends Infer<typeof durationPropType> {}
export const duration = el<DurationProp>(XCAL, 'duration', durationPropType);
export const granularity = el<DurationProp>(XCAL, 'granularity', durationPropType);

// Elements of the ei namespace, here because properties below holds them and ei builds on this file.
export const eiNotification = el<DurationProp>(EI, 'x-eiNotification', durationPropType);
export const eiRampUp = el<DurationProp>(EI, 'x-eiRampUp', durationPropType);
export const eiRecovery = el<DurationProp>(EI, 'x-eiRecovery', durationPropType);

export const textElement = text(XCAL, 'text', xs.string);
const uidType = complex('uid', { text: textElement });
export interface Uid extends Infer<typeof uidType> {}
export const uid = el<Uid>(XCAL, 'uid', uidType);

const dtstartType = complex('dtstart', { 'date-time': dateTime });
export interface Dtstart extends Infer<typeof dtstartType> {}
export const dtstart = el<Dtstart>(XCAL, 'dtstart', dtstartType);
export const dtend = el<Dtstart>(XCAL, 'dtend', dtstartType);

const tolerateType = complex('tolerate', { startafter: optional(text(XCAL, 'startafter', durationValueType)) });
export interface Tolerate extends Infer<typeof tolerateType> {}
const toleranceType = complex('tolerance', { tolerate: el<Tolerate>(XCAL, 'tolerate', tolerateType) });
export interface Tolerance extends Infer<typeof toleranceType> {}

const propertiesType = complex('properties', {
  dtstart,
  duration,
  tolerance: optional(el<Tolerance>(XCAL, 'tolerance', toleranceType)),
  'x-eiNotification': optional(eiNotification),
  'x-eiRampUp': optional(eiRampUp),
  'x-eiRecovery': optional(eiRecovery),
});
export interface Properties extends Infer<typeof propertiesType> {}
export const properties = el<Properties>(XCAL, 'properties', propertiesType);

/** Anything may stand in it; it is nillable and in practice empty. */
export const components = el<Opaque>(XCAL, 'components', opaque('components', 'lax'), true);

const availableType = complex('xcal:AvailableType', { properties });
export interface Available extends Infer<typeof availableType> {}
export const available = el<Available>(XCAL, 'available', availableType);

const containedType = complex('xcal:ArrayOfVavailabilityContainedComponents', { available: many(available) });
export interface VavailabilityComponents extends Infer<typeof containedType> {}
const vavailabilityType = complex('xcal:VavailabilityType', {
  components: el<VavailabilityComponents>(XCAL, 'components', containedType),
});
export interface Vavailability extends Infer<typeof vavailabilityType> {}
export const vavailability = el<Vavailability>(XCAL, 'vavailability', vavailabilityType);

export const wsCalendarIntervalType = complex('xcal:WsCalendarIntervalType', { properties });
export interface WsCalendarInterval extends Infer<typeof wsCalendarIntervalType> {}
export const interval = el<WsCalendarInterval>(XCAL, 'interval', wsCalendarIntervalType);
