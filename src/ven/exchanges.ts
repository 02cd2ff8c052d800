import type { Message, PayloadName } from '../openadr/index.ts';
import { distributed, requestEvents } from './event.ts';
import { type Arrival, POLL_ANSWERS, polled, pollFailed } from './poll.ts';
import { create, created, createFailed, createRefused, poller, queried, rejected } from './register.ts';
import { cancelled } from './registration-end.ts';
import { reportsAsked, updated, updateFailed } from './report.ts';
import type { Sending } from './state.ts';
import type { Turn } from './turn.ts';

/** What belongs to each payload that a VEN posts: its proper reply, and how the VEN goes on. */
export interface Exchange {
  readonly replies: readonly string[];
  /** The proper reply with a good code. */
  answered?(turn: Turn, message: Message, arrival: Arrival, to: Sending): void;
  /** No proper reply. */
  failed?(turn: Turn): void;
  /** The VTN's error code; default: as failed. */
  rejected?(turn: Turn, code: string): void;
  /** Not to be sent again; default: as failed. */
  refused?(turn: Turn): void;
}

const EXCHANGES: Partial<Record<PayloadName, Exchange>> = {
  oadrQueryRegistration: {
    replies: ['oadrCreatedPartyRegistration'],
    answered: (turn, message) => {
      if (message.name === 'oadrCreatedPartyRegistration') queried(turn, message.body);
    },
    // The query is optional (8.4.1), so the registration goes on without it.
    failed: create,
  },
  oadrCreatePartyRegistration: {
    replies: ['oadrCreatedPartyRegistration'],
    answered: (turn, message) => {
      if (message.name === 'oadrCreatedPartyRegistration') created(turn, message.body);
    },
    failed: createFailed,
    rejected: rejected,
    refused: createRefused,
  },
  oadrCancelPartyRegistration: {
    replies: ['oadrCanceledPartyRegistration'],
    answered: cancelled,
    failed: poller,
    rejected: (turn, code) => (code === '463' ? cancelled(turn) : poller(turn)),
  },
  oadrRegisterReport: {
    replies: ['oadrRegisteredReport'],
    answered: (turn, message) => {
      if (message.name === 'oadrRegisteredReport' && message.body.oadrReportRequest?.length)
        reportsAsked(turn, { ...message.body, requestID: message.body.eiResponse.requestID });
      afterMetadata(turn);
    },
    failed: afterMetadata,
  },
  oadrUpdateReport: {
    replies: ['oadrUpdatedReport'],
    answered: (turn, message, _, to) => {
      if (message.name === 'oadrUpdatedReport') updated(turn, message.body, to);
    },
    failed: updateFailed,
  },
  oadrRequestEvent: {
    replies: ['oadrDistributeEvent'],
    answered: (turn, message, { whole }) => {
      if (message.name === 'oadrDistributeEvent') distributed(turn, message.body, whole);
      afterEvents(turn);
    },
    failed: afterEvents,
  },
  oadrPoll: { replies: POLL_ANSWERS, answered: polled, failed: pollFailed },
  oadrCreateOpt: { replies: ['oadrCreatedOpt'] },
  oadrCancelOpt: { replies: ['oadrCanceledOpt'] },
};

/** All others are logical responses, which the VTN acknowledges by oadrResponse (8.6). */
const ACKNOWLEDGED: Exchange = { replies: ['oadrResponse'] };

/** What belongs to a payload that the VEN posted. */
export function exchangeOf(payload: PayloadName): Exchange {
  return EXCHANGES[payload] ?? ACKNOWLEDGED;
}

/** After a new registration the events follow the metadata (rule 405); later metadata change nothing. */
function afterMetadata(turn: Turn): void {
  if (turn.state.phase !== 'reporting') return;
  turn.phase('requesting');
  requestEvents(turn);
}

function afterEvents(turn: Turn): void {
  if (turn.state.phase === 'requesting') poller(turn);
}
