import type { Child } from '../child.ts';
import type { LoadCalls } from '../load/main.ts';
import { METER_REQUEST, meterMetadata, meterReport } from '../load/meter.ts';
import { acceptRequests, answerTo, register } from '../load/registration.ts';
import type { VtnCalls } from '../servers/vtn.ts';
import { type Running, SHORT_INTERVAL, withVtn } from './servers.ts';

/** A VTN with VENs that it has asked for reports. */
export interface Meters {
  readonly vtn: Running<VtnCalls>;
  readonly load: Child<LoadCalls>;
  /** An oadrUpdateReport of each. */
  readonly bodies: readonly string[];
  /** What the VTN answers to one. */
  readonly answer: string;
}

/**
 * Registers `count` VENs with their metadata, asks each for its report, and has it accepted.
 * @throws Error a report is not taken
 */
export function withMeters<T>(count: number, use: (meters: Meters) => Promise<T>): Promise<T> {
  return withVtn(SHORT_INTERVAL, async ({ vtn, load }) => {
    const venIDs = await register(vtn.url, count, { metadata: meterMetadata });
    await vtn.server.ask('request', { vens: venIDs, report: METER_REQUEST });
    const ids = await acceptRequests(vtn.url, venIDs);
    const bodies = venIDs.map((venID, index) => meterReport(venID, ids[index] ?? ''));
    const answer = await answerTo(vtn.url, 'EiReport', bodies[0] ?? '');
    if (!answer.includes('>200<')) throw new Error(`a report is not taken: ${answer}`);
    await vtn.server.ask('countPoints', undefined);
    return await use({ vtn, load, bodies, answer });
  });
}
