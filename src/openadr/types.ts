// Written by scripts/message-types.ts from src/openadr/schema: change that, and run it again.

/** A part that is not interpreted: the element's XML, with all namespace declarations that it needs. */
export interface Opaque {
  readonly xml: string;
}

export interface AggregatedPnode {
  node: string;
}

export interface Available {
  properties: Properties;
}

export interface Currency {
  itemDescription: CurrencyItemDescription;
  itemUnits: string;
  siScaleCode: SiScaleCode;
}

/** oadr:currencyItemDescriptionType */
export type CurrencyItemDescription = 'currency' | 'currencyPerKW' | 'currencyPerKWh';

export interface Current {
  itemDescription: string;
  itemUnits: string;
  siScaleCode: SiScaleCode;
}

export interface CurrentValue {
  payloadFloat: PayloadFloat;
}

export interface CustomUnit {
  itemDescription: string;
  itemUnits: string;
  siScaleCode: SiScaleCode;
}

export interface Dtstart {
  'date-time': string;
}

export interface DurationProp {
  duration: string;
}

export interface EiActivePeriod {
  properties: Properties;
  components: Opaque;
}

export interface EiCreatedEvent {
  eiResponse: EiResponse;
  eventResponses?: EventResponses;
  venID: string;
}

export interface EiEvent {
  eventDescriptor: EventDescriptor;
  eiActivePeriod: EiActivePeriod;
  eiEventSignals: EiEventSignals;
  eiTarget: EiTarget;
}

export interface EiEventBaseline {
  dtstart: Dtstart;
  duration: DurationProp;
  intervals: Intervals;
  baselineID: string;
  resourceID?: string[];
  baselineName: string;
  customUnit?: CustomUnit;
  current?: Current;
  currency?: Currency;
  currencyPerKWh?: Currency;
  currencyPerKW?: Currency;
  currencyPerThm?: Currency;
  frequency?: Frequency;
  Therm?: Therm;
  temperature?: Temperature;
  pulseCount?: PulseCount;
  oadrGBDataDescription?: OadrGBDataDescription;
  voltage?: Voltage;
  energyItem?: EnergyItem;
  energyApparent?: EnergyItem;
  energyReactive?: EnergyItem;
  energyReal?: EnergyItem;
  powerItem?: PowerItem;
  powerApparent?: PowerItem;
  powerReactive?: PowerItem;
  powerReal?: PowerReal;
}

export interface EiEventSignal {
  intervals: Intervals;
  eiTarget?: EiTarget;
  signalName: SignalName;
  signalType: SignalTypeEnumerated;
  signalID: string;
  customUnit?: CustomUnit;
  current?: Current;
  currency?: Currency;
  currencyPerKWh?: Currency;
  currencyPerKW?: Currency;
  currencyPerThm?: Currency;
  frequency?: Frequency;
  Therm?: Therm;
  temperature?: Temperature;
  pulseCount?: PulseCount;
  oadrGBDataDescription?: OadrGBDataDescription;
  voltage?: Voltage;
  energyItem?: EnergyItem;
  energyApparent?: EnergyItem;
  energyReactive?: EnergyItem;
  energyReal?: EnergyItem;
  powerItem?: PowerItem;
  powerApparent?: PowerItem;
  powerReactive?: PowerItem;
  powerReal?: PowerReal;
  currentValue?: CurrentValue;
}

export interface EiEventSignals {
  eiEventSignal: EiEventSignal[];
  eiEventBaseline?: EiEventBaseline;
}

export interface EiMarketContext {
  marketContext: string;
}

export interface EiRequestEvent {
  requestID: string;
  venID: string;
  replyLimit?: number;
}

export interface EiResponse {
  responseCode: string;
  responseDescription?: string;
  requestID: string;
}

export interface EiTarget {
  aggregatedPnode?: AggregatedPnode[];
  endDeviceAsset?: EndDeviceAsset[];
  meterAsset?: MeterAsset[];
  pnode?: Pnode[];
  serviceArea?: ServiceArea[];
  serviceDeliveryPoint?: ServiceDeliveryPoint[];
  serviceLocation?: ServiceLocation[];
  transportInterface?: TransportInterface[];
  groupID?: string[];
  groupName?: string[];
  resourceID?: string[];
  venID?: string[];
  partyID?: string[];
}

export interface EndDeviceAsset {
  mrid: string;
}

export interface EnergyItem {
  itemDescription: string;
  itemUnits: string;
  siScaleCode: SiScaleCode;
}

export interface EventDescriptor {
  eventID: string;
  modificationNumber: number;
  modificationDateTime?: string;
  modificationReason?: string;
  priority?: number;
  eiMarketContext: EiMarketContext;
  createdDateTime: string;
  eventStatus: EventStatusEnumerated;
  testEvent?: string;
  vtnComment?: string;
}

export interface EventResponse {
  responseCode: string;
  responseDescription?: string;
  requestID: string;
  qualifiedEventID: QualifiedEventID;
  optType: OptType;
}

export interface EventResponses {
  eventResponse?: EventResponse[];
}

/** ei:EventStatusEnumeratedType */
export type EventStatusEnumerated = 'none' | 'far' | 'near' | 'active' | 'completed' | 'cancelled';

export interface Exterior {
  LinearRing: LinearRing;
}

export interface FeatureCollection {
  location: Location;
  id?: string;
}

export interface Frequency {
  itemDescription: string;
  itemUnits: string;
  siScaleCode: SiScaleCode;
}

export interface Interval {
  dtstart?: Dtstart;
  duration?: DurationProp;
  uid?: Uid;
  signalPayload?: SignalPayload[];
  oadrReportPayload?: OadrReportPayload[];
  oadrGBPayload?: OadrGBPayload[];
}

export interface Intervals {
  interval: Interval[];
}

export interface LinearRing {
  posList: string;
}

export interface LoadControlValue {
  oadrMin?: number;
  oadrMax?: number;
  oadrCurrent: number;
  oadrNormal?: number;
}

export interface Location {
  Polygon: Polygon;
}

export interface MeterAsset {
  mrid: string;
}

export interface OadrCancelOpt {
  requestID: string;
  optID: string;
  venID: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrCancelPartyRegistration {
  requestID: string;
  registrationID: string;
  venID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrCancelReport {
  requestID: string;
  reportRequestID: string[];
  reportToFollow: boolean;
  venID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrCanceledOpt {
  eiResponse: EiResponse;
  optID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrCanceledPartyRegistration {
  eiResponse: EiResponse;
  registrationID?: string;
  venID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrCanceledReport {
  eiResponse: EiResponse;
  oadrPendingReports: OadrPendingReports;
  venID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrCreateOpt {
  optID: string;
  optType: OptType;
  optReason: OptReason;
  marketContext?: string;
  venID: string;
  vavailability?: Vavailability;
  createdDateTime: string;
  requestID: string;
  qualifiedEventID?: QualifiedEventID;
  eiTarget: EiTarget;
  oadrDeviceClass?: EiTarget;
  schemaVersion?: SchemaVersion;
}

export interface OadrCreatePartyRegistration {
  requestID: string;
  registrationID?: string;
  venID?: string;
  oadrProfileName: OadrProfileName;
  oadrTransportName: OadrTransportName;
  oadrTransportAddress?: string;
  oadrReportOnly: boolean;
  oadrXmlSignature: boolean;
  oadrVenName?: string;
  oadrHttpPullModel?: boolean;
  schemaVersion?: SchemaVersion;
}

export interface OadrCreateReport {
  requestID: string;
  oadrReportRequest: OadrReportRequest[];
  venID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrCreatedEvent {
  eiCreatedEvent: EiCreatedEvent;
  schemaVersion?: SchemaVersion;
}

export interface OadrCreatedOpt {
  eiResponse: EiResponse;
  optID: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrCreatedPartyRegistration {
  eiResponse: EiResponse;
  registrationID?: string;
  venID?: string;
  vtnID: string;
  oadrProfiles: OadrProfiles;
  oadrRequestedOadrPollFreq?: DurationProp;
  oadrServiceSpecificInfo?: OadrServiceSpecificInfo;
  oadrExtensions?: OadrExtensions;
  schemaVersion?: SchemaVersion;
}

export interface OadrCreatedReport {
  eiResponse: EiResponse;
  oadrPendingReports: OadrPendingReports;
  venID?: string;
  schemaVersion?: SchemaVersion;
}

/** oadr:oadrDataQualityType */
export type OadrDataQuality =
  | 'No Quality - No Value'
  | 'No New Value - Previous Value Used'
  | 'Quality Bad - Non Specific'
  | 'Quality Bad - Configuration Error'
  | 'Quality Bad - Not Connected'
  | 'Quality Bad - Device Failure'
  | 'Quality Bad - Sensor Failure'
  | 'Quality Bad - Last Known Value'
  | 'Quality Bad - Comm Failure'
  | 'Quality Bad - Out of Service'
  | 'Quality Uncertain - Non Specific'
  | 'Quality Uncertain - Last Usable Value'
  | 'Quality Uncertain - Sensor Not Accurate'
  | 'Quality Uncertain - EU Units Exceeded'
  | 'Quality Uncertain - Sub Normal'
  | 'Quality Good - Non Specific'
  | 'Quality Good - Local Override'
  | 'Quality Limit - Field/Not'
  | 'Quality Limit - Field/Low'
  | 'Quality Limit - Field/High'
  | 'Quality Limit - Field/Constant';

/** oadr:oadrDataQualityTypeType */
export type OadrDataQualityType = OadrDataQuality | (string & {});

export interface OadrDistributeEvent {
  eiResponse?: EiResponse;
  requestID: string;
  vtnID: string;
  oadrEvent?: OadrEvent[];
  schemaVersion?: SchemaVersion;
}

export interface OadrEvent {
  eiEvent: EiEvent;
  oadrResponseRequired: ResponseRequired;
}

export interface OadrExtension {
  oadrExtensionName: string;
  oadrInfo?: OadrInfo[];
}

export interface OadrExtensions {
  oadrExtension?: OadrExtension[];
}

export interface OadrGBDataDescription {
  feed: Opaque;
}

export interface OadrGBPayload {
  feed: Opaque;
}

export interface OadrInfo {
  oadrKey: string;
  oadrValue: string;
}

export interface OadrLoadControlState {
  oadrCapacity?: LoadControlValue;
  oadrLevelOffset?: LoadControlValue;
  oadrPercentOffset?: LoadControlValue;
  oadrSetPoint?: LoadControlValue;
}

export interface OadrPayloadResourceStatus {
  oadrOnline: boolean;
  oadrManualOverride: boolean;
  oadrLoadControlState?: OadrLoadControlState;
}

export interface OadrPendingReports {
  reportRequestID?: string[];
}

export interface OadrPoll {
  venID: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrProfile {
  oadrProfileName: OadrProfileName;
  oadrTransports: OadrTransports;
}

/** oadr:oadrProfileType */
export type OadrProfileName = '2.0a' | '2.0b';

export interface OadrProfiles {
  oadrProfile: OadrProfile[];
}

export interface OadrQueryRegistration {
  requestID: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrRegisterReport {
  requestID: string;
  oadrReport?: OadrReport[];
  venID?: string;
  reportRequestID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrRegisteredReport {
  eiResponse: EiResponse;
  oadrReportRequest?: OadrReportRequest[];
  venID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrReport {
  dtstart?: Dtstart;
  duration?: DurationProp;
  intervals?: Intervals;
  eiReportID?: string;
  oadrReportDescription?: OadrReportDescription[];
  reportRequestID: string;
  reportSpecifierID: string;
  reportName?: ReportName;
  createdDateTime: string;
}

export interface OadrReportDescription {
  rID: string;
  reportSubject?: EiTarget;
  reportDataSource?: EiTarget;
  reportType: ReportType;
  customUnit?: CustomUnit;
  current?: Current;
  currency?: Currency;
  currencyPerKWh?: Currency;
  currencyPerKW?: Currency;
  currencyPerThm?: Currency;
  frequency?: Frequency;
  Therm?: Therm;
  temperature?: Temperature;
  pulseCount?: PulseCount;
  oadrGBDataDescription?: OadrGBDataDescription;
  voltage?: Voltage;
  energyItem?: EnergyItem;
  energyApparent?: EnergyItem;
  energyReactive?: EnergyItem;
  energyReal?: EnergyItem;
  powerItem?: PowerItem;
  powerApparent?: PowerItem;
  powerReactive?: PowerItem;
  powerReal?: PowerReal;
  readingType: ReadingType;
  marketContext?: string;
  oadrSamplingRate?: OadrSamplingRate;
}

export interface OadrReportPayload {
  rID: string;
  confidence?: number;
  accuracy?: number;
  payloadFloat?: PayloadFloat;
  oadrPayloadResourceStatus?: OadrPayloadResourceStatus;
  oadrDataQuality?: OadrDataQualityType;
}

export interface OadrReportRequest {
  reportRequestID: string;
  reportSpecifier: ReportSpecifier;
}

export interface OadrRequestEvent {
  eiRequestEvent: EiRequestEvent;
  schemaVersion?: SchemaVersion;
}

export interface OadrRequestReregistration {
  venID: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrResponse {
  eiResponse: EiResponse;
  venID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrSamplingRate {
  oadrMinPeriod: string;
  oadrMaxPeriod: string;
  oadrOnChange: boolean;
}

export interface OadrService {
  oadrServiceName: OadrServiceName;
  oadrInfo: OadrInfo[];
}

/** oadr:oadrServiceNameType */
export type OadrServiceName = 'EiEvent' | 'EiOpt' | 'EiReport' | 'EiRegisterParty' | 'OadrPoll';

export interface OadrServiceSpecificInfo {
  oadrService?: OadrService[];
}

export interface OadrTransport {
  oadrTransportName: OadrTransportName;
}

/** oadr:oadrTransportType */
export type OadrTransportName = 'simpleHttp' | 'xmpp';

export interface OadrTransports {
  oadrTransport: OadrTransport[];
}

export interface OadrUpdateReport {
  requestID: string;
  oadrReport?: OadrReport[];
  venID?: string;
  schemaVersion?: SchemaVersion;
}

export interface OadrUpdatedReport {
  eiResponse: EiResponse;
  oadrCancelReport?: OadrCancelReport;
  venID?: string;
  schemaVersion?: SchemaVersion;
}

/** ei:OptReasonType */
export type OptReason = OptReasonEnumerated | (string & {});

/** ei:OptReasonEnumeratedType */
export type OptReasonEnumerated =
  | 'economic'
  | 'emergency'
  | 'mustRun'
  | 'notParticipating'
  | 'outageRunStatus'
  | 'overrideStatus'
  | 'participating'
  | 'x-schedule';

/** ei:OptTypeType */
export type OptType = 'optIn' | 'optOut';

export interface PayloadFloat {
  value: number;
}

export interface Pnode {
  node: string;
}

export interface Polygon {
  exterior: Exterior;
  id?: string;
}

export interface PowerAttributes {
  hertz: number;
  voltage: number;
  ac: boolean;
}

export interface PowerItem {
  itemDescription: string;
  itemUnits: string;
  siScaleCode: SiScaleCode;
  powerAttributes: PowerAttributes;
}

export interface PowerReal {
  itemDescription: string;
  itemUnits: PowerRealUnits;
  siScaleCode: SiScaleCode;
  powerAttributes: PowerAttributes;
}

export type PowerRealUnits = 'W' | 'J/s';

export interface Properties {
  dtstart: Dtstart;
  duration: DurationProp;
  tolerance?: Tolerance;
  'x-eiNotification'?: DurationProp;
  'x-eiRampUp'?: DurationProp;
  'x-eiRecovery'?: DurationProp;
}

export interface PulseCount {
  itemDescription: string;
  itemUnits: string;
  pulseFactor: number;
}

export interface QualifiedEventID {
  eventID: string;
  modificationNumber: number;
}

/** ei:ReadingTypeType */
export type ReadingType = ReadingTypeEnumerated | (string & {});

/** ei:ReadingTypeEnumeratedType */
export type ReadingTypeEnumerated =
  | 'Direct Read'
  | 'Net'
  | 'Allocated'
  | 'Estimated'
  | 'Summed'
  | 'Derived'
  | 'Mean'
  | 'Peak'
  | 'Hybrid'
  | 'Contract'
  | 'Projected'
  | 'x-RMS'
  | 'x-notApplicable';

/** ei:ReportEnumeratedType */
export type ReportEnumerated =
  | 'reading'
  | 'usage'
  | 'demand'
  | 'setPoint'
  | 'deltaUsage'
  | 'deltaSetPoint'
  | 'deltaDemand'
  | 'baseline'
  | 'deviation'
  | 'avgUsage'
  | 'avgDemand'
  | 'operatingState'
  | 'upRegulationCapacityAvailable'
  | 'downRegulationCapacityAvailable'
  | 'regulationSetpoint'
  | 'storedEnergy'
  | 'targetEnergyStorage'
  | 'availableEnergyStorage'
  | 'price'
  | 'level'
  | 'powerFactor'
  | 'percentUsage'
  | 'percentDemand'
  | 'x-resourceStatus';

/** ei:reportNameType */
export type ReportName = ReportNameEnumerated | (string & {});

/** ei:reportNameEnumeratedType */
export type ReportNameEnumerated =
  | 'METADATA_HISTORY_USAGE'
  | 'HISTORY_USAGE'
  | 'METADATA_HISTORY_GREENBUTTON'
  | 'HISTORY_GREENBUTTON'
  | 'METADATA_TELEMETRY_USAGE'
  | 'TELEMETRY_USAGE'
  | 'METADATA_TELEMETRY_STATUS'
  | 'TELEMETRY_STATUS';

export interface ReportSpecifier {
  reportSpecifierID: string;
  granularity: DurationProp;
  reportBackDuration: DurationProp;
  reportInterval?: WsCalendarInterval;
  specifierPayload: SpecifierPayload[];
}

/** ei:ReportTypeType */
export type ReportType = ReportEnumerated | (string & {});

/** oadr:ResponseRequiredType */
export type ResponseRequired = 'always' | 'never';

/** ei:schemaVersionType */
export type SchemaVersion = SchemaVersionEnumerated | (string & {});

/** ei:schemaVersionEnumeratedType */
export type SchemaVersionEnumerated = '2.0a' | '2.0b';

export interface ServiceArea {
  FeatureCollection: FeatureCollection;
}

export interface ServiceDeliveryPoint {
  node: string;
}

export interface ServiceLocation {
  FeatureCollection: FeatureCollection;
}

/** scale:SiScaleCodeType */
export type SiScaleCode = 'p' | 'n' | 'micro' | 'm' | 'c' | 'd' | 'k' | 'M' | 'G' | 'T' | 'none';

/** ei:signalNameType */
export type SignalName = SignalNameEnumerated | (string & {});

/** ei:SignalNameEnumeratedType */
export type SignalNameEnumerated =
  | 'SIMPLE'
  | 'simple'
  | 'ELECTRICITY_PRICE'
  | 'ENERGY_PRICE'
  | 'DEMAND_CHARGE'
  | 'BID_PRICE'
  | 'BID_LOAD'
  | 'BID_ENERGY'
  | 'CHARGE_STATE'
  | 'LOAD_DISPATCH'
  | 'LOAD_CONTROL';

export interface SignalPayload {
  payloadFloat?: PayloadFloat;
  oadrPayloadResourceStatus?: OadrPayloadResourceStatus;
}

/** ei:SignalTypeEnumeratedType */
export type SignalTypeEnumerated =
  | 'delta'
  | 'level'
  | 'multiplier'
  | 'price'
  | 'priceMultiplier'
  | 'priceRelative'
  | 'setpoint'
  | 'x-loadControlCapacity'
  | 'x-loadControlLevelOffset'
  | 'x-loadControlPercentOffset'
  | 'x-loadControlSetpoint';

export interface SpecifierPayload {
  rID: string;
  customUnit?: CustomUnit;
  current?: Current;
  currency?: Currency;
  currencyPerKWh?: Currency;
  currencyPerKW?: Currency;
  currencyPerThm?: Currency;
  frequency?: Frequency;
  Therm?: Therm;
  temperature?: Temperature;
  pulseCount?: PulseCount;
  oadrGBDataDescription?: OadrGBDataDescription;
  voltage?: Voltage;
  energyItem?: EnergyItem;
  energyApparent?: EnergyItem;
  energyReactive?: EnergyItem;
  energyReal?: EnergyItem;
  powerItem?: PowerItem;
  powerApparent?: PowerItem;
  powerReactive?: PowerItem;
  powerReal?: PowerReal;
  readingType: ReadingType;
}

export interface Temperature {
  itemDescription: string;
  itemUnits: TemperatureUnit;
  siScaleCode: SiScaleCode;
}

/** oadr:temperatureUnitType */
export type TemperatureUnit = 'celsius' | 'fahrenheit';

export interface Therm {
  itemDescription: string;
  itemUnits: string;
  siScaleCode: SiScaleCode;
}

export interface Tolerance {
  tolerate: Tolerate;
}

export interface Tolerate {
  startafter?: string;
}

export interface TransportInterface {
  pointOfReceipt: string;
  pointOfDelivery: string;
}

export interface Uid {
  text: string;
}

export interface Vavailability {
  components: VavailabilityComponents;
}

export interface VavailabilityComponents {
  available?: Available[];
}

export interface Voltage {
  itemDescription: string;
  itemUnits: string;
  siScaleCode: SiScaleCode;
}

export interface WsCalendarInterval {
  properties: Properties;
}

/** The interface of each payload, by its name. */
export interface PayloadTypes {
  oadrDistributeEvent: OadrDistributeEvent;
  oadrCreatedEvent: OadrCreatedEvent;
  oadrRequestEvent: OadrRequestEvent;
  oadrResponse: OadrResponse;
  oadrCancelOpt: OadrCancelOpt;
  oadrCanceledOpt: OadrCanceledOpt;
  oadrCreateOpt: OadrCreateOpt;
  oadrCreatedOpt: OadrCreatedOpt;
  oadrCancelReport: OadrCancelReport;
  oadrCanceledReport: OadrCanceledReport;
  oadrCreateReport: OadrCreateReport;
  oadrCreatedReport: OadrCreatedReport;
  oadrRegisterReport: OadrRegisterReport;
  oadrRegisteredReport: OadrRegisteredReport;
  oadrUpdateReport: OadrUpdateReport;
  oadrUpdatedReport: OadrUpdatedReport;
  oadrCancelPartyRegistration: OadrCancelPartyRegistration;
  oadrCanceledPartyRegistration: OadrCanceledPartyRegistration;
  oadrCreatePartyRegistration: OadrCreatePartyRegistration;
  oadrCreatedPartyRegistration: OadrCreatedPartyRegistration;
  oadrRequestReregistration: OadrRequestReregistration;
  oadrQueryRegistration: OadrQueryRegistration;
  oadrPoll: OadrPoll;
}

/** Name of a payload: `oadrPoll`. */
export type PayloadName = keyof PayloadTypes;

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
