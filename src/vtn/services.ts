import type { PayloadName } from '../openadr/index.ts';
import type { Service } from '../openadr/service.ts';

/** Where a VTN takes each payload (9.1.2, Tables 2 and 5, 8.6); the others never come from a VEN. */
export const SERVICE_OF: { readonly [K in PayloadName]?: Service } = {
  oadrQueryRegistration: 'EiRegisterParty',
  oadrCreatePartyRegistration: 'EiRegisterParty',
  oadrCancelPartyRegistration: 'EiRegisterParty',
  oadrCanceledPartyRegistration: 'EiRegisterParty',
  // The answer to oadrRequestReregistration, the only one that a VEN gives by oadrResponse.
  oadrResponse: 'EiRegisterParty',
  oadrRequestEvent: 'EiEvent',
  oadrCreatedEvent: 'EiEvent',
  oadrRegisterReport: 'EiReport',
  oadrRegisteredReport: 'EiReport',
  oadrCreateReport: 'EiReport',
  oadrCreatedReport: 'EiReport',
  oadrUpdateReport: 'EiReport',
  oadrUpdatedReport: 'EiReport',
  oadrCancelReport: 'EiReport',
  oadrCanceledReport: 'EiReport',
  oadrCreateOpt: 'EiOpt',
  oadrCancelOpt: 'EiOpt',
  oadrPoll: 'OadrPoll',
};

/** What may answer an oadrPoll (8.6, rule 500). */
export const POLL_ANSWERS: ReadonlySet<PayloadName> = new Set<PayloadName>([
  'oadrResponse',
  'oadrDistributeEvent',
  'oadrCreateReport',
  'oadrRegisterReport',
  'oadrCancelReport',
  'oadrUpdateReport',
  'oadrCancelPartyRegistration',
  'oadrRequestReregistration',
]);

/** The logical response that a VEN owes to what a poll brought; oadrCreatedEvent depends on each event. */
export const RESPONSE_TO: { readonly [K in PayloadName]?: PayloadName } = {
  oadrRegisterReport: 'oadrRegisteredReport',
  oadrCreateReport: 'oadrCreatedReport',
  oadrUpdateReport: 'oadrUpdatedReport',
  oadrCancelReport: 'oadrCanceledReport',
  oadrCancelPartyRegistration: 'oadrCanceledPartyRegistration',
  oadrRequestReregistration: 'oadrResponse',
};
