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

/** The itemBase: whichever member of its substitution group is there. */
function unitOf(description: Lenient<OadrReportDescription>): PointUnit | undefined {
  for (const [name, item] of Object.entries(description)) {
    if (typeof item !== 'object' || item === null || !('itemDescription' in item || 'itemUnits' in item)) continue;
    const { itemUnits, itemDescription, siScaleCode } = item as {
      readonly itemUnits?: string;
      readonly itemDescription?: string;
      readonly siScaleCode?: string;
    };
    return { name, units: itemUnits ?? itemDescription ?? '', scale: siScaleCode ?? 'none' };
  }
  return undefined;
}
