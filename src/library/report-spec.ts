import type { ReportRequestSpec } from '../vtn/types.ts';
import { invalid } from './error.ts';
import { checkCallback, checkFields, checkText, checkTexts, type Fields } from './given.ts';
import { durationText, momentOf } from './moment.ts';
import type { ReportRequest } from './report.ts';

const FIELDS: Fields<ReportRequest> = {
  ...{ reportName: true, reportSpecifierId: true, reportRequestId: true, rIds: true },
  ...{ samplingInterval: true, reportBack: true, start: true, duration: true, callback: true },
};

/** Checks the form of a report request; what its values must be is the VTN's to judge. @throws OpenADRError */
export function checkReportRequest(request: ReportRequest): void {
  checkFields(request, 'the report request', FIELDS);
  const { callback, reportRequestId, reportName, reportSpecifierId, rIds } = request;
  checkCallback(callback, 'the callback of the report request');
  for (const [name, text] of Object.entries({ reportRequestId, reportName, reportSpecifierId })) {
    checkText(text, `the ${name} of the report request`);
  }
  if (reportName === undefined && reportSpecifierId === undefined) {
    throw invalid('the report request says no report', { expected: 'a reportName or a reportSpecifierId' });
  }
  checkTexts(rIds, 'the rIds of the report request');
}

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
