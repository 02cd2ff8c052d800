import type { Change, EventChange, ResponseChange, VenChange } from '../../vtn/change.ts';
import type { VenView, View } from './model.ts';
import { decide, reduceOpt } from './opt.ts';

/** Gaps of which the mean is taken. */
const GAPS = 10;

/** The VEN of that ID, made if the view has room for it. `seen`: only a message tells of it. */
export function venOf(view: View, venID: string, seen = false): VenView | undefined {
  const present = view.vens.get(venID);
  if (present) return present;
  // A flood of invented venIDs must not grow the view without end.
  if (seen && view.vens.size >= view.limits.seenVens) {
    view.vensLeftOut++;
    return undefined;
  }
  const ven: VenView = {
    venID,
    state: seen ? 'seen' : 'known',
    cadence: { polls: 0, gaps: [], draining: false },
    queue: [],
    reports: { offered: [], requests: new Map(), series: new Map() },
    opts: new Map(),
    findings: { error: 0, warning: 0, info: 0 },
    received: 0,
    sent: 0,
  };
  view.vens.set(venID, ven);
  return ven;
}

/** Folds a fact of the core into the VEN that it is about. */
export function reduceVen(view: View, change: Change): void {
  const ven = venOf(view, change.venID);
  if (!ven) return;
  switch (change.what) {
    case 'ven':
      register(view, ven, change);
      return;
    case 'certificate': {
      const { presented } = change;
      ven.changed = presented === undefined ? undefined : { ...change, presented };
      return;
    }
    case 'clock':
      ven.clock = { offset: change.offset, from: change.from };
      return;
    case 'presence':
      ven.presence = change.presence;
      ven.lastHeard = change.lastHeard;
      return;
    case 'queue':
      ven.queue = change.items;
      return;
    case 'event':
      newest(ven, change);
      return;
    case 'response':
      respond(ven, change);
      return;
    case 'opt':
      reduceOpt(view, ven, change);
      return;
    case 'delivery':
    case 'reports':
    case 'reportRequest':
    case 'readings':
      return;
  }
}

function register(view: View, ven: VenView, change: VenChange): void {
  ven.state = change.state;
  // A registration wiped (rules 406, 407) takes the old one's facts with it.
  if (change.state === 'cancelled' || change.cause === 'anew') {
    ven.newest = undefined;
    ven.registrationID = undefined;
    ven.opts.clear();
    ven.reports.offered = [];
    view.reportsShape++;
    if (change.state === 'cancelled') ven.presence = undefined;
  }
  ven.venName = change.venName ?? ven.venName;
  ven.registrationID = change.registrationID ?? ven.registrationID;
  if (change.cause === 'forgotten') {
    ven.changed = undefined;
    ven.clock = undefined;
  }
  if (change.fingerprint !== undefined && change.fingerprint !== ven.fingerprint) ven.certificate = undefined;
  ven.fingerprint = change.fingerprint ?? ven.fingerprint;
  ven.certificate = change.certificate ?? ven.certificate;
  ven.xmlSignature = change.xmlSignature ?? ven.xmlSignature;
  ven.profile = change.profile ?? ven.profile;
  ven.transport = change.transport ?? ven.transport;
  ven.pullModel = change.pullModel ?? ven.pullModel;
  ven.pollInterval = change.pollInterval ?? ven.pollInterval;
}

function newest(ven: VenView, change: EventChange): void {
  const known = ven.newest?.eventID === change.eventID ? ven.newest : undefined;
  if (change.cause === 'removed' || change.cause === 'omitted') {
    if (known) ven.newest = undefined;
    return;
  }
  if (!known && change.cause !== 'added' && change.cause !== 'restored' && ven.newest) return;
  const version = known && known.modificationNumber === change.modificationNumber ? known : undefined;
  ven.newest = {
    eventID: change.eventID,
    modificationNumber: change.modificationNumber,
    status: change.status,
    responseRequired: change.responseRequired,
    opt: version?.opt,
    answered: known?.answered,
    // What an oadrCreateOpt said holds for later versions too (rule 206).
    ruled: known?.ruled,
    resources: known?.resources,
    match: version?.match,
  };
}

function respond(ven: VenView, change: ResponseChange): void {
  if (ven.newest?.eventID !== change.eventID) return;
  decide(ven.newest, change);
  ven.newest.match = change.match === 'noEffect' ? 'matched' : change.match;
}

/** A poll came: its gap counts, unless it only drains the queue (r500: immediate repeats are no cadence). */
export function poll(ven: VenView, time: number): void {
  const { cadence } = ven;
  cadence.polls++;
  if (cadence.last !== undefined) {
    const gap = time - cadence.last;
    const early = gap < (ven.pollInterval ?? cadence.mean ?? Number.POSITIVE_INFINITY) / 2;
    if (!(cadence.draining && early)) {
      cadence.lastGap = gap;
      cadence.gaps.push(gap);
      if (cadence.gaps.length > GAPS) cadence.gaps.shift();
      cadence.mean = cadence.gaps.reduce((sum, each) => sum + each, 0) / cadence.gaps.length;
    }
  }
  cadence.last = time;
  cadence.draining = false;
}

/**
 * How much later than the offered poll interval a VEN's next poll is.
 * @param now bench time, ms
 * @returns ms, 0 if it is not late or has no rhythm
 */
export function lateness(ven: VenView, now: number): number {
  if (ven.pollInterval === undefined || ven.cadence.last === undefined || ven.state !== 'registered') return 0;
  return Math.max(0, now - ven.cadence.last - ven.pollInterval);
}

/** What people call a VEN: its name, else its ID. */
export function venLabel(view: Pick<View, 'vens'>, venID: string | undefined): string {
  if (venID === undefined) return '';
  return view.vens.get(venID)?.venName || venID;
}

/** VENs for which another certificate came than their own, not yet settled. */
export function changedVens(view: Pick<View, 'vens'>): VenView[] {
  return [...view.vens.values()].filter(({ changed }) => changed !== undefined);
}
