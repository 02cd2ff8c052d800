import { complex, el, type Infer, many, optional, text } from './dsl.ts';
import { eiResponse } from './ei.ts';
import { eiEvent } from './ei-event.ts';
import { requestID, schemaVersion, venID, vtnID } from './ids.ts';
import { OADR } from './namespaces.ts';
import { eiCreatedEvent, eiRequestEvent } from './pyld.ts';
import { enumeration, string } from './simple.ts';

/** EiEvent and polling. */
const responseRequired = enumeration('oadr:ResponseRequiredType', string, ['always', 'never']);
export const oadrResponseRequired = text(OADR, 'oadrResponseRequired', responseRequired);

const oadrEventType = complex('oadrEvent', { eiEvent, oadrResponseRequired });
export interface OadrEvent extends Infer<typeof oadrEventType> {}

const distributeEventType = complex(
  'oadr:oadrDistributeEventType',
  {
    eiResponse: optional(eiResponse),
    requestID,
    vtnID,
    oadrEvent: many(el<OadrEvent>(OADR, 'oadrEvent', oadrEventType)),
  },
  schemaVersion,
);
export interface OadrDistributeEvent extends Infer<typeof distributeEventType> {}
export const oadrDistributeEvent = el<OadrDistributeEvent>(OADR, 'oadrDistributeEvent', distributeEventType);

const createdEventType = complex('oadr:oadrCreatedEventType', { eiCreatedEvent }, schemaVersion);
export interface OadrCreatedEvent extends Infer<typeof createdEventType> {}
export const oadrCreatedEvent = el<OadrCreatedEvent>(OADR, 'oadrCreatedEvent', createdEventType);

const requestEventType = complex('oadr:oadrRequestEventType', { eiRequestEvent }, schemaVersion);
export interface OadrRequestEvent extends Infer<typeof requestEventType> {}
export const oadrRequestEvent = el<OadrRequestEvent>(OADR, 'oadrRequestEvent', requestEventType);

const responseType = complex('oadr:oadrResponseType', { eiResponse, venID: optional(venID) }, schemaVersion);
export interface OadrResponse extends Infer<typeof responseType> {}
export const oadrResponse = el<OadrResponse>(OADR, 'oadrResponse', responseType);

const pollType = complex('oadr:oadrPollType', { venID }, schemaVersion);
export interface OadrPoll extends Infer<typeof pollType> {}
export const oadrPoll = el<OadrPoll>(OADR, 'oadrPoll', pollType);
