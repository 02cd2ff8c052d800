import { type Message, type Reading, readingsOf } from '../openadr/index.ts';

/** One value of a data point. */
export interface ReportReading {
  readonly rId: string;
  /** Begin of its interval. */
  readonly time?: Date;
  /** Length of its interval, ms. */
  readonly duration?: number;
  /** In the unit and scale of the data point; a status has none. */
  readonly value?: number;
  /** Of a TELEMETRY_STATUS. */
  readonly status?: { readonly online: boolean; readonly manualOverride: boolean };
  /** oadrDataQuality */
  readonly quality?: string;
  /** 0 to 100 */
  readonly confidence?: number;
  readonly accuracy?: number;
}

/** The values of one report in an oadrUpdateReport. */
export interface ReceivedReadings {
  readonly reportRequestId: string;
  readonly reportSpecifierId: string;
  readonly reportName: string;
  readonly readings: readonly ReportReading[];
}

/** What an oadrUpdateReport brought, a report each; nothing for other messages. */
export function receivedReadings(message: Message): ReceivedReadings[] {
  if (message.name !== 'oadrUpdateReport') return [];
  const byRequest = new Map<string, Reading[]>();
  for (const reading of readingsOf(message.body)) {
    const key = `${reading.reportRequestID}\n${reading.reportSpecifierID}`;
    const list = byRequest.get(key);
    if (list) list.push(reading);
    else byRequest.set(key, [reading]);
  }
  return [...byRequest.values()].map((readings) => ({
    reportRequestId: readings[0]?.reportRequestID ?? '',
    reportSpecifierId: readings[0]?.reportSpecifierID ?? '',
    reportName: readings[0]?.reportName ?? '',
    readings: readings.map(readingOf),
  }));
}

function readingOf({ rID, time, duration, value, status, quality, confidence, accuracy }: Reading): ReportReading {
  return {
    rId: rID,
    ...(time !== undefined && { time: new Date(time) }),
    ...(duration !== undefined && { duration }),
    ...(value !== undefined && { value }),
    ...(status && { status }),
    ...(quality !== undefined && { quality }),
    ...(confidence !== undefined && { confidence }),
    ...(accuracy !== undefined && { accuracy }),
  };
}
