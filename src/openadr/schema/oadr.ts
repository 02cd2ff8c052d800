import type { PayloadName, PayloadTypes } from '../types.ts';
import { attribute, complex, type Element, el, group, type Infer, optional } from './dsl.ts';
import { OADR } from './namespaces.ts';
import * as event from './oadr-event.ts';
import * as opt from './oadr-opt.ts';
import * as register from './oadr-register.ts';
import * as report from './oadr-report.ts';
import { Signature } from './opaque.ts';
import { id } from './simple.ts';

/** The 23 payloads, in the order of oadrSignedObject's choice. */
const payloads = {
  oadrDistributeEvent: event.oadrDistributeEvent,
  oadrCreatedEvent: event.oadrCreatedEvent,
  oadrRequestEvent: event.oadrRequestEvent,
  oadrResponse: event.oadrResponse,
  oadrCancelOpt: opt.oadrCancelOpt,
  oadrCanceledOpt: opt.oadrCanceledOpt,
  oadrCreateOpt: opt.oadrCreateOpt,
  oadrCreatedOpt: opt.oadrCreatedOpt,
  oadrCancelReport: report.oadrCancelReport,
  oadrCanceledReport: report.oadrCanceledReport,
  oadrCreateReport: report.oadrCreateReport,
  oadrCreatedReport: report.oadrCreatedReport,
  oadrRegisterReport: report.oadrRegisterReport,
  oadrRegisteredReport: report.oadrRegisteredReport,
  oadrUpdateReport: report.oadrUpdateReport,
  oadrUpdatedReport: report.oadrUpdatedReport,
  oadrCancelPartyRegistration: register.oadrCancelPartyRegistration,
  oadrCanceledPartyRegistration: register.oadrCanceledPartyRegistration,
  oadrCreatePartyRegistration: register.oadrCreatePartyRegistration,
  oadrCreatedPartyRegistration: register.oadrCreatedPartyRegistration,
  oadrRequestReregistration: register.oadrRequestReregistration,
  oadrQueryRegistration: register.oadrQueryRegistration,
  oadrPoll: event.oadrPoll,
};

/** The element of each payload. */
export const PAYLOADS: { readonly [K in PayloadName]: Element<PayloadTypes[K]> } = payloads;

const signedObjectType = complex(
  'oadrSignedObject',
  { payload: group('payload', payloads) },
  { Id: attribute(OADR, 'Id', id) },
);
export interface OadrSignedObject extends Infer<typeof signedObjectType> {}
export const oadrSignedObject = el<OadrSignedObject>(OADR, 'oadrSignedObject', signedObjectType);

const payloadType = complex('oadrPayload', { Signature: optional(Signature), oadrSignedObject });
interface OadrPayload extends Infer<typeof payloadType> {}
/** The root of every message. */
export const oadrPayload = el<OadrPayload>(OADR, 'oadrPayload', payloadType);
