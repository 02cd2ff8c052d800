import type { EiTarget } from '../openadr/index.ts';
import { kindOf, valueFits } from '../openadr/signals.ts';
import type { Offer, OfferedSignal } from './offer.ts';
import { unitFits } from './signals.ts';
import type { VenConfig } from './state.ts';

/** What is wrong with an offered event: an application error code (8.7) and why. */
export interface Objection {
  readonly code: string;
  readonly why: string;
}

/** Skew of clocks that is forgiven before an event counts as past, ms. */
const GRACE = 60_000;

/**
 * Whether a VEN can carry out an event as offered; the first objection, `undefined` if there is none.
 * Order: is it for us (462), can its resource be told (469), is it complete and in order (459, 450, 454), is it not
 * over (451), can its signals be carried out (460, 454). Rules 33, 48, 109, 112.
 */
export function objection(offer: Offer, config: VenConfig, venID: string, now: number): Objection | undefined {
  return foreign(offer, config, venID) ?? illogical(offer, config, now) ?? unsupported(offer.signals ?? [], config);
}

function foreign(offer: Offer, config: VenConfig, venID: string): Objection | undefined {
  const { marketContexts } = config;
  const context = offer.marketContext ?? '';
  if (marketContexts && !marketContexts.some((own) => normalized(own) === normalized(context)))
    return { code: '462', why: `market context ${context} is none of this VEN` };
  if (!isTarget(offer.target, config, venID)) return { code: '462', why: 'the target is neither this VEN nor its own' };
  const lacking = offer.signals?.find((signal) => !resolves(signal, config));
  if (lacking) return { code: '469', why: `no resource of class ${lacking.deviceClasses.join(', ')}` };
  return undefined;
}

/** Rule 22: an empty target means the receiver, several criteria are alternatives. */
function isTarget(target: EiTarget, config: VenConfig, venID: string): boolean {
  if (Object.values(target).every((list) => !Array.isArray(list) || list.length === 0)) return true;
  const { resources, groups = [], assets = [] } = config;
  const some = (wanted: readonly string[] | undefined, own: readonly string[]): boolean =>
    wanted?.some((id) => own.includes(id)) ?? false;
  const mrids = [...(target.endDeviceAsset ?? []), ...(target.meterAsset ?? [])].map(({ mrid }) => mrid);
  const places = [target.pnode, target.aggregatedPnode, target.serviceDeliveryPoint];
  const nodes = places.flatMap((list) => (list ?? []).map(({ node }) => node));
  return (
    // Case-sensitive (rule 512).
    some(target.venID, [venID]) ||
    some(target.resourceID, resources) ||
    some(target.groupID, groups) ||
    some(target.groupName, groups) ||
    some(target.partyID, groups) ||
    some([...mrids, ...nodes], assets)
  );
}

/** Rule 111: the device classes of a signal are alternatives. */
function resolves({ deviceClasses }: OfferedSignal, config: VenConfig): boolean {
  const own = config.deviceClasses;
  return !own || deviceClasses.length === 0 || deviceClasses.some((wanted) => own.includes(wanted));
}

function illogical(
  { period, signals, completed }: Offer,
  { personality }: VenConfig,
  now: number,
): Objection | undefined {
  if (!period) return { code: '459', why: 'the active period lacks a readable start or duration' };
  if (!signals) return { code: '459', why: 'a signal lacks the duration or value of an interval' };
  for (const { name, intervals } of signals) {
    if (intervals.some(({ uid }, i) => uid === undefined || Number(uid) !== i))
      return { code: '450', why: `the intervals of ${name} are not numbered 0, 1, 2` };
    if ((intervals.at(-1)?.to ?? 0) !== period.duration)
      return { code: '454', why: `the intervals of ${name} do not add up to the event's duration` };
  }
  if (period.duration === 0 && !personality.openEnded) return { code: '451', why: 'the event has no duration' };
  const end = period.start + period.duration + period.startAfter;
  if (!completed && period.duration > 0 && end + GRACE < now) return { code: '451', why: 'the event is in the past' };
  return undefined;
}

function unsupported(signals: readonly OfferedSignal[], config: VenConfig): Objection | undefined {
  const known = config.signals ?? config.personality.signals;
  for (const { name, type, unit, intervals } of signals) {
    const kind = known && !known.includes(name) ? undefined : kindOf(name, type);
    if (!kind || !unitFits(kind, unit))
      return { code: '460', why: `signal ${[name, type, unit].filter(Boolean).join(' ')} is not supported` };
    const odd = intervals.find(({ value }) => !valueFits(kind, value));
    if (odd) return { code: '454', why: `${odd.value} is no value of signal ${name} ${type}` };
  }
  return undefined;
}

/** RFC 3986 normalisation as rule 512 wants it for market contexts: scheme and host without case. */
function normalized(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).href : uri;
}
