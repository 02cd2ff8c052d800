import { attribute, complex, type Element, el, group, type Infer, type Opaque, optional } from './dsl.ts';
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

/** The interface of each payload, by its name. */
export interface PayloadTypes {
  oadrDistributeEvent: event.OadrDistributeEvent;
  oadrCreatedEvent: event.OadrCreatedEvent;
  oadrRequestEvent: event.OadrRequestEvent;
  oadrResponse: event.OadrResponse;
  oadrCancelOpt: opt.OadrCancelOpt;
  oadrCanceledOpt: opt.OadrCanceledOpt;
  oadrCreateOpt: opt.OadrCreateOpt;
  oadrCreatedOpt: opt.OadrCreatedOpt;
  oadrCancelReport: report.OadrCancelReport;
  oadrCanceledReport: report.OadrCanceledReport;
  oadrCreateReport: report.OadrCreateReport;
  oadrCreatedReport: report.OadrCreatedReport;
  oadrRegisterReport: report.OadrRegisterReport;
  oadrRegisteredReport: report.OadrRegisteredReport;
  oadrUpdateReport: report.OadrUpdateReport;
  oadrUpdatedReport: report.OadrUpdatedReport;
  oadrCancelPartyRegistration: register.OadrCancelPartyRegistration;
  oadrCanceledPartyRegistration: register.OadrCanceledPartyRegistration;
  oadrCreatePartyRegistration: register.OadrCreatePartyRegistration;
  oadrCreatedPartyRegistration: register.OadrCreatedPartyRegistration;
  oadrRequestReregistration: register.OadrRequestReregistration;
  oadrQueryRegistration: register.OadrQueryRegistration;
  oadrPoll: event.OadrPoll;
}

/** Name of a payload: `oadrPoll`. */
export type PayloadName = keyof PayloadTypes;

/** The element of each payload. */
export const PAYLOADS: { readonly [K in PayloadName]: Element<PayloadTypes[K]> } = payloads;

/** The names of the 23 payloads. */
export const PAYLOAD_NAMES = Object.keys(payloads) as readonly PayloadName[];

/** Whether a name is that of a payload. */
export function isPayloadName(name: string): name is PayloadName {
  return Object.hasOwn(payloads, name);
}

/** One payload as it goes over the wire: what oadrPayload and oadrSignedObject hold. */
export type Message = {
  [K in PayloadName]: {
    readonly name: K;
    readonly body: PayloadTypes[K];
    /** ds:Signature of oadrPayload. */
    readonly signature?: Opaque;
    /** Attribute Id of oadrSignedObject. */
    readonly id?: string;
  };
}[PayloadName];

const signedObjectType = complex(
  'oadrSignedObject',
  { payload: group('payload', payloads) },
  { Id: attribute(OADR, 'Id', id) },
);
interface OadrSignedObject extends Infer<typeof signedObjectType> {}
export const oadrSignedObject = el<OadrSignedObject>(OADR, 'oadrSignedObject', signedObjectType);

const payloadType = complex('oadrPayload', { Signature: optional(Signature), oadrSignedObject });
interface OadrPayload extends Infer<typeof payloadType> {}
/** The root of every message. */
export const oadrPayload = el<OadrPayload>(OADR, 'oadrPayload', payloadType);
