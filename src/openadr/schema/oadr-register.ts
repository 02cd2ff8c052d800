import { complex, el, type Infer, many, optional, some, text } from './dsl.ts';
import { eiResponse } from './ei.ts';
import { registrationID, requestID, schemaVersion, venID, vtnID } from './ids.ts';
import { OADR } from './namespaces.ts';
import { boolean, enumeration, string, token } from './simple.ts';
import { type DurationProp, durationPropType } from './xcal.ts';

/** EiRegisterParty. */
export const oadrVenName = text(OADR, 'oadrVenName', string);
export const oadrHttpPullModel = text(OADR, 'oadrHttpPullModel', boolean);
export const oadrXmlSignature = text(OADR, 'oadrXmlSignature', boolean);
export const oadrReportOnly = text(OADR, 'oadrReportOnly', boolean);
export const oadrTransportAddress = text(OADR, 'oadrTransportAddress', string);
export const oadrRequestedOadrPollFreq = el<DurationProp>(OADR, 'oadrRequestedOadrPollFreq', durationPropType);

const profileNames = enumeration('oadr:oadrProfileType', token, ['2.0a', '2.0b']);
export const oadrProfileName = text(OADR, 'oadrProfileName', profileNames);
const transportNames = enumeration('oadr:oadrTransportType', token, ['simpleHttp', 'xmpp']);
export const oadrTransportName = text(OADR, 'oadrTransportName', transportNames);

const transportType = complex('oadrTransport', { oadrTransportName });
export interface OadrTransport extends Infer<typeof transportType> {}
const transportsType = complex('oadrTransports', {
  oadrTransport: some(el<OadrTransport>(OADR, 'oadrTransport', transportType)),
});
export interface OadrTransports extends Infer<typeof transportsType> {}
export const oadrTransports = el<OadrTransports>(OADR, 'oadrTransports', transportsType);

const profileType = complex('oadrProfile', { oadrProfileName, oadrTransports });
export interface OadrProfile extends Infer<typeof profileType> {}
const profilesType = complex('oadrProfiles', { oadrProfile: some(el<OadrProfile>(OADR, 'oadrProfile', profileType)) });
export interface OadrProfiles extends Infer<typeof profilesType> {}
export const oadrProfiles = el<OadrProfiles>(OADR, 'oadrProfiles', profilesType);

const infoType = complex('oadrInfo', {
  oadrKey: text(OADR, 'oadrKey', string),
  oadrValue: text(OADR, 'oadrValue', string),
});
export interface OadrInfo extends Infer<typeof infoType> {}
export const oadrInfo = el<OadrInfo>(OADR, 'oadrInfo', infoType);

const serviceNames = ['EiEvent', 'EiOpt', 'EiReport', 'EiRegisterParty', 'OadrPoll'] as const;
export const oadrServiceName = text(
  OADR,
  'oadrServiceName',
  enumeration('oadr:oadrServiceNameType', token, serviceNames),
);
const serviceType = complex('oadrService', { oadrServiceName, oadrInfo: some(oadrInfo) });
export interface OadrService extends Infer<typeof serviceType> {}
const serviceInfoType = complex('oadrServiceSpecificInfo', {
  oadrService: many(el<OadrService>(OADR, 'oadrService', serviceType)),
});
export interface OadrServiceSpecificInfo extends Infer<typeof serviceInfoType> {}
export const oadrServiceSpecificInfo = el<OadrServiceSpecificInfo>(OADR, 'oadrServiceSpecificInfo', serviceInfoType);

const extensionType = complex('oadrExtension', {
  oadrExtensionName: text(OADR, 'oadrExtensionName', string),
  oadrInfo: many(oadrInfo),
});
export interface OadrExtension extends Infer<typeof extensionType> {}
const extensionsType = complex('oadrExtensions', {
  oadrExtension: many(el<OadrExtension>(OADR, 'oadrExtension', extensionType)),
});
export interface OadrExtensions extends Infer<typeof extensionsType> {}

const queryType = complex('oadr:oadrQueryRegistrationType', { requestID }, schemaVersion);
export interface OadrQueryRegistration extends Infer<typeof queryType> {}
export const oadrQueryRegistration = el<OadrQueryRegistration>(OADR, 'oadrQueryRegistration', queryType);

const createType = complex(
  'oadr:oadrCreatePartyRegistrationType',
  {
    requestID,
    registrationID: optional(registrationID),
    venID: optional(venID),
    oadrProfileName,
    oadrTransportName,
    oadrTransportAddress: optional(oadrTransportAddress),
    oadrReportOnly,
    oadrXmlSignature,
    oadrVenName: optional(oadrVenName),
    oadrHttpPullModel: optional(oadrHttpPullModel),
  },
  schemaVersion,
);
export interface OadrCreatePartyRegistration extends Infer<typeof createType> {}
export const oadrCreatePartyRegistration = el<OadrCreatePartyRegistration>(
  OADR,
  'oadrCreatePartyRegistration',
  createType,
);

const createdType = complex(
  'oadr:oadrCreatedPartyRegistrationType',
  {
    eiResponse,
    registrationID: optional(registrationID),
    venID: optional(venID),
    vtnID,
    oadrProfiles,
    oadrRequestedOadrPollFreq: optional(oadrRequestedOadrPollFreq),
    oadrServiceSpecificInfo: optional(oadrServiceSpecificInfo),
    oadrExtensions: optional(el<OadrExtensions>(OADR, 'oadrExtensions', extensionsType)),
  },
  schemaVersion,
);
export interface OadrCreatedPartyRegistration extends Infer<typeof createdType> {}
export const oadrCreatedPartyRegistration = el<OadrCreatedPartyRegistration>(
  OADR,
  'oadrCreatedPartyRegistration',
  createdType,
);

const cancelType = complex(
  'oadr:oadrCancelPartyRegistrationType',
  { requestID, registrationID, venID: optional(venID) },
  schemaVersion,
);
export interface OadrCancelPartyRegistration extends Infer<typeof cancelType> {}
export const oadrCancelPartyRegistration = el<OadrCancelPartyRegistration>(
  OADR,
  'oadrCancelPartyRegistration',
  cancelType,
);

const canceledType = complex(
  'oadr:oadrCanceledPartyRegistrationType',
  { eiResponse, registrationID: optional(registrationID), venID: optional(venID) },
  schemaVersion,
);
export interface OadrCanceledPartyRegistration extends Infer<typeof canceledType> {}
export const oadrCanceledPartyRegistration = el<OadrCanceledPartyRegistration>(
  OADR,
  'oadrCanceledPartyRegistration',
  canceledType,
);

const reregistrationType = complex('oadr:oadrRequestReregistrationType', { venID }, schemaVersion);
export interface OadrRequestReregistration extends Infer<typeof reregistrationType> {}
export const oadrRequestReregistration = el<OadrRequestReregistration>(
  OADR,
  'oadrRequestReregistration',
  reregistrationType,
);
