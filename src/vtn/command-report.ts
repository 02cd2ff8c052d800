import type { OadrReportRequest } from '../openadr/index.ts';
import { formatDateTime } from '../openadr/time.ts';
import { type Do, items, registered, vensOf } from './command-common.ts';
import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import { unusedID } from './ids.ts';
import { enqueue } from './queue.ts';
import { offered } from './report-offer.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { CommandOutcome, ReportRequestSpec } from './types.ts';

/** Asks VENs for reports, by oadrCreateReport (rules 317, 321, 324, 325, 338). @throws CommandError */
export function requestReport(core: Core, turn: Turn, command: Do<'requestReport'>): CommandOutcome {
  const made = vensOf(core, command.vens)
    .map(registered)
    .map((ven) => {
      const oadrReportRequest = command.reports.map((spec) => request(core, turn, ven, spec));
      const body = { requestID: core.random.id(), oadrReportRequest, venID: ven.venID, schemaVersion: '2.0b' } as const;
      return { ven, oadrReportRequest, body };
    });
  const queued = made.map(({ ven, body }) => ({
    ven,
    item: enqueue(core, turn, ven, {
      content: { kind: 'message', message: { name: 'oadrCreateReport', body } },
      payload: 'oadrCreateReport',
      label: body.oadrReportRequest.map(({ reportSpecifier }) => reportSpecifier.reportSpecifierID).join(', '),
      patch: command.patch,
    }),
  }));
  return {
    items: items(queued),
    versions: [],
    requests: made.flatMap(({ ven, oadrReportRequest }) =>
      oadrReportRequest.map(({ reportRequestID }) => ({ venID: ven.venID, reportRequestID })),
    ),
  };
}

function request(core: Core, turn: Turn, ven: Ven, spec: ReportRequestSpec): OadrReportRequest {
  const report = (ven.metadata ?? [])
    .map(offered)
    .find(
      ({ reportSpecifierID, reportName }) =>
        reportSpecifierID === spec.reportSpecifierID || reportName === `METADATA_${spec.reportName}`,
    );
  if (!report) {
    throw new CommandError('the VEN offers no such report', {
      rule: 304,
      expected: (ven.metadata ?? []).map(({ reportName }) => reportName).join(', ') || 'no report at all',
      actual: spec.reportName ?? spec.reportSpecifierID,
    });
  }
  const points = report.points.filter(({ rID }) => spec.rIDs?.includes(rID) ?? true);
  const granularity = spec.granularity ?? (spec.reportBack === 'PT0S' ? 'PT0S' : (points[0]?.minPeriod ?? 'PT0S'));
  return {
    reportRequestID: spec.reportRequestID ?? unusedID(core.random, 'report-', 8, (id) => ven.requests.has(id)),
    reportSpecifier: {
      reportSpecifierID: report.reportSpecifierID,
      granularity: { duration: granularity },
      reportBackDuration: { duration: spec.reportBack },
      reportInterval: {
        properties: {
          dtstart: { 'date-time': formatDateTime(spec.start ?? turn.now) },
          duration: { duration: spec.duration ?? 'PT0S' },
        },
      },
      specifierPayload: points.map(({ rID, readingType = 'x-notApplicable' }) => ({ rID, readingType })),
    },
  };
}

/** Ends reports, by oadrCancelReport (rule 345). */
export function cancelReport(core: Core, turn: Turn, command: Do<'cancelReport'>): CommandOutcome {
  const { reportRequestIDs, reportToFollow = false, patch } = command;
  const queued = vensOf(core, command.vens)
    .map(registered)
    .map((ven) => ({
      ven,
      item: enqueue(core, turn, ven, {
        content: {
          kind: 'message',
          message: {
            name: 'oadrCancelReport',
            body: {
              requestID: core.random.id(),
              reportRequestID: [...reportRequestIDs],
              reportToFollow,
              venID: ven.venID,
              schemaVersion: '2.0b',
            },
          },
        },
        payload: 'oadrCancelReport',
        label: `cancel ${reportRequestIDs.join(', ')}`,
        patch,
      }),
    }));
  return { items: items(queued), versions: [] };
}
