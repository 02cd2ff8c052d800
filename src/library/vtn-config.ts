import type { VtnConfig } from '../vtn/types.ts';
import { pollIntervalOf, type ServerOptions } from './options.ts';

/** With capitals: OpenLEADR's VEN takes a vtnID in lower case alone for an invalid one. */
const VTN_ID = 'OADR-SIM';

/** The VTN's part of the options. @throws OpenADRError (rule 1) */
export function vtnConfig(options: ServerOptions, keptID: string | undefined, asks: VtnConfig['asks']): VtnConfig {
  return {
    vtnID: options.vtnId ?? keptID ?? VTN_ID,
    pollInterval: pollIntervalOf(options),
    marketContext: options.marketContext ?? 'http://example.com/oadr-sim',
    registerReports: options.registerReports ?? true,
    rejectInvalid: options.rejectInvalid ?? false,
    anyVenID: options.anyVenId ?? false,
    cancelRetries: options.cancelRetries ?? 5,
    ...(asks && { asks }),
  };
}
