/** Simulated VENs: real clients over HTTP, with personalities as data. */
export type { Decide } from './decide.ts';
export { SimulatedVen } from './driver.ts';
export type { EventFact, KnownStatus, OptType, SignalValue, VenFact, VenPhase } from './facts.ts';
export { type Fleet, type FleetOptions, startFleet } from './fleet.ts';
export type { Offer } from './offer.ts';
export type { SimulatedVenOptions } from './options.ts';
export type { OwnPoint } from './own-point.ts';
export {
  isPersonalityName,
  PERSONALITIES,
  type PersonalityName,
  personalityNames,
} from './personalities.ts';
export type { Personality } from './personality.ts';
export type { Reporting } from './reporting.ts';
export type { VenSigning } from './signing.ts';
export { VenError } from './ven-error.ts';
export type { VenView } from './view.ts';
export type { OnMessage, VenMessage } from './wire.ts';
