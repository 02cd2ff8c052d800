import type { OadrReport, OadrReportDescription } from '../openadr/index.ts';
import { formatDateTime } from '../openadr/time.ts';

/** Fastest and slowest sampling, and how much is kept: at least 100 points at the fastest rate (rules 312, 510). */
const SAMPLING = { oadrMinPeriod: 'PT10S', oadrMaxPeriod: 'PT5M', oadrOnChange: false };
const KEPT = 'PT1H';

/** reportSpecifierIDs of the two reports on offer. */
export const USAGE = 'telemetry-usage';
export const STATUS = 'telemetry-status';

/** All that the VEN can report, for an oadrRegisterReport (rules 305, 306, 331, 333): usage and status of each resource. */
export function metadataReports(resources: readonly string[], now: number): OadrReport[] {
  return [
    report(USAGE, 'METADATA_TELEMETRY_USAGE', resources.flatMap(usagePoints), now),
    report(STATUS, 'METADATA_TELEMETRY_STATUS', resources.map(statusPoint), now),
  ];
}

function report(
  reportSpecifierID: string,
  reportName: string,
  oadrReportDescription: OadrReportDescription[],
  now: number,
): OadrReport {
  return {
    duration: { duration: KEPT },
    oadrReportDescription,
    // Inside a metadata report always 0; the request's ID stands at the root (rule 311).
    reportRequestID: '0',
    reportSpecifierID,
    reportName,
    createdDateTime: formatDateTime(now),
  };
}

function usagePoints(resource: string): OadrReportDescription[] {
  const common = { reportDataSource: { resourceID: [resource] }, reportType: 'usage' };
  return [
    {
      rID: `${resource}-power`,
      ...common,
      powerReal: {
        itemDescription: 'RealPower',
        itemUnits: 'W',
        siScaleCode: 'none',
        powerAttributes: { hertz: 50, voltage: 230, ac: true },
      },
      readingType: 'Direct Read',
      oadrSamplingRate: SAMPLING,
    },
    {
      rID: `${resource}-energy`,
      ...common,
      energyReal: { itemDescription: 'RealEnergy', itemUnits: 'Wh', siScaleCode: 'none' },
      readingType: 'Direct Read',
      oadrSamplingRate: SAMPLING,
    },
  ];
}

/** A status has no unit (rule 331). */
function statusPoint(resource: string): OadrReportDescription {
  return {
    rID: `${resource}-status`,
    reportDataSource: { resourceID: [resource] },
    reportType: 'x-resourceStatus',
    readingType: 'x-notApplicable',
    oadrSamplingRate: SAMPLING,
  };
}
