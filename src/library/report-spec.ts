import type { ReportRequestSpec } from '../vtn/types.ts';
import { durationText, momentOf } from './moment.ts';
import type { ReportRequest } from './report.ts';

/** The bench's words for a report request. @throws OpenADRError */
export function reportSpec(request: Omit<ReportRequest, 'callback'>): ReportRequestSpec {
  const { reportRequestId, reportName, reportSpecifierId, rIds, samplingInterval, start } = request;
  const { reportBack = samplingInterval ?? 'PT0S', duration } = request;
  return {
    ...(reportRequestId !== undefined && { reportRequestID: reportRequestId }),
    ...(reportName !== undefined && { reportName }),
    ...(reportSpecifierId !== undefined && { reportSpecifierID: reportSpecifierId }),
    ...(rIds && { rIDs: rIds }),
    reportBack: durationText(reportBack, 'reportBack'),
    ...(samplingInterval !== undefined && { granularity: durationText(samplingInterval, 'samplingInterval') }),
    ...(start !== undefined && { start: momentOf(start, 'the start of the report') }),
    ...(duration !== undefined && { duration: durationText(duration, 'the duration of the report') }),
  };
}
