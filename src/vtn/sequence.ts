import type { Message, PayloadName } from '../openadr/index.ts';
import { formatHumanDuration } from '../openadr/time.ts';
import { newestDelivered } from './event-versions.ts';
import { remarkReports } from './report-late.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** How long a logical response may take before its absence is an error: as long as a scenario waits for a delivery. */
const patience = (ven: Ven): number => 3 * ven.pollInterval + 10_000;

/** What a poll shows about what the VEN has or has not done before. */
export function remarkPoll(turn: Turn, ven: Ven): void {
  remarkMetadata(turn, ven, 'oadrPoll');
  const { progress } = ven;
  if (progress.watched && progress.polls > 0 && ven.drained && !progress.requestedEvents && ven.reportOnly !== true) {
    once(ven, 405, () => {
      turn.sequence('warning', 'no oadrRequestEvent since the new registration', {
        rule: 405,
        expected: 'oadrRequestEvent before other payloads',
        actual: 'oadrPoll',
      });
    });
  }
  remarkCadence(turn, ven);
  remarkAnswers(turn, ven);
  remarkReports(turn, ven);
}

/** After a new registration only oadrRequestEvent may come before the VEN's oadrRegisterReport (rules 301, 309). */
export function remarkMetadata(turn: Turn, ven: Ven, payload: PayloadName): void {
  if (!ven.progress.watched || ven.progress.metadata) return;
  once(ven, 309, () => {
    turn.sequence('error', `${payload} before the VEN's oadrRegisterReport`, {
      rule: 309,
      expected: 'oadrRegisterReport after each new registration, without oadrReport if there is nothing to report',
      actual: payload,
    });
  });
}

function once(ven: Ven, rule: number, tell: () => void): void {
  if (ven.progress.told.has(rule)) return;
  ven.progress.told.add(rule);
  tell();
}

/** Faster than asked for is a warning; slower is legal up to a fifth of the mean event duration (rule 500). */
function remarkCadence(turn: Turn, ven: Ven): void {
  if (ven.lastPoll === undefined) return;
  const gap = turn.now - ven.lastPoll;
  const asked = ven.pollInterval;
  if (ven.drained && gap < asked - Math.max(0.1 * asked, 500)) {
    turn.sequence('warning', 'polls faster than requested', {
      rule: 500,
      expected: `every ${formatHumanDuration(asked)}`,
      actual: `after ${formatHumanDuration(gap)}`,
    });
  }
  if (gap <= 1.5 * asked) {
    ven.slow = false;
    return;
  }
  const mean = meanDuration(ven);
  if (ven.slow || mean === undefined || gap <= 0.2 * mean) return;
  ven.slow = true;
  turn.sequence('warning', 'polls less often than the events need', {
    rule: 500,
    expected: `at least every ${formatHumanDuration(0.2 * mean)}, 20 % of the mean event duration`,
    actual: `after ${formatHumanDuration(gap)}`,
  });
}

function meanDuration(ven: Ven): number | undefined {
  const lengths: number[] = [];
  for (const { finished, cancelled, omitted, schedule } of ven.events.values()) {
    if (!finished && !cancelled && !omitted && schedule.end !== undefined) lengths.push(schedule.end - schedule.start);
  }
  return lengths.length === 0 ? undefined : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
}

/** Logical responses that should have come by now; repeats that drain the queue are not held against the VEN. */
function remarkAnswers(turn: Turn, ven: Ven): void {
  for (const owed of ven.awaited) {
    const waited = turn.now - owed.since;
    const late = waited > patience(ven) ? 2 : waited > 0.8 * ven.pollInterval ? 1 : 0;
    if (late <= owed.remarked) continue;
    owed.remarked = late;
    turn.sequence(late === 2 ? 'error' : 'warning', `no ${owed.response} to the ${owed.payload}`, {
      rule: 500,
      expected: owed.response,
      actual: `oadrPoll ${formatHumanDuration(waited)} after it was delivered`,
    });
  }
  for (const event of ven.unanswered) {
    if (event.finished) ven.unanswered.delete(event);
    const version = newestDelivered(event);
    if (event.remarked === version || turn.now - event.lastSent <= 0.8 * ven.pollInterval) continue;
    event.remarked = version;
    turn.sequence('warning', `no oadrCreatedEvent for event ${event.eventID} before the next poll`, {
      rule: 12,
      expected: `an eventResponse with modificationNumber ${version}`,
      actual: event.answered === undefined ? 'none' : `modificationNumber ${event.answered}`,
    });
  }
}

/** A logical response came: notes that it is no longer owed. Returns whether it was. */
export function settle(turn: Turn, ven: Ven, message: Message): boolean {
  const index = ven.awaited.findIndex(({ response }) => response === message.name);
  if (index >= 0) {
    ven.awaited.splice(index, 1);
    return true;
  }
  // What a VTN owed or was owed before a restart is not kept.
  if (ven.restored) return false;
  turn.sequence('warning', `${message.name} though nothing asked for it`, {
    expected: 'an answer to what a poll brought',
    actual: message.name,
  });
  return false;
}

/** A logical response says that the VEN did not do what it was asked. */
export function remarkRefusal(turn: Turn, message: Message, code: string | undefined, description?: string): void {
  if (code === undefined || code.startsWith('2')) return;
  turn.sequence('warning', `${message.name} with responseCode ${code}`, {
    expected: '200',
    actual: description === undefined ? code : `${code} ${description}`,
  });
}
