import type {
  OfferedPoint,
  OfferedReport,
  OptChange,
  ReadingsChange,
  ReportRequestChange,
  ResponseChange,
  SeriesPart,
} from '../../src/vtn/change.ts';
import type { Recorder } from './ui-records.ts';

/** A data point of real power in kW. */
export function point(rID: string, overrides: Partial<OfferedPoint> = {}): OfferedPoint {
  return {
    rID,
    reportType: 'usage',
    readingType: 'Direct Read',
    resourceIDs: ['heater'],
    dataSource: ['resourceID heater'],
    subject: [],
    unit: { name: 'powerReal', units: 'W', scale: 'k' },
    minPeriod: 'PT1S',
    maxPeriod: 'PT1M',
    ...overrides,
  };
}

export const ENERGY = { name: 'energyReal', units: 'Wh', scale: 'k' } as const;

/** Usage and status by telemetry, and a history: what the simulated VEN offers. */
export const OFFERED: readonly OfferedReport[] = [
  {
    reportSpecifierID: 'usage',
    reportName: 'METADATA_TELEMETRY_USAGE',
    duration: 'PT1H',
    points: [point('power'), point('energy', { unit: ENERGY })],
  },
  {
    reportSpecifierID: 'status',
    reportName: 'METADATA_TELEMETRY_STATUS',
    points: [point('status', { reportType: 'x-resourceStatus', unit: undefined })],
  },
  {
    reportSpecifierID: 'history',
    reportName: 'METADATA_HISTORY_USAGE',
    duration: 'PT2H',
    points: [point('power', { minPeriod: 'PT1M' })],
  },
];

export function offers(to: Recorder, reports: readonly OfferedReport[] = OFFERED, venID = 'ven-1'): void {
  to.add({ kind: 'state', ven: venID, change: { what: 'reports', venID, reports } });
}

export function request(to: Recorder, overrides: Partial<ReportRequestChange> = {}): void {
  const change = {
    what: 'reportRequest',
    venID: 'ven-1',
    reportRequestID: 'rr-1',
    reportSpecifierID: 'usage',
    reportName: 'TELEMETRY_USAGE',
    rIDs: ['power', 'energy'],
    reportBack: 10_000,
    granularity: 10_000,
    duration: 0,
    state: 'accepted',
    ...overrides,
  } as const;
  to.add({ kind: 'state', ven: change.venID, change });
}

export function part(rID: string, tail: SeriesPart['tail'], overrides: Partial<SeriesPart> = {}): SeriesPart {
  return {
    rID,
    resourceIDs: ['heater'],
    unit: { name: 'powerReal', units: 'W', scale: 'k' },
    count: tail.length,
    replaced: 0,
    tail,
    ...overrides,
  };
}

export function readings(to: Recorder, series: readonly SeriesPart[], overrides: Partial<ReadingsChange> = {}): void {
  const change = {
    what: 'readings',
    venID: 'ven-1',
    reportRequestID: 'rr-1',
    reportSpecifierID: 'usage',
    reportName: 'TELEMETRY_USAGE',
    exchange: 'x',
    asked: true,
    intervals: 1,
    points: series.reduce((sum, each) => sum + each.count, 0),
    missing: 0,
    series,
    ...overrides,
  } as const;
  to.add({ kind: 'state', ven: change.venID, change });
}

export function opt(to: Recorder, overrides: Partial<OptChange> = {}): void {
  const change = {
    what: 'opt',
    venID: 'ven-1',
    optID: 'o-1',
    optType: 'optOut',
    state: 'created',
    ...overrides,
  } as const;
  to.add({ kind: 'state', ven: change.venID, change });
}

/** ven-1 answers the event peak by an oadrCreateOpt, unless told otherwise. */
export function response(to: Recorder, overrides: Partial<ResponseChange>): void {
  to.add({
    kind: 'state',
    ven: 'ven-1',
    change: {
      what: 'response',
      venID: 'ven-1',
      eventID: 'peak',
      modificationNumber: 0,
      optType: 'optOut',
      responseCode: '200',
      requestID: 'q',
      via: 'oadrCreateOpt',
      match: 'matched',
      newest: true,
      exchange: 'x',
      ...overrides,
    },
  });
}

/** Ten seconds of a load that falls from 2 kW: what a periodic report brings. */
export function usage(to: Recorder, rounds: number, from = 0): void {
  for (let at = from; at < from + rounds; at++) {
    to.after(10_000);
    const power = 2 + Math.round(700 * Math.sin(at / 3)) / 1000;
    readings(to, [
      part('power', [[to.now, power]]),
      part('energy', [[to.now, Math.round(at * 5.5) / 1000]], { unit: ENERGY }),
    ]);
  }
}

/** Reports in the middle of a session: one that goes on, one that has come, one refused, one only offered. */
export function tellReports(to: Recorder): void {
  offers(to);
  request(to);
  request(to, {
    reportRequestID: 'rr-2',
    reportSpecifierID: 'status',
    reportName: 'TELEMETRY_STATUS',
    rIDs: ['status'],
    reportBack: 0,
    granularity: 0,
    state: 'done',
  });
  readings(to, [part('status', [[to.now, 1]], { unit: undefined, status: { online: true, manualOverride: true } })], {
    reportRequestID: 'rr-2',
    reportSpecifierID: 'status',
    reportName: 'TELEMETRY_STATUS',
  });
  usage(to, 30);
}
