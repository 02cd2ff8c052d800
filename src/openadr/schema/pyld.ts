import { complex, el, type Infer, optional, text } from './dsl.ts';
import { eiResponse, eventResponses } from './ei.ts';
import { requestID, venID } from './ids.ts';
import { PYLD } from './namespaces.ts';
import { boolean, unsignedInt } from './simple.ts';

export { requestID } from './ids.ts';

export const replyLimit = text(PYLD, 'replyLimit', unsignedInt);
export const reportToFollow = text(PYLD, 'reportToFollow', boolean);

const eiRequestEventType = complex('eiRequestEvent', { requestID, venID, replyLimit: optional(replyLimit) });
export interface EiRequestEvent extends Infer<typeof eiRequestEventType> {}
export const eiRequestEvent = el<EiRequestEvent>(PYLD, 'eiRequestEvent', eiRequestEventType);

const eiCreatedEventType = complex('eiCreatedEvent', { eiResponse, eventResponses: optional(eventResponses), venID });
export interface EiCreatedEvent extends Infer<typeof eiCreatedEventType> {}
export const eiCreatedEvent = el<EiCreatedEvent>(PYLD, 'eiCreatedEvent', eiCreatedEventType);
