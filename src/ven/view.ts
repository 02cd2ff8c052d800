import { powerAt } from './device/course.ts';
import { runs, valuesAt } from './execute.ts';
import type { SignalValue, VenPhase } from './facts.ts';
import { isRegistered, type KnownEvent, type Level, type OpenReport, type VenState } from './state.ts';

/** Its events, registration, reports and load, for people and expectations. */
export interface VenView {
  readonly phase: VenPhase;
  readonly registered: boolean;
  readonly venID?: string;
  readonly registrationID?: string;
  readonly vtnID?: string;
  /** ms, as the VTN asked for. */
  readonly pollInterval: number;
  readonly events: readonly (Pick<
    KnownEvent,
    'eventID' | 'modificationNumber' | 'status' | 'interval' | 'optType' | 'responseCode' | 'test' | 'start' | 'end'
  > & { readonly values: readonly SignalValue[] })[];
  /** What it does now. */
  readonly level: Level;
  /** Power of each resource now, W. */
  readonly loads: readonly { readonly resource: string; readonly power: number }[];
  /** Periodic reports that it sends; times in ms, granularity 0 = on change. */
  readonly reports: readonly (Pick<OpenReport, 'reportRequestID' | 'granularity' | 'back' | 'end'> & {
    readonly reportName: string;
  })[];
}

/** The state of a simulated VEN as others may see it; what it needs to do its work is left out. */
export function viewOf(state: VenState, now: number): VenView {
  const { phase, venID, registrationID, vtnID, pollInterval, level } = state;
  return {
    phase,
    registered: isRegistered(state),
    ...(venID !== undefined && { venID }),
    ...(registrationID !== undefined && { registrationID }),
    ...(vtnID !== undefined && { vtnID }),
    pollInterval,
    events: state.events.map((event) => {
      const { eventID, modificationNumber, status, interval, optType, responseCode, test, start, end } = event;
      return {
        ...{ eventID, modificationNumber, status, optType, responseCode, test, start },
        ...(end !== undefined && { end }),
        ...(interval !== undefined && { interval }),
        values: runs(event, now) ? valuesAt(event, now) : [],
      };
    }),
    level,
    loads: state.devices.map((device) => ({ resource: device.load.resource, power: powerAt(device, now) })),
    reports: state.reports.map(({ reportRequestID, specifier, granularity, back, end }) => ({
      ...{ reportRequestID, reportName: specifier.reportName, granularity, back },
      ...(end !== undefined && { end }),
    })),
  };
}
