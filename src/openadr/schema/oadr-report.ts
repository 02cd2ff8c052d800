import { complex, el, type Infer, many, optional, some, text } from './dsl.ts';
import { createdDateTime, eiResponse } from './ei.ts';
import { readingType, reportDataSource, reportName, reportSpecifier, reportSubject, reportType } from './ei-report.ts';
import { itemBase, marketContext } from './emix.ts';
import { eiReportID, reportRequestID, reportSpecifierID, requestID, rID, schemaVersion, venID } from './ids.ts';
import { OADR } from './namespaces.ts';
import { reportToFollow } from './pyld.ts';
import { boolean } from './simple.ts';
import { streamBase } from './strm.ts';
import { durationValueType } from './xcal.ts';

/** EiReport. */
const samplingRateType = complex('oadr:oadrSamplingRateType', {
  oadrMinPeriod: text(OADR, 'oadrMinPeriod', durationValueType),
  oadrMaxPeriod: text(OADR, 'oadrMaxPeriod', durationValueType),
  oadrOnChange: text(OADR, 'oadrOnChange', boolean),
});
export interface OadrSamplingRate extends Infer<typeof samplingRateType> {}
export const oadrSamplingRate = el<OadrSamplingRate>(OADR, 'oadrSamplingRate', samplingRateType);

const reportDescriptionType = complex('oadr:oadrReportDescriptionType', {
  rID,
  reportSubject: optional(reportSubject),
  reportDataSource: optional(reportDataSource),
  reportType,
  itemBase: optional(itemBase),
  readingType,
  marketContext: optional(marketContext),
  oadrSamplingRate: optional(oadrSamplingRate),
});
export interface OadrReportDescription extends Infer<typeof reportDescriptionType> {}
export const oadrReportDescription = el<OadrReportDescription>(OADR, 'oadrReportDescription', reportDescriptionType);

const oadrReportType = complex('oadr:oadrReportType', {
  ...streamBase,
  eiReportID: optional(eiReportID),
  oadrReportDescription: many(oadrReportDescription),
  reportRequestID,
  reportSpecifierID,
  reportName: optional(reportName),
  createdDateTime,
});
export interface OadrReport extends Infer<typeof oadrReportType> {}
export const oadrReport = el<OadrReport>(OADR, 'oadrReport', oadrReportType);

const reportRequestType = complex('oadr:oadrReportRequestType', { reportRequestID, reportSpecifier });
export interface OadrReportRequest extends Infer<typeof reportRequestType> {}
export const oadrReportRequest = el<OadrReportRequest>(OADR, 'oadrReportRequest', reportRequestType);

const pendingReportsType = complex('oadr:oadrPendingReportsType', { reportRequestID: many(reportRequestID) });
export interface OadrPendingReports extends Infer<typeof pendingReportsType> {}
export const oadrPendingReports = el<OadrPendingReports>(OADR, 'oadrPendingReports', pendingReportsType);

const registerReportType = complex(
  'oadr:oadrRegisterReportType',
  {
    requestID,
    oadrReport: many(oadrReport),
    venID: optional(venID),
    reportRequestID: optional(reportRequestID),
  },
  schemaVersion,
);
export interface OadrRegisterReport extends Infer<typeof registerReportType> {}
export const oadrRegisterReport = el<OadrRegisterReport>(OADR, 'oadrRegisterReport', registerReportType);

const registeredReportType = complex(
  'oadr:oadrRegisteredReportType',
  { eiResponse, oadrReportRequest: many(oadrReportRequest), venID: optional(venID) },
  schemaVersion,
);
export interface OadrRegisteredReport extends Infer<typeof registeredReportType> {}
export const oadrRegisteredReport = el<OadrRegisteredReport>(OADR, 'oadrRegisteredReport', registeredReportType);

const createReportType = complex(
  'oadr:oadrCreateReportType',
  { requestID, oadrReportRequest: some(oadrReportRequest), venID: optional(venID) },
  schemaVersion,
);
export interface OadrCreateReport extends Infer<typeof createReportType> {}
export const oadrCreateReport = el<OadrCreateReport>(OADR, 'oadrCreateReport', createReportType);

const createdReportType = complex(
  'oadr:oadrCreatedReportType',
  { eiResponse, oadrPendingReports, venID: optional(venID) },
  schemaVersion,
);
export interface OadrCreatedReport extends Infer<typeof createdReportType> {}
export const oadrCreatedReport = el<OadrCreatedReport>(OADR, 'oadrCreatedReport', createdReportType);

const updateReportType = complex(
  'oadr:oadrUpdateReportType',
  { requestID, oadrReport: many(oadrReport), venID: optional(venID) },
  schemaVersion,
);
export interface OadrUpdateReport extends Infer<typeof updateReportType> {}
export const oadrUpdateReport = el<OadrUpdateReport>(OADR, 'oadrUpdateReport', updateReportType);

const cancelReportType = complex(
  'oadr:oadrCancelReportType',
  { requestID, reportRequestID: some(reportRequestID), reportToFollow, venID: optional(venID) },
  schemaVersion,
);
export interface OadrCancelReport extends Infer<typeof cancelReportType> {}
export const oadrCancelReport = el<OadrCancelReport>(OADR, 'oadrCancelReport', cancelReportType);

const canceledReportType = complex(
  'oadr:oadrCanceledReportType',
  { eiResponse, oadrPendingReports, venID: optional(venID) },
  schemaVersion,
);
export interface OadrCanceledReport extends Infer<typeof canceledReportType> {}
export const oadrCanceledReport = el<OadrCanceledReport>(OADR, 'oadrCanceledReport', canceledReportType);

const updatedReportType = complex(
  'oadr:oadrUpdatedReportType',
  { eiResponse, oadrCancelReport: optional(oadrCancelReport), venID: optional(venID) },
  schemaVersion,
);
export interface OadrUpdatedReport extends Infer<typeof updatedReportType> {}
export const oadrUpdatedReport = el<OadrUpdatedReport>(OADR, 'oadrUpdatedReport', updatedReportType);
