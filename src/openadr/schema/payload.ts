import { complex, el, group, type Infer, optional, text } from './dsl.ts';
import { rID } from './ids.ts';
import { EI, OADR } from './namespaces.ts';
import { feed } from './opaque.ts';
import { boolean, enumeration, extensible, float, integer, restriction, token, unsignedInt } from './simple.ts';

/** The values in an interval: of signals and baselines (ei:signalPayload) and of reports (oadr:oadrReportPayload). */
const payloadFloatType = complex('ei:PayloadFloatType', { value: text(EI, 'value', float) });
export interface PayloadFloat extends Infer<typeof payloadFloatType> {}
export const payloadFloat = el<PayloadFloat>(EI, 'payloadFloat', payloadFloatType);

const loadControlValueType = complex('oadr:oadrLoadControlStateTypeType', {
  oadrMin: optional(text(OADR, 'oadrMin', float)),
  oadrMax: optional(text(OADR, 'oadrMax', float)),
  oadrCurrent: text(OADR, 'oadrCurrent', float),
  oadrNormal: optional(text(OADR, 'oadrNormal', float)),
});
export interface LoadControlValue extends Infer<typeof loadControlValueType> {}

const loadControlStateType = complex('oadr:oadrLoadControlStateType', {
  oadrCapacity: optional(el<LoadControlValue>(OADR, 'oadrCapacity', loadControlValueType)),
  oadrLevelOffset: optional(el<LoadControlValue>(OADR, 'oadrLevelOffset', loadControlValueType)),
  oadrPercentOffset: optional(el<LoadControlValue>(OADR, 'oadrPercentOffset', loadControlValueType)),
  oadrSetPoint: optional(el<LoadControlValue>(OADR, 'oadrSetPoint', loadControlValueType)),
});
export interface OadrLoadControlState extends Infer<typeof loadControlStateType> {}
export const oadrLoadControlState = el<OadrLoadControlState>(OADR, 'oadrLoadControlState', loadControlStateType);

const resourceStatusType = complex('oadr:oadrPayloadResourceStatusType', {
  oadrOnline: text(OADR, 'oadrOnline', boolean),
  oadrManualOverride: text(OADR, 'oadrManualOverride', boolean),
  oadrLoadControlState: optional(oadrLoadControlState),
});
export interface OadrPayloadResourceStatus extends Infer<typeof resourceStatusType> {}
export const oadrPayloadResourceStatus = el<OadrPayloadResourceStatus>(
  OADR,
  'oadrPayloadResourceStatus',
  resourceStatusType,
);

/** A value: one of these, in the place of the abstract ei:payloadBase. */
export const payloadBase = group('payloadBase', { payloadFloat, oadrPayloadResourceStatus });

const signalPayloadType = complex('ei:signalPayloadType', { payloadBase });
export interface SignalPayload extends Infer<typeof signalPayloadType> {}
export const signalPayload = el<SignalPayload>(EI, 'signalPayload', signalPayloadType);

const confidenceType = integer('ei:ConfidenceType', 0, 100, unsignedInt);
export const confidence = text(EI, 'confidence', confidenceType);
export const accuracy = text(EI, 'accuracy', restriction('ei:AccuracyType', float));

const qualities = enumeration('oadr:oadrDataQualityType', token, [
  'No Quality - No Value',
  'No New Value - Previous Value Used',
  'Quality Bad - Non Specific',
  'Quality Bad - Configuration Error',
  'Quality Bad - Not Connected',
  'Quality Bad - Device Failure',
  'Quality Bad - Sensor Failure',
  'Quality Bad - Last Known Value',
  'Quality Bad - Comm Failure',
  'Quality Bad - Out of Service',
  'Quality Uncertain - Non Specific',
  'Quality Uncertain - Last Usable Value',
  'Quality Uncertain - Sensor Not Accurate',
  'Quality Uncertain - EU Units Exceeded',
  'Quality Uncertain - Sub Normal',
  'Quality Good - Non Specific',
  'Quality Good - Local Override',
  'Quality Limit - Field/Not',
  'Quality Limit - Field/Low',
  'Quality Limit - Field/High',
  'Quality Limit - Field/Constant',
]);
export const oadrDataQuality = text(OADR, 'oadrDataQuality', extensible('oadr:oadrDataQualityTypeType', qualities));

/** The base of oadrReportPayload. */
export const reportPayloadBase = complex('ei:ReportPayloadType', {
  rID,
  confidence: optional(confidence),
  accuracy: optional(accuracy),
  payloadBase,
});
const reportPayloadType = complex(
  'oadr:oadrReportPayloadType',
  { ...reportPayloadBase.fields, oadrDataQuality: optional(oadrDataQuality) },
  {},
  { base: reportPayloadBase },
);
export interface OadrReportPayload extends Infer<typeof reportPayloadType> {}
export const oadrReportPayload = el<OadrReportPayload>(OADR, 'oadrReportPayload', reportPayloadType);

const gbPayloadType = complex('oadr:oadrGBStreamPayloadBase', { feed });
export interface OadrGBPayload extends Infer<typeof gbPayloadType> {}
export const oadrGBPayload = el<OadrGBPayload>(OADR, 'oadrGBPayload', gbPayloadType);
