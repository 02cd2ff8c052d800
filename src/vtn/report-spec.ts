import type { OadrReportRequest } from '../openadr/index.ts';
import { formatDateTime, formatDuration } from '../openadr/time.ts';
import type { OfferedPoint, OfferedReport } from './change.ts';
import { METADATA, msOf, plainName } from './report-request.ts';
import type { ReportRequestSpec } from './types.ts';

/** A request as it will be made, before it is judged. */
export interface Wanted {
  readonly spec: ReportRequestSpec;
  readonly reportRequestID: string;
  /** Without `METADATA_`; `METADATA` where metadata is asked for. */
  readonly reportName: string;
  readonly reportSpecifierID: string;
  /** The metadata report that it is about; absent for METADATA and where none fits. */
  readonly offer?: OfferedReport;
  readonly rIDs: readonly string[];
  /** ISO 8601 */
  readonly reportBack: string;
  readonly granularity: string;
  /** ms since the epoch, and ISO 8601; absent: no reportInterval, as one-off telemetry needs none (rule 324). */
  readonly start?: number;
  readonly duration?: string;
}

/** Whether a report tells of the past (rules 317, 324, 325). */
export function isHistory(reportName: string): boolean {
  return reportName.startsWith('HISTORY_');
}

/** Completes what its author left open from what the VEN offers. */
export function wanted(
  spec: ReportRequestSpec,
  reports: readonly OfferedReport[],
  reportRequestID: string,
  now: number,
): Wanted {
  const { reportBack, start, duration } = spec;
  if (spec.reportSpecifierID === METADATA || (spec.reportSpecifierID === undefined && spec.reportName === METADATA)) {
    return {
      spec,
      reportRequestID,
      reportName: METADATA,
      reportSpecifierID: METADATA,
      // The point of a METADATA request (rule 308).
      rIDs: spec.rIDs ?? ['0'],
      reportBack,
      granularity: spec.granularity ?? 'PT0S',
      ...(msOf(reportBack) > 0 || start !== undefined || duration !== undefined
        ? { start: start ?? now, duration: duration ?? 'PT0S' }
        : {}),
    };
  }
  const offer = offerFor(spec, reports);
  const reportName = plainName(offer?.reportName ?? spec.reportName);
  const rIDs = spec.rIDs ?? offer?.points.map(({ rID }) => rID) ?? ['0'];
  const points = (offer?.points ?? []).filter(({ rID }) => rIDs.includes(rID));
  const once = msOf(reportBack) === 0;
  const plain = {
    spec,
    reportRequestID,
    reportName,
    reportSpecifierID: offer?.reportSpecifierID ?? spec.reportSpecifierID ?? spec.reportName ?? '',
    ...(offer && { offer }),
    rIDs,
    reportBack,
    granularity: spec.granularity ?? (once ? 'PT0S' : coarsest(points)),
  };
  if (isHistory(reportName)) {
    const kept = msOf(offer?.duration);
    const since = start ?? (kept > 0 ? earliestKept(now, kept) : undefined);
    return since === undefined ? plain : { ...plain, start: since, duration: duration ?? 'PT0S' };
  }
  if (once && start === undefined && duration === undefined) return plain;
  return { ...plain, start: start ?? now, duration: duration ?? 'PT0S' };
}

/**
 * Since when history is asked for where its author does not say: nine tenths of what is kept, in whole seconds. What is
 * the oldest now is gone by the time that the request is fetched (rule 340).
 */
function earliestKept(now: number, kept: number): number {
  return Math.min(now, Math.ceil((now - 0.9 * kept) / 1_000) * 1_000);
}

/** The report with that ID, or of that name; among several the one that has all the points. */
function offerFor(spec: ReportRequestSpec, reports: readonly OfferedReport[]): OfferedReport | undefined {
  const named = reports.filter(({ reportSpecifierID, reportName }) =>
    spec.reportSpecifierID !== undefined
      ? reportSpecifierID === spec.reportSpecifierID
      : plainName(reportName) === plainName(spec.reportName),
  );
  const complete = named.find(({ points }) => spec.rIDs?.every((rID) => points.some((point) => point.rID === rID)));
  return complete ?? named[0];
}

/** The coarsest oadrMinPeriod: the finest sampling that all of the points have. */
export function coarsest(points: readonly OfferedPoint[]): string {
  return formatDuration(Math.max(0, ...points.map(({ minPeriod }) => msOf(minPeriod))));
}

/** The element: readingType is x-notApplicable (rule 338), no itemBase, no tolerance (rule 321). */
export function oadrReportRequest(request: Wanted): OadrReportRequest {
  const { reportRequestID, reportSpecifierID, granularity, reportBack, start, duration, rIDs } = request;
  return {
    reportRequestID,
    reportSpecifier: {
      reportSpecifierID,
      granularity: { duration: granularity },
      reportBackDuration: { duration: reportBack },
      ...(start !== undefined && {
        reportInterval: {
          properties: {
            dtstart: { 'date-time': formatDateTime(start) },
            duration: { duration: duration ?? 'PT0S' },
          },
        },
      }),
      specifierPayload: rIDs.map((rID) => ({ rID, readingType: 'x-notApplicable' })),
    },
  };
}
