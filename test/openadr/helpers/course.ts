import type { Message } from '../../../src/openadr/index.ts';
import { personalityNames } from '../../../src/ven/personalities.ts';
import type { ReportRequestSpec } from '../../../src/vtn/types.ts';
import * as m from '../../helpers/messages.ts';
import { reportRequest } from '../../helpers/vtn-messages.ts';
import { event, SECOND } from '../../helpers/vtn-rig.ts';
import type { Draw } from './draw.ts';

/** Personalities that come to reports and opts at all. */
export const TALKATIVE = personalityNames.filter((name) => !['stays-away', 'storm', 'new-ids'].includes(name));

/** IDs and names as they may be, and as they may be broken. */
const TEXTS = ['r1', 'peak', 'opt-1', 'load', '', '<&>"\'', ' a  b ', 'ü€𝄞', 'x'.repeat(300)] as const;
const DURATIONS = ['PT0S', 'PT5S', 'PT10S', 'PT1M', 'PT1H', 'P1D', 'P1M', '-PT5S', 'soon'] as const;
const REPORTS = [
  'TELEMETRY_USAGE',
  'TELEMETRY_STATUS',
  'HISTORY_USAGE',
  'METADATA',
  'telemetry-usage',
  'x-own',
] as const;
const POINTS = ['load', 'energy', 'other-power', 'status', 'unknown'] as const;
const REASONS = ['economic', 'emergency', 'x-tired', 'x-<&>'] as const;
const CONTEXTS = [undefined, 'http://example.com/test', 'urn:x'] as const;
const MOMENTS = ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00.250Z', '2026-01-01T01:00:00+01:00', 'soon'] as const;

const optType = (draw: Draw) => draw.pick(['optIn', 'optOut'] as const);
const some = <T>(draw: Draw, from: readonly T[]): T[] => from.filter(() => draw.chance(0.4));

/** A report to ask for, mostly sensible. @param now ms */
export function reportSpec(draw: Draw, now: number): ReportRequestSpec {
  const report = draw.pick(REPORTS);
  const history = report === 'HISTORY_USAGE';
  const wild = draw.chance(0.3);
  const rIDs = some(draw, POINTS);
  const once = history || draw.chance(0.3);
  return {
    ...(report.includes('-') ? { reportSpecifierID: report } : { reportName: report }),
    ...(wild && draw.chance(0.3) && { reportRequestID: draw.pick(TEXTS) }),
    ...(wild && rIDs.length > 0 && { rIDs }),
    reportBack: once ? 'PT0S' : draw.pick(wild ? DURATIONS : ['PT10S', 'PT20S']),
    ...(!once && draw.chance(0.4) && { granularity: draw.pick(wild ? DURATIONS : ['PT5S', 'PT10S']) }),
    ...((history || draw.chance(0.2)) && { start: now + (history ? -300 : draw.int(0, 30)) * SECOND }),
    ...((history || draw.chance(0.2)) && { duration: draw.pick(wild ? DURATIONS : ['PT1M', 'PT2M']) }),
  };
}

/** An event that a VEN may opt in or out of; one in five is for certain resources. */
export function someEvent(draw: Draw, eventID: string, now: number) {
  return event({
    eventID,
    start: now + draw.int(5, 120) * SECOND,
    responseRequired: draw.chance(0.8) ? 'always' : 'never',
    ...(draw.chance(0.2) && { targets: { resourceID: ['load', 'other'] } }),
  });
}

/** What a VEN could say of reports and opts that the simulated one does not; one in some is broken. */
export function strangeMessage(draw: Draw, venID: string, known: readonly string[]): Message {
  const ID = () => draw.pick([...known, ...TEXTS]);
  const requestID = draw.pick(TEXTS);
  switch (draw.int(0, 6)) {
    case 0:
      return m.oadrCreateOpt(venID, {
        ...{ optID: ID(), optType: optType(draw), optReason: draw.pick(REASONS), requestID },
        ...{ marketContext: draw.pick(CONTEXTS), eiTarget: { resourceID: some(draw, TEXTS) } },
        vavailability: { components: { available: Array.from({ length: draw.int(0, 3) }, () => period(draw)) } },
        ...(draw.chance(0.3) && {
          oadrDeviceClass: { endDeviceAsset: [{ mrid: draw.pick(['Thermostat', 'x', '']) }] },
        }),
      });
    case 1:
      return m.oadrCreateOpt(venID, {
        ...{ optID: ID(), optType: optType(draw), optReason: draw.pick(REASONS), requestID },
        vavailability: draw.chance(0.1) ? { components: {} } : undefined,
        qualifiedEventID: { eventID: ID(), modificationNumber: draw.int(0, 2) },
        eiTarget: { resourceID: some(draw, TEXTS), ...(draw.chance(0.2) && { venID: [ID()] }) },
      });
    case 2:
      return m.message('oadrCancelOpt', { schemaVersion: '2.0b', requestID, optID: ID(), venID });
    case 3:
      return m.message('oadrCreateReport', {
        ...{ schemaVersion: '2.0b', requestID, venID },
        oadrReportRequest: Array.from({ length: draw.int(1, 3) }, () =>
          reportRequest(ID(), { reportSpecifierID: draw.pick(REPORTS), back: draw.pick(DURATIONS) }),
        ),
      });
    case 4:
      return m.message('oadrCancelReport', {
        ...{ schemaVersion: '2.0b', requestID, venID },
        ...{ reportRequestID: [ID(), ID()], reportToFollow: draw.chance(0.5) },
      });
    case 5:
      return m.message('oadrUpdateReport', {
        ...{ schemaVersion: '2.0b', requestID, venID },
        oadrReport: [m.telemetryUsage({ reportRequestID: ID(), reportName: draw.pick(REPORTS) })],
      });
    default:
      return m.message('oadrRegisterReport', {
        ...{ schemaVersion: '2.0b', requestID, venID },
        ...(draw.chance(0.5) && { oadrReport: [m.telemetryUsage({ reportSpecifierID: ID() })] }),
      });
  }
}

function period(draw: Draw) {
  const properties = { dtstart: { 'date-time': draw.pick(MOMENTS) }, duration: { duration: draw.pick(DURATIONS) } };
  return { properties };
}
