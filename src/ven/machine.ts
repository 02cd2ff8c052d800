import { isSuccess, type Message, meaningOf, type PayloadName } from '../openadr/index.ts';
import { exchangeOf } from './exchanges.ts';
import { execute, nextBoundary } from './execute.ts';
import { followHabits, nextHabit } from './habit.ts';
import { type CancelOptCommand, cancelOpt, type OptCommand, opt, type ScheduleCommand, schedule } from './opt.ts';
import type { Personality } from './personality.ts';
import { type Arrival, pollIfDue, pollPosted } from './poll.ts';
import { begin, lost } from './register.ts';
import { again, cancel } from './registration-end.ts';
import { sendDueMetadata } from './report.ts';
import { nextReport, sendDueReports } from './report-due.ts';
import { responseOf } from './response.ts';
import type { Sending, VenEnvironment, VenState } from './state.ts';
import { type Step, Turn } from './turn.ts';

/** What a person or a scenario tells a simulated VEN to do. */
export type VenCommand =
  | { readonly command: 'cancelRegistration' }
  | { readonly command: 'reregister' }
  | OptCommand
  | ScheduleCommand
  | CancelOptCommand;

/** What reaches the machine. */
export type VenInput =
  | { readonly input: 'start' }
  /** The time it asked for has come, or any other time. */
  | { readonly input: 'wake' }
  /** An oadrPoll is being put on the wire, after all that waited before it. */
  | { readonly input: 'posted'; readonly to: Sending }
  /** HTTP 200 to something it sent; `message` is absent if the body was no readable payload. */
  | ({ readonly input: 'reply'; readonly to: Sending; readonly message?: Message } & Arrival)
  /** An HTTP status after which the request must not be sent again (404, 406, 501). */
  | ({ readonly input: 'refused'; readonly to: Sending } & HttpRefusal)
  | { readonly input: 'command'; readonly command: VenCommand }
  | { readonly input: 'stop' };

/** An HTTP status that is no answer, and what the VTN said about it. */
interface HttpRefusal {
  readonly status: number;
  readonly reason?: string;
  readonly remedy?: string;
}

/**
 * One step of a simulated VEN: what it becomes, posts and tells after an input at a moment. Without side effects but for
 * the draws from `random`.
 * @param now ms since the epoch, bench time
 */
export function step(state: VenState, input: VenInput, now: number, environment: VenEnvironment): Step {
  const turn = new Turn(state, now, environment);
  // Events end and begin before what comes at the same moment is judged.
  if (input.input !== 'stop') execute(turn);
  act(turn, input);
  due(turn);
  execute(turn);
  return turn.step(wakeOf(turn.state, now, environment.config.personality));
}

function act(turn: Turn, input: VenInput): void {
  if (input.input === 'start') again(turn);
  else if (input.input === 'stop') turn.phase('stopped');
  else if (input.input === 'command') obey(turn, input.command);
  else if (input.input !== 'wake' && input.to.generation === turn.state.generation) {
    if (input.input === 'posted') pollPosted(turn);
    else if (input.input === 'refused') refused(turn, input.to, input);
    else replied(turn, input.to, input.message, input);
  }
}

function obey(turn: Turn, command: VenCommand): void {
  if (command.command === 'cancelRegistration') cancel(turn);
  else if (command.command === 'reregister') again(turn);
  else if (command.command === 'opt') opt(turn, command);
  else if (command.command === 'schedule') schedule(turn, command);
  else cancelOpt(turn, command);
}

function replied(turn: Turn, to: Sending, message: Message | undefined, arrival: Arrival): void {
  const payload = to.message.name;
  const exchange = exchangeOf(payload);
  if (!message) {
    exchange.failed?.(turn);
    return;
  }
  const { responseCode: code, responseDescription: said } = responseOf(message) ?? {};
  const good = code === undefined || isSuccess(code);
  if (!good) {
    const why = (said?.trim().slice(0, SAID) || meaningOf(code)).replace(/\.$/, '');
    const remedy = remedyOf(payload, code);
    turn.problem(`${payload} was answered with ${code}: ${why}`, {
      ...{ payload: message.name, responseCode: code },
      ...(remedy !== undefined && { remedy }),
    });
  }
  if (!good && isLost(payload, code)) {
    lost(turn);
    return;
  }
  if (!exchange.replies.includes(message.name)) {
    turn.problem(`${payload} was answered with ${message.name}, expected ${exchange.replies.join(' or ')}`, {
      payload: message.name,
    });
    exchange.failed?.(turn);
    return;
  }
  if (good) exchange.answered?.(turn, message, arrival, to);
  else if (exchange.rejected) exchange.rejected(turn, code);
  else exchange.failed?.(turn);
}

/** Whether the code says that the VTN has no registration of this VEN: 463, and 452 to a poll (rules 500, 517). */
function isLost(payload: PayloadName, code: string): boolean {
  if (payload === 'oadrPoll') return code === '463' || code === '452';
  const registering = ['oadrQueryRegistration', 'oadrCreatePartyRegistration', 'oadrCancelPartyRegistration'];
  return code === '463' && !registering.includes(payload);
}

/** Characters of a responseDescription that are told. */
const SAID = 300;

/** What to do about a code; undefined where its description must tell. */
function remedyOf(payload: PayloadName, code: string): string | undefined {
  if (isLost(payload, code)) return 'wait: this VEN registers anew by itself';
  if (payload !== 'oadrCreatePartyRegistration' || code !== '463') return undefined;
  return 'have the VTN take this VEN: its venID, and the fingerprint of its certificate (10.5.1); it tries again by itself';
}

function refused(turn: Turn, to: Sending, { status, reason, remedy }: HttpRefusal): void {
  const payload = to.message.name;
  turn.problem(`the VTN answered ${payload} with HTTP ${status}${reason ? `: ${reason}` : ''}`, {
    payload,
    remedy: remedy ?? (status === 404 ? 'check the URL of the VTN' : 'the same request is not sent again'),
  });
  const exchange = exchangeOf(payload);
  (exchange.refused ?? exchange.failed)?.(turn);
}

/** What the time itself brings. */
function due(turn: Turn): void {
  const { phase, retryAt } = turn.state;
  if (phase === 'away' && retryAt !== undefined && retryAt <= turn.now) begin(turn);
  if (phase === 'polling') {
    sendDueMetadata(turn);
    sendDueReports(turn);
  }
  followHabits(turn);
  pollIfDue(turn);
}

function wakeOf(state: VenState, now: number, personality: Personality): number | undefined {
  if (state.phase === 'stopped' || state.phase === 'off') return undefined;
  const polls = state.phase === 'polling' && !state.polling ? state.nextPoll : undefined;
  const retry = state.phase === 'away' ? state.retryAt : undefined;
  const reports = state.phase === 'polling' ? [...state.metadata.map(({ next }) => next), nextReport(state)] : [];
  const times = [polls, retry, nextBoundary(state.events, now), nextHabit(state, personality, now), ...reports].filter(
    (time) => time !== undefined,
  );
  const first = Math.min(...times);
  return first < Number.POSITIVE_INFINITY ? first : undefined;
}
