import { complex, el, type Infer, optional, some, text } from './dsl.ts';
import { type EiTarget, eiTargetType } from './ei.ts';
import { itemBase } from './emix.ts';
import { reportSpecifierID, rID } from './ids.ts';
import { EI } from './namespaces.ts';
import { enumeration, extensible, token, unsignedInt } from './simple.ts';
import {
  type DurationProp,
  durationPropType,
  granularity,
  type WsCalendarInterval,
  wsCalendarIntervalType,
} from './xcal.ts';

const names = enumeration('ei:reportNameEnumeratedType', token, [
  'METADATA_HISTORY_USAGE',
  'HISTORY_USAGE',
  'METADATA_HISTORY_GREENBUTTON',
  'HISTORY_GREENBUTTON',
  'METADATA_TELEMETRY_USAGE',
  'TELEMETRY_USAGE',
  'METADATA_TELEMETRY_STATUS',
  'TELEMETRY_STATUS',
]);
export const reportName = text(EI, 'reportName', extensible('ei:reportNameType', names));

const types = enumeration('ei:ReportEnumeratedType', token, [
  'reading',
  'usage',
  'demand',
  'setPoint',
  'deltaUsage',
  'deltaSetPoint',
  'deltaDemand',
  'baseline',
  'deviation',
  'avgUsage',
  'avgDemand',
  'operatingState',
  'upRegulationCapacityAvailable',
  'downRegulationCapacityAvailable',
  'regulationSetpoint',
  'storedEnergy',
  'targetEnergyStorage',
  'availableEnergyStorage',
  'price',
  'level',
  'powerFactor',
  'percentUsage',
  'percentDemand',
  'x-resourceStatus',
]);
export const reportEnumerated = text(EI, 'reportEnumerated', types);
/** What a reportType may say. */
export const reportTypes = extensible('ei:ReportTypeType', types);
export const reportType = text(EI, 'reportType', reportTypes);

const readings = enumeration('ei:ReadingTypeEnumeratedType', token, [
  'Direct Read',
  'Net',
  'Allocated',
  'Estimated',
  'Summed',
  'Derived',
  'Mean',
  'Peak',
  'Hybrid',
  'Contract',
  'Projected',
  'x-RMS',
  'x-notApplicable',
]);
export const readingTypeEnumerated = text(EI, 'readingTypeEnumerated', readings);
/** What a readingType may say. */
export const readingTypes = extensible('ei:ReadingTypeType', readings);
export const readingType = text(EI, 'readingType', readingTypes);

export const numDataSources = text(EI, 'numDataSources', unsignedInt);
export const reportSubject = el<EiTarget>(EI, 'reportSubject', eiTargetType);
export const reportDataSource = el<EiTarget>(EI, 'reportDataSource', eiTargetType);

const specifierPayloadType = complex('ei:SpecifierPayloadType', { rID, itemBase: optional(itemBase), readingType });
export interface SpecifierPayload extends Infer<typeof specifierPayloadType> {}
export const specifierPayload = el<SpecifierPayload>(EI, 'specifierPayload', specifierPayloadType);

const reportSpecifierType = complex('ei:ReportSpecifierType', {
  reportSpecifierID,
  granularity,
  reportBackDuration: el<DurationProp>(EI, 'reportBackDuration', durationPropType),
  reportInterval: optional(el<WsCalendarInterval>(EI, 'reportInterval', wsCalendarIntervalType)),
  specifierPayload: some(specifierPayload),
});
export interface ReportSpecifier extends Infer<typeof reportSpecifierType> {}
export const reportSpecifier = el<ReportSpecifier>(EI, 'reportSpecifier', reportSpecifierType);
