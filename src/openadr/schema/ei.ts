import { complex, el, type Infer, many, optional, text } from './dsl.ts';
import { serviceArea } from './emix.ts';
import { eventID, groupID, groupName, modificationNumber, partyID, requestID, resourceID, venID } from './ids.ts';
import { EI } from './namespaces.ts';
import * as power from './power.ts';
import { enumeration, pattern, string, token } from './simple.ts';
import { dateTimeType } from './xcal.ts';

/** What the services of ei share: responses, opts, targets. */
export const createdDateTime = text(EI, 'createdDateTime', dateTimeType);
export const statusDateTime = text(EI, 'statusDateTime', dateTimeType);

const responseCodeType = pattern('ei:ResponseCodeType', string, /^[0-9]{3}$/, 'three digits');
export const responseCode = text(EI, 'responseCode', responseCodeType);
export const responseDescription = text(EI, 'responseDescription', string);

const eiResponseType = complex('ei:EiResponseType', {
  responseCode,
  responseDescription: optional(responseDescription),
  requestID,
});
export interface EiResponse extends Infer<typeof eiResponseType> {}
export const eiResponse = el<EiResponse>(EI, 'eiResponse', eiResponseType);

const responsesType = complex('ei:ArrayofResponses', {
  response: many(el<EiResponse>(EI, 'response', eiResponseType)),
});
export interface Responses extends Infer<typeof responsesType> {}
export const responses = el<Responses>(EI, 'responses', responsesType);

const qualifiedEventIDType = complex('ei:QualifiedEventIDType', { eventID, modificationNumber });
export interface QualifiedEventID extends Infer<typeof qualifiedEventIDType> {}
export const qualifiedEventID = el<QualifiedEventID>(EI, 'qualifiedEventID', qualifiedEventIDType);

export const optType = text(EI, 'optType', enumeration('ei:OptTypeType', token, ['optIn', 'optOut']));

const eventResponseType = complex('eventResponse', {
  responseCode,
  responseDescription: optional(responseDescription),
  requestID,
  qualifiedEventID,
  optType,
});
export interface EventResponse extends Infer<typeof eventResponseType> {}
const eventResponsesType = complex('eventResponses', {
  eventResponse: many(el<EventResponse>(EI, 'eventResponse', eventResponseType)),
});
export interface EventResponses extends Infer<typeof eventResponsesType> {}
export const eventResponses = el<EventResponses>(EI, 'eventResponses', eventResponsesType);

export const eiTargetType = complex('ei:EiTargetType', {
  aggregatedPnode: many(power.aggregatedPnode),
  endDeviceAsset: many(power.endDeviceAsset),
  meterAsset: many(power.meterAsset),
  pnode: many(power.pnode),
  serviceArea: many(serviceArea),
  serviceDeliveryPoint: many(power.serviceDeliveryPoint),
  serviceLocation: many(power.serviceLocation),
  transportInterface: many(power.transportInterface),
  groupID: many(groupID),
  groupName: many(groupName),
  resourceID: many(resourceID),
  venID: many(venID),
  partyID: many(partyID),
});
export interface EiTarget extends Infer<typeof eiTargetType> {}
export const eiTarget = el<EiTarget>(EI, 'eiTarget', eiTargetType);
