import type { EiResponse, Message } from '../openadr/index.ts';
import type { Lenient } from '../openadr/lenient.ts';
import type { Core } from './core.ts';
import {
  canceledOpt,
  canceledPartyRegistration,
  canceledReport,
  createdOpt,
  createdPartyRegistration,
  createdReport,
  distributeEvent,
  oadrResponse,
  registeredReport,
  updatedReport,
  type Verdict,
} from './reply.ts';

/** A refusal in the request's own reply type; what has none is answered by oadrResponse (8.6). */
export function refusal(core: Core, message: Message, verdict: Verdict): Message {
  const requestID = requestIDOf(message);
  switch (message.name) {
    case 'oadrQueryRegistration':
    case 'oadrCreatePartyRegistration':
      return createdPartyRegistration(core, verdict, requestID);
    case 'oadrCancelPartyRegistration':
      return canceledPartyRegistration(verdict, requestID);
    case 'oadrRequestEvent':
      return distributeEvent(core, verdict, requestID, core.random.id(), []);
    case 'oadrCreateOpt':
      return createdOpt(verdict, requestID, message.body.optID);
    case 'oadrCancelOpt':
      return canceledOpt(verdict, requestID, message.body.optID);
    case 'oadrRegisterReport':
      return registeredReport(verdict, requestID);
    case 'oadrCreateReport':
      return createdReport(verdict, requestID);
    case 'oadrUpdateReport':
      return updatedReport(verdict, requestID);
    case 'oadrCancelReport':
      return canceledReport(verdict, requestID);
    default:
      return oadrResponse(verdict, requestID, undefined);
  }
}

/** The requestID that the reply repeats; absent in what has none, and where the message lacks it. */
export function requestIDOf(message: Message): string | undefined {
  switch (message.name) {
    case 'oadrRequestEvent': {
      const body: Lenient<typeof message.body> = message.body;
      return body.eiRequestEvent?.requestID;
    }
    case 'oadrCreatedEvent': {
      const body: Lenient<typeof message.body> = message.body;
      return body.eiCreatedEvent?.eiResponse?.requestID;
    }
    case 'oadrPoll':
    case 'oadrRequestReregistration':
      return undefined;
    default: {
      const body: Lenient<{ requestID: string; eiResponse: EiResponse }> = message.body;
      return body.requestID ?? body.eiResponse?.requestID;
    }
  }
}
