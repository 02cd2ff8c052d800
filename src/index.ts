/** OpenADR 2.0b in Node programs: a VTN with handlers, and a VEN. See docs/library.md. */
export type { Clock, Timer } from './base/time.ts';
export type { Lagged } from './journal/follow.ts';
export type { JournalRecord } from './journal/record.ts';
export { OpenADRClient } from './library/client.ts';
export type { ClientEvent, ClientInterval, ClientSignal } from './library/client-event.ts';
export type { ClientHandlers, ClientLevel, ClientOptions } from './library/client-options.ts';
export type { ClientReport } from './library/client-report.ts';
export { OpenADRError, type OpenADRErrorCode, type OpenADRErrorData } from './library/error.ts';
export type { EventChanges, EventDetails, EventSignals } from './library/event.ts';
export type { EventCallback, EventHandle, EventResponse } from './library/event-handle.ts';
export type {
  CreatedEventInfo,
  HandlerName,
  OfferedPoint,
  OfferedReports,
  OptInfo,
  PointRequest,
  PollAnswer,
  PollAnswerName,
  RegistrationInfo,
  ServerHandlers,
} from './library/handlers.ts';
export type { Logger } from './library/logger.ts';
export type { Provision, ServerOptions } from './library/options.ts';
export type { QueuedMessage } from './library/queued.ts';
export type { RawEvent } from './library/raw-event.ts';
export type { ReceivedReadings, ReportReading } from './library/reading.ts';
export type {
  ReportCallback,
  ReportCancellation,
  ReportChoice,
  ReportHandle,
  ReportRequest,
} from './library/report.ts';
export type { Pem } from './library/security-options.ts';
export { type Leniency, type NewEvent, OpenADRServer } from './library/server.ts';
export {
  type Baseline,
  type EventInterval,
  interval,
  intervals,
  type Signal,
  type SignalType,
  type SimpleLevel,
  type Unit,
} from './library/signal.ts';
export { type Target, target } from './library/target.ts';
export type { Duration, Moment } from './library/time.ts';
export type { EventInfo, VenInfo } from './library/view.ts';
export type { KoaMiddleware } from './transport/koa.ts';
