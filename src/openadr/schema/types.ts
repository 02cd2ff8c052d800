/** The interface of every complex type, by which a message object is typed. */
export type { Opaque } from './dsl.ts';
export type { EiResponse, EiTarget, EventResponse, EventResponses, QualifiedEventID, Responses } from './ei.ts';
export type {
  CurrentValue,
  EiActivePeriod,
  EiEvent,
  EiEventBaseline,
  EiEventSignal,
  EiEventSignals,
  EiMarketContext,
  EventDescriptor,
} from './ei-event.ts';
export type { ReportSpecifier, SpecifierPayload } from './ei-report.ts';
export type { ServiceArea } from './emix.ts';
export type { Exterior, FeatureCollection, LinearRing, Location, Polygon } from './gml.ts';
export type { Message, PayloadName, PayloadTypes } from './oadr.ts';
export type {
  OadrCreatedEvent,
  OadrDistributeEvent,
  OadrEvent,
  OadrPoll,
  OadrRequestEvent,
  OadrResponse,
} from './oadr-event.ts';
export type { OadrCanceledOpt, OadrCancelOpt, OadrCreatedOpt, OadrCreateOpt } from './oadr-opt.ts';
export type {
  OadrCanceledPartyRegistration,
  OadrCancelPartyRegistration,
  OadrCreatedPartyRegistration,
  OadrCreatePartyRegistration,
  OadrExtension,
  OadrExtensions,
  OadrInfo,
  OadrProfile,
  OadrProfiles,
  OadrQueryRegistration,
  OadrRequestReregistration,
  OadrService,
  OadrServiceSpecificInfo,
  OadrTransport,
  OadrTransports,
} from './oadr-register.ts';
export type {
  OadrCanceledReport,
  OadrCancelReport,
  OadrCreatedReport,
  OadrCreateReport,
  OadrPendingReports,
  OadrRegisteredReport,
  OadrRegisterReport,
  OadrReport,
  OadrReportDescription,
  OadrReportRequest,
  OadrSamplingRate,
  OadrUpdatedReport,
  OadrUpdateReport,
} from './oadr-report.ts';
export type {
  Currency,
  Current,
  CustomUnit,
  Frequency,
  OadrGBDataDescription,
  PulseCount,
  Temperature,
  Therm,
} from './oadr-units.ts';
export type {
  LoadControlValue,
  OadrGBPayload,
  OadrLoadControlState,
  OadrPayloadResourceStatus,
  OadrReportPayload,
  PayloadFloat,
  SignalPayload,
} from './payload.ts';
export type {
  AggregatedPnode,
  EndDeviceAsset,
  EnergyItem,
  MeterAsset,
  Pnode,
  PowerAttributes,
  PowerItem,
  PowerReal,
  ServiceDeliveryPoint,
  ServiceLocation,
  TransportInterface,
  Voltage,
} from './power.ts';
export type { EiCreatedEvent, EiRequestEvent } from './pyld.ts';
export type { Interval, Intervals } from './strm.ts';
export type {
  Available,
  Dtstart,
  DurationProp,
  Properties,
  Tolerance,
  Tolerate,
  Uid,
  Vavailability,
  VavailabilityComponents,
  WsCalendarInterval,
} from './xcal.ts';
