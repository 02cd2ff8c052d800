import type { Message, OadrResponse } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { catchUp } from './clock.ts';
import { noteClock } from './clock-difference.ts';
import { CommandError } from './command-error.ts';
import { NOT_HANDLED, Unanswered } from './consult.ts';
import type { Core } from './core.ts';
import { requestEvent } from './event-request.ts';
import { createdEvent } from './event-response.ts';
import { identify } from './identify.ts';
import { cancelOpt, createOpt } from './opt.ts';
import { poll } from './poll.ts';
import { heard } from './presence.ts';
import { refusal, requestIDOf } from './refusal.ts';
import { cancel, create, query } from './register.ts';
import { OK, oadrResponse, outgoing, plain } from './reply.ts';
import { registerReport } from './report.ts';
import { canceledReportCame, createdReportCame } from './report-answer.ts';
import { requestsForOffer } from './report-ask.ts';
import { cancelReport, createReport, registeredReportCame } from './report-own.ts';
import { updateReport } from './report-update.ts';
import { remarkRefusal, settle } from './sequence.ts';
import { SERVICE_OF } from './services.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Outgoing, Received } from './types.ts';

/**
 * Answers one request, whatever it holds.
 * @throws Asking where the program is to be asked first
 */
export function answer(core: Core, turn: Turn, received: Received): Outgoing {
  try {
    return judged(core, turn, received);
  } catch (error) {
    const { message } = received;
    if (!message || !turn.answered) throw error;
    if (error instanceof CommandError) turn.answerFault = error;
    else if (!(error instanceof Unanswered)) throw error;
    return outgoing(refusal(core, message, NOT_HANDLED));
  }
}

function judged(core: Core, turn: Turn, received: Received): Outgoing {
  const { message } = received;
  if (!message) return plain(406, unreadable(received));
  const error = received.findings.find(({ severity }) => severity === 'error');
  if (core.config.rejectInvalid && error) return plain(406, `not acceptable: ${error.message}`);
  const misplaced = placeFault(turn, received, message);
  if (misplaced) return outgoing(refusal(core, message, { code: '459', description: misplaced }));
  if (message.name === 'oadrQueryRegistration') return outgoing(query(core, received, requestIDOf(message)));
  if (message.name === 'oadrCreatePartyRegistration') {
    const reply = outgoing(create(core, turn, received, message.body));
    const registered = turn.ven === undefined ? undefined : core.directory.get(turn.ven);
    if (registered) noteClock(turn, registered, received);
    return reply;
  }
  const sender = identify(core, turn, received, message);
  if ('refused' in sender) return outgoing(refusal(core, message, sender.refused));
  const { ven } = sender;
  turn.ven = ven.venID;
  catchUp(core, turn, ven);
  if (ven.state === 'registered') heard(core, turn, ven);
  noteClock(turn, ven, received);
  return serve(core, turn, ven, message);
}

function unreadable({ ids, findings }: Received): string {
  const root = given(ids.root);
  if (root !== undefined && root !== 'oadrPayload') return `not acceptable: no OpenADR 2.0b payload, but ${root}`;
  return `not acceptable: ${findings.find(({ severity }) => severity === 'error')?.message ?? 'no OpenADR 2.0b payload'}`;
}

/** Why a payload does not belong where it came (459, rule 33). */
function placeFault(turn: Turn, { service }: Received, message: Message): string | undefined {
  const { name } = message;
  const right = SERVICE_OF[name];
  if (right === service) return undefined;
  if (!right) {
    turn.sequence('error', `${name} is never sent by a VEN`, { rule: 33, actual: name });
    return `${name} is never sent to a VTN`;
  }
  turn.sequence('error', `${name} at the wrong endpoint`, { rule: 33, expected: right, actual: service });
  return `${name} belongs to ${right}, not ${service}`;
}

function serve(core: Core, turn: Turn, ven: Ven, message: Message): Outgoing {
  switch (message.name) {
    case 'oadrPoll':
      return poll(core, turn, ven);
    case 'oadrRequestEvent':
      return requestEvent(core, turn, ven, message.body);
    case 'oadrCreatedEvent':
      return outgoing(createdEvent(core, turn, ven, message, message.body));
    case 'oadrCancelPartyRegistration':
      return outgoing(cancel(core, turn, ven, message.body));
    case 'oadrRegisterReport':
      return registerReport(core, turn, ven, message.body, requestsForOffer(core, turn, ven, message.body));
    case 'oadrRegisteredReport':
      return outgoing(registeredReportCame(core, turn, ven, message, message.body));
    case 'oadrCreatedReport':
      return outgoing(createdReportCame(turn, ven, message, message.body));
    case 'oadrCanceledReport':
      return outgoing(canceledReportCame(turn, ven, message, message.body));
    case 'oadrCreateReport':
      return outgoing(createReport(core, turn, ven, message.body));
    case 'oadrUpdateReport':
      return updateReport(core, turn, ven, message, message.body);
    case 'oadrCancelReport':
      return outgoing(cancelReport(turn, ven, message.body));
    case 'oadrCreateOpt':
      return outgoing(createOpt(core, turn, ven, message.body));
    case 'oadrCancelOpt':
      return outgoing(cancelOpt(core, turn, ven, message.body));
    default:
      return logicalResponse(turn, ven, message);
  }
}

/** Created…, Canceled…, Updated… and oadrResponse of a VEN are acknowledged by oadrResponse (8.6). */
function logicalResponse(turn: Turn, ven: Ven, message: Message): Outgoing {
  settle(turn, ven, message);
  const body: Lenient<OadrResponse> = 'eiResponse' in message.body ? message.body : {};
  remarkRefusal(turn, message, body.eiResponse?.responseCode, body.eiResponse?.responseDescription);
  return outgoing(oadrResponse(OK, body.eiResponse?.requestID, ven.venID));
}
