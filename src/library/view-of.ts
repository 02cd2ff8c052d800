import type { VenView } from '../vtn/view.ts';
import type { EventInfo, VenInfo } from './view.ts';

/** A VEN for programs. */
export function venInfo(ven: VenView): VenInfo {
  const { venID, venName, registrationID, state, presence, lastHeard, pollInterval } = ven;
  const { profile, transport, reportOnly, fingerprint } = ven;
  return {
    ...{ venId: venID, venName, registrationId: registrationID, state, presence, pollInterval },
    ...(lastHeard !== undefined && { lastHeard: new Date(lastHeard) }),
    ...{ profile, transport, reportOnly, fingerprint, queue: ven.queue, reports: ven.reports },
  };
}

/** The events of a VEN for programs. */
export function eventInfos({ venID, events }: VenView): EventInfo[] {
  return events.map(({ eventID, modificationNumber, status, schedule, opt, opts, answered, summary }) => ({
    ...{ venId: venID, eventId: eventID, modificationNumber, status },
    start: new Date(schedule.start),
    ...(schedule.end !== undefined && { end: new Date(schedule.end) }),
    ...{ optType: opt, answered, summary },
    opts: opts.map(([target, { optType, optID }]) => ({ ...(target !== '' && { target }), optType, optId: optID })),
  }));
}
