import type { OadrReport, OadrReportDescription } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import type { OfferedPoint, OfferedReport, PointUnit } from './change.ts';
import { resourcesOf } from './targets.ts';

/** A metadata report as the VTN tells of it (8.3.1). */
export function offered(report: Lenient<OadrReport>): OfferedReport {
  const { reportSpecifierID = '', reportName = '', duration, createdDateTime } = report;
  return {
    reportSpecifierID,
    reportName,
    duration: duration?.duration,
    createdDateTime,
    points: (report.oadrReportDescription ?? []).map(point),
  };
}

function point(description: Lenient<OadrReportDescription>): OfferedPoint {
  const { rID = '', reportType = '', readingType, reportDataSource, reportSubject, oadrSamplingRate } = description;
  return {
    rID,
    reportType,
    readingType: given(readingType),
    resourceIDs: (reportDataSource?.resourceID ?? []).flatMap((id) => given(id) ?? []),
    dataSource: resourcesOf(reportDataSource),
    subject: resourcesOf(reportSubject),
    unit: unitOf(description),
    minPeriod: oadrSamplingRate?.oadrMinPeriod,
    maxPeriod: oadrSamplingRate?.oadrMaxPeriod,
    onChange: oadrSamplingRate?.oadrOnChange,
    marketContext: given(description.marketContext),
  };
}

/** The members of the itemBase group (8.3.1), in the order of the schema. */
const ITEM_BASES = [
  'customUnit',
  'current',
  'currency',
  'currencyPerKWh',
  'currencyPerKW',
  'currencyPerThm',
  'frequency',
  'Therm',
  'temperature',
  'pulseCount',
  'voltage',
  'energyItem',
  'energyApparent',
  'energyReactive',
  'energyReal',
  'powerItem',
  'powerApparent',
  'powerReactive',
  'powerReal',
] as const satisfies readonly (keyof OadrReportDescription)[];

/** The unit: whichever itemBase is there; Green Button data describes itself elsewhere. */
function unitOf(description: Lenient<OadrReportDescription>): PointUnit | undefined {
  for (const name of ITEM_BASES) {
    const item = description[name];
    if (!item) continue;
    const scale = 'siScaleCode' in item ? item.siScaleCode : undefined;
    return { name, units: given(item.itemUnits) ?? item.itemDescription ?? '', scale: scale ?? 'none' };
  }
  return undefined;
}
