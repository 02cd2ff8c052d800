import type { ExecutionContext } from 'ava';
import type { Finding, Message, OadrReport } from '../../src/openadr/index.ts';
import { formatDateTime } from '../../src/openadr/time.ts';
import type { ReportRequestSpec, VtnConfig } from '../../src/vtn/types.ts';
import * as m from './messages.ts';
import { Rig, SECOND } from './vtn-rig.ts';

/** A VEN that is registered and offers telemetry (power, energy; 1 s to 1 h, 1 h kept), status, and two days of history. */
export class ReportRig extends Rig {
  readonly venID: string;

  constructor(t: ExecutionContext, config: Partial<VtnConfig> = {}) {
    super(t, config);
    this.venID = this.register().venID;
    this.say(m.oadrRegisterReport({ venID: this.venID, oadrReport: offers() }));
    this.forget();
  }

  /** Forgets what has been told so far. */
  forget(): void {
    this.changes.length = 0;
    this.findings.length = 0;
    this.dirty.length = 0;
  }

  ask(
    spec: Partial<ReportRequestSpec> = {},
    over: { readonly allowInvalid?: boolean; readonly via?: 'registeredReport' } = {},
  ) {
    const report = { reportRequestID: 'r1', reportName: 'TELEMETRY_USAGE', reportBack: 'PT10S', ...spec };
    return this.command({ do: 'requestReport', vens: [this.venID], reports: [report], ...over });
  }

  /** Asks, polls, and accepts with what is pending. */
  accepted(spec: Partial<ReportRequestSpec> = {}): Message {
    this.ask(spec);
    const [asked] = this.drain(this.venID);
    if (asked?.name !== 'oadrCreateReport') throw new Error(`${asked?.name}`);
    const ids = asked.body.oadrReportRequest.map(({ reportRequestID }) => reportRequestID);
    this.say(createdReport(this.venID, asked.body.requestID, ids));
    this.forget();
    return asked;
  }

  /** `id state`, of every change of a request since the last call. */
  moves(): string[] {
    return this.changes
      .splice(0)
      .flatMap((change) => (change.what === 'reportRequest' ? [`${change.reportRequestID} ${change.state}`] : []));
  }

  state(id = 'r1'): string | undefined {
    return this.vtn.ven(this.venID)?.requests.find(({ reportRequestID }) => reportRequestID === id)?.state;
  }

  update(...reports: OadrReport[]) {
    const createdDateTime = formatDateTime(this.now);
    return this.say(update(this.venID, ...reports.map((report) => ({ ...report, createdDateTime }))));
  }

  /** Without what is said of the pace of polls: here they come as they are needed. */
  override found(): Finding[] {
    return super.found().filter(({ message }) => message !== 'polls faster than requested');
  }

  /** What `found` tells, short. */
  faults(): string[] {
    return this.found().map(({ severity, rule, actual }) => `${severity} ${rule}: ${actual}`);
  }
}

export function offers(): OadrReport[] {
  const power = m.telemetryUsage().oadrReportDescription?.[0];
  if (!power) throw new Error('no point');
  const { powerReal: _, ...plain } = power;
  const energyReal = { itemDescription: 'RealEnergy', itemUnits: 'Wh', siScaleCode: 'k' } as const;
  const oadrSamplingRate = { oadrMinPeriod: 'PT5S', oadrMaxPeriod: 'PT1H', oadrOnChange: true };
  const energy = { ...plain, rID: 'energy', energyReal, oadrSamplingRate, reportDataSource: { resourceID: ['meter'] } };
  return [
    m.telemetryUsage({ oadrReportDescription: [power, energy] }),
    m.telemetryUsage({
      reportSpecifierID: 'status',
      reportName: 'METADATA_TELEMETRY_STATUS',
      oadrReportDescription: [
        { ...plain, rID: 'status', reportType: 'x-resourceStatus', readingType: 'x-notApplicable' },
      ],
    }),
    m.telemetryUsage({
      reportSpecifierID: 'history',
      reportName: 'METADATA_HISTORY_USAGE',
      duration: { duration: 'P2D' },
      oadrReportDescription: [power],
    }),
  ];
}

/** Values of data points in intervals of a length that follow one another. */
export interface Values {
  readonly id?: string;
  readonly start: number;
  /** s; none: points in time, each with its own dtstart, one a second. */
  readonly step?: number;
  readonly points: Readonly<Record<string, readonly number[]>>;
  readonly over?: Partial<OadrReport>;
}

export function report({ id = 'r1', start, step = 1, points, over = {} }: Values): OadrReport {
  const count = Math.max(...Object.values(points).map(({ length }) => length));
  return {
    dtstart: { 'date-time': formatDateTime(start) },
    intervals: {
      interval: Array.from({ length: count }, (_, index) => ({
        dtstart: { 'date-time': formatDateTime(start + index * step * SECOND) },
        duration: { duration: `PT${step}S` },
        oadrReportPayload: Object.entries(points).flatMap(([rID, values]) => {
          const value = values[index];
          return value === undefined ? [] : [{ rID, payloadFloat: { value } }];
        }),
      })),
    },
    reportRequestID: id,
    reportSpecifierID: 'usage',
    reportName: 'TELEMETRY_USAGE',
    createdDateTime: formatDateTime(start),
    ...over,
  };
}

export function update(venID: string, ...oadrReport: OadrReport[]): Message {
  return m.message('oadrUpdateReport', { schemaVersion: '2.0b', requestID: 'update-1', oadrReport, venID });
}

/** An answer to an oadrCreateReport or oadrCancelReport, by its requestID, with what is pending. */
const answer =
  (name: 'oadrCreatedReport' | 'oadrCanceledReport') =>
  (venID: string, requestID: string, pending: readonly string[] = [], responseCode = '200'): Message =>
    m.message(name, {
      schemaVersion: '2.0b',
      eiResponse: { responseCode, requestID },
      oadrPendingReports: pending.length > 0 ? { reportRequestID: [...pending] } : {},
      venID,
    });

export const createdReport = answer('oadrCreatedReport');
export const canceledReport = answer('oadrCanceledReport');
