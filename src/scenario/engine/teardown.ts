import { CommandError } from '../../bench/command.ts';
import type { BenchPort } from '../../bench/port.ts';
import { formatHumanDuration } from '../../openadr/time.ts';
import type { ScenarioPlan } from '../format/index.ts';
import type { EventFacts, Events } from './events.ts';
import type { Pulse } from './pulse.ts';
import { isOpen, type ReportCopy, type Reports } from './reports.ts';
import type { Slots } from './slots.ts';

/** At most so long is waited for the cancels to be fetched, ms of bench time. */
const LONGEST = 60_000;
/** At most so long is waited for the VENs' answers to them, ms of I/O time: whoever closes next would cut them off. */
const ANSWERS = 2000;

export interface TeardownWorld {
  readonly plan: ScenarioPlan;
  readonly bench: BenchPort;
  readonly events: Events;
  readonly reports: Reports;
  readonly slots: Slots;
  /** Ended by a second interrupt. */
  readonly pulse: Pulse;
  /** What the scenario calls a VEN. */
  nameOf(venID: string): string;
  isOffline(venID: string): boolean;
  /** Payloads that wait for a VEN. */
  queued(venID: string): readonly string[];
}

/** Brings the bench back to where it was at t0 and says what is left. Recorded, not judged. */
export async function tearDown(world: TeardownWorld): Promise<string[]> {
  const { plan, bench } = world;
  const left: string[] = [];
  await attempt(left, 'poll interval', () =>
    bench.execute({ do: 'offer', pollInterval: plan.vtn.pollInterval }, 'scenario'),
  );
  const running = world.events.all().filter((event) => runningOn(event).length > 0);
  const reports = world.reports.all().filter(isRunning);
  if (plan.teardown === 'leave')
    left.push(
      ...running.map(({ eventID }) => `event ${eventID} goes on (teardown: leave)`),
      ...reports.map(({ reportRequestID }) => `report ${reportRequestID} goes on (teardown: leave)`),
    );
  else {
    for (const event of running) {
      const vens = runningOn(event);
      await attempt(left, `event ${event.eventID}`, () =>
        bench.execute({ do: 'cancel', vens, eventID: event.eventID }, 'scenario'),
      );
    }
    for (const { venID, reportRequestID } of reports) {
      await attempt(left, `report ${reportRequestID}`, () =>
        bench.execute({ do: 'cancelReport', vens: [venID], reportRequestIDs: [reportRequestID] }, 'scenario'),
      );
    }
    const untoldReports = (): ReportCopy[] => reports.filter((copy) => !isTold(copy, world));
    const cut = (await waitForDelivery(running, untoldReports, world)) || (await waitForAnswers(world));
    if (cut) left.push('the teardown was cut short');
    left.push(
      ...running.flatMap((event) =>
        untold(event).map((venID) => `the cancel of ${event.eventID} was not delivered to ${world.nameOf(venID)}`),
      ),
    );
  }
  return [...left, ...randomised(world), ...unregistered(world), ...undelivered(world)];
}

/** VENs for which an event is pending or active. */
function runningOn({ copies }: EventFacts): string[] {
  const running = [...copies].filter(
    ([, { status, ended }]) => !ended && status !== 'completed' && status !== 'cancelled',
  );
  return running.map(([venID]) => venID);
}

/** VENs that were not told of the end of an event. */
function untold({ copies }: EventFacts): string[] {
  return [...copies].filter(([, { ended }]) => ended && ended.how !== 'removed' && !ended.told).map(([venID]) => venID);
}

/** A report that goes on by itself, and was not cancelled. */
function isRunning(copy: ReportCopy): boolean {
  return isOpen(copy) && copy.reportBack > 0;
}

/** Whether the VEN knows that a report is to end, or it ended otherwise; by its newest copy. */
function isTold({ reportRequestID, venID }: ReportCopy, { reports }: TeardownWorld): boolean {
  const copy = reports.get(reportRequestID, venID);
  return !copy || copy.told === true || (!isOpen(copy) && copy.state !== 'cancelling');
}

/** Two poll intervals, at most a minute; VENs that are offline are not waited for. True: it was cut short. */
async function waitForDelivery(
  events: readonly EventFacts[],
  reports: () => readonly ReportCopy[],
  world: TeardownWorld,
): Promise<boolean> {
  const { bench, plan, pulse } = world;
  const deadline = bench.clock.now() + Math.min(2 * plan.vtn.pollInterval, LONGEST);
  const missing = (): boolean =>
    events.some((event) => untold(event).some((venID) => !world.isOffline(venID))) ||
    reports().some(({ venID }) => !world.isOffline(venID));
  try {
    await pulse.wait(
      () => !missing() || bench.clock.now() >= deadline || undefined,
      () => deadline,
    );
    return false;
  } catch {
    return true;
  }
}

/** Whether a VEN was told of a cancel just now, also by the last step, has to answer it and did not yet. */
function anyUnanswered({ events, bench }: TeardownWorld): boolean {
  const since = bench.clock.now() - ANSWERS * bench.speed;
  const copies = events.all().flatMap((event) => [...event.copies.values()]);
  return copies.some(({ ended, responseRequired, modificationNumber, answered = -1 }) => {
    const told = ended?.how === 'cancelled' ? ended.told : undefined;
    return told && told.bench > since && responseRequired === 'always' && answered < modificationNumber;
  });
}

/** Whether they answer is not judged any more. True: it was cut short. */
async function waitForAnswers(world: TeardownWorld): Promise<boolean> {
  const { ioClock } = world.bench;
  const deadline = ioClock.now() + ANSWERS;
  const timer = ioClock.at(deadline, () => world.pulse.beat());
  try {
    await world.pulse.wait(() => !anyUnanswered(world) || ioClock.now() >= deadline || undefined);
    return false;
  } catch {
    return true;
  } finally {
    timer.cancel();
  }
}

/** With a start tolerance a device may run on at random after the end (rules 30, 65). */
function randomised({ events, bench }: TeardownWorld): string[] {
  const now = bench.clock.now();
  return events.all().flatMap(({ eventID, schedule, copies }) => {
    const ends = [...copies.values()].map(({ ended }) => ended?.at.bench ?? schedule.end);
    const last = Math.max(...ends.map((end) => end ?? Number.NEGATIVE_INFINITY));
    const until = last + schedule.startAfter;
    if (schedule.startAfter === 0 || schedule.start > last || until <= now) return [];
    return [`${eventID}: a VEN may run on for up to ${formatHumanDuration(until - now)} (startafter)`];
  });
}

function unregistered({ slots }: TeardownWorld): string[] {
  return slots.all
    .filter((slot) => slot.heard && !slots.isRegistered(slot))
    .map(({ label }) => `${label} is not registered`);
}

function undelivered({ slots, queued }: TeardownWorld): string[] {
  return slots.all.flatMap(({ venID, label }) => {
    const waiting = venID === undefined ? [] : queued(venID).filter((payload) => payload !== 'oadrDistributeEvent');
    return waiting.length === 0 ? [] : [`not delivered to ${label}: ${counted(waiting)}`];
  });
}

/** `oadrRegisterReport, 200 × oadrCancelReport`. */
function counted(payloads: readonly string[]): string {
  const many = new Map<string, number>();
  for (const payload of payloads) many.set(payload, (many.get(payload) ?? 0) + 1);
  return [...many].map(([payload, count]) => (count === 1 ? payload : `${count} × ${payload}`)).join(', ');
}

async function attempt(left: string[], what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    left.push(
      `${what}: ${error instanceof CommandError && error.hint ? `${error.message} (${error.hint})` : error.message}`,
    );
  }
}
