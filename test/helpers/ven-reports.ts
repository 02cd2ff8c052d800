import type { Message, OadrReport } from '../../src/openadr/index.ts';
import { readingsOf } from '../../src/openadr/report/values.ts';
import { T0, VenBench, type VenBenchOptions } from './ven-bench.ts';
import { createReport, reportRequest } from './vtn-messages.ts';

/** Data points of the resource `load`. */
export const POWER = 'load';
export const ENERGY = 'energy';
export const STATUS = 'status';

/** A request for usage: power and energy every 5 s, reported every 10 s, from T0 + 10 s on, unless told otherwise. */
export function usage(id: string, options: Parameters<typeof reportRequest>[1] = {}) {
  return reportRequest(id, {
    ...{ reportSpecifierID: 'telemetry-usage', back: 'PT10S', granularity: 'PT5S', rIDs: [POWER, ENERGY] },
    start: T0 + 10_000,
    ...options,
  });
}

/** A request for status, once unless told otherwise. */
export function status(id: string, options: Parameters<typeof reportRequest>[1] = {}) {
  return reportRequest(id, { reportSpecifierID: 'telemetry-status', rIDs: [STATUS], start: T0 + 10_000, ...options });
}

/** A request for the recorded usage. */
export function history(id: string, options: Parameters<typeof reportRequest>[1] = {}) {
  return reportRequest(id, { reportSpecifierID: 'history-usage', rIDs: [POWER], start: T0 - 60_000, ...options });
}

/** A registered VEN whose next poll, at T0 + 10 s, brings these requests; everything is answered. */
export function asked(requests: ReturnType<typeof reportRequest>[], options: VenBenchOptions = {}) {
  const ven = new VenBench(options).register();
  const first = ven.poll(createReport(requests));
  ven.drain();
  return { ven, first };
}

export function isUpdate(message: Message): message is Extract<Message, { name: 'oadrUpdateReport' }> {
  return message.name === 'oadrUpdateReport';
}

/** All reports of data in these messages. */
export function reports(messages: readonly Message[]): OadrReport[] {
  return messages.filter(isUpdate).flatMap(({ body }) => body.oadrReport ?? []);
}

/** All values in these messages, times in seconds after T0. */
export function values(messages: readonly Message[]) {
  return messages
    .filter(isUpdate)
    .flatMap(({ body }) => readingsOf(body))
    .map(({ time, ...rest }) => ({ ...rest, at: time === undefined ? undefined : (time - T0) / 1000 }));
}

/** Begins of the intervals of one data point, in seconds after T0, one list a report. */
export function begins(messages: readonly Message[], rID = POWER): (number | undefined)[][] {
  return messages.filter(isUpdate).map((message) =>
    values([message])
      .filter((value) => value.rID === rID)
      .map(({ at }) => at),
  );
}
