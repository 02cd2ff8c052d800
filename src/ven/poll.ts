import type { Message, PayloadName } from '../openadr/index.ts';
import { releaseHeld } from './answer.ts';
import { distributed } from './event.ts';
import { anew } from './register.ts';
import { cancelledByVtn, reregistrationAsked } from './registration-end.ts';
import { registerAsked, reportsAsked, reportsCancelled, reportsSent } from './report.ts';
import type { Turn } from './turn.ts';

/** OadrPoll (8.6, rule 500): one payload a poll, repeated at once until the VTN has nothing more. */

/** Polls in a row without cadence after which the VTN's queue counts as endless. */
const LONGEST_DRAIN = 100;

/** How an answer to a poll came. */
export interface Arrival {
  /** Its bytes equal those of the answer before. */
  readonly same: boolean;
  /** It came undamaged. */
  readonly whole: boolean;
}

type Taker = { [N in PayloadName]?: (turn: Turn, body: Extract<Message, { name: N }>['body'], whole: boolean) => void };

/** What may answer a poll, and who takes it; oadrResponse says that there is nothing (more). */
const TAKERS: Taker = {
  oadrResponse: () => {},
  oadrDistributeEvent: distributed,
  oadrCreateReport: reportsAsked,
  oadrRegisterReport: registerAsked,
  oadrCancelReport: reportsCancelled,
  oadrUpdateReport: reportsSent,
  oadrCancelPartyRegistration: cancelledByVtn,
  oadrRequestReregistration: reregistrationAsked,
};

/** Names of the payloads that may answer a poll. */
export const POLL_ANSWERS = Object.keys(TAKERS);

/** A poll of the cadence, if one is due. */
export function pollIfDue(turn: Turn): void {
  const { phase, polling, nextPoll, polls } = turn.state;
  if (phase !== 'polling' || polling || nextPoll === undefined || nextPoll > turn.now) return;
  const { registersEveryPolls } = turn.config.personality;
  if (registersEveryPolls !== undefined && polls >= registersEveryPolls) {
    anew(turn);
    return;
  }
  turn.set({ drain: 0, polls: polls + 1 });
  releaseHeld(turn);
  poll(turn);
}

/** A poll goes out: the next one of the cadence is an interval away, whether this one was of the cadence or of a drain. */
export function pollPosted(turn: Turn): void {
  turn.set({ nextPoll: turn.now + interval(turn) });
}

/** Takes what a poll brought, and polls again at once while there may be more. */
export function polled(turn: Turn, message: Message, { same, whole }: Arrival): void {
  turn.set({ polling: false, failures: 0 });
  take(turn, message, whole);
  // The same bytes twice in a drain are a VTN that repeats itself; polling on at once would never end.
  const over = message.name === 'oadrResponse' || (same && turn.state.drain > 0) || turn.state.drain >= LONGEST_DRAIN;
  if (over || turn.state.phase !== 'polling') return;
  turn.set({ drain: turn.state.drain + 1 });
  poll(turn);
}

/** No usable answer: the next poll is that of the cadence, never an earlier one. */
export function pollFailed(turn: Turn): void {
  const { nextPoll = 0 } = turn.state;
  turn.set({ polling: false, nextPoll: nextPoll > turn.now ? nextPoll : turn.now + interval(turn) });
}

function take(turn: Turn, message: Message, whole: boolean): void {
  const taker = TAKERS[message.name] as ((turn: Turn, body: Message['body'], whole: boolean) => void) | undefined;
  taker?.(turn, message.body, whole);
}

function poll(turn: Turn): void {
  if (!turn.state.poll) return;
  turn.set({ polling: true });
  turn.repost(turn.state.poll);
}

/** Time to the next poll: as requested or longer, never shorter (rule 500), but for a personality that errs. */
function interval({ state, config, random }: Turn): number {
  const jitter = config.pollJitter > 0 ? 1 + config.pollJitter * random.next() : 1;
  return state.pollInterval * config.personality.cadence * jitter;
}
