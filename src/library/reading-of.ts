import { type Message, type Reading, readingsOf } from '../openadr/index.ts';
import type { ReceivedReadings, ReportReading } from './reading.ts';

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
