import type { OadrReport, OadrReportDescription } from '../openadr/index.ts';
import { formatDateTime, formatDuration } from '../openadr/time.ts';
import { MEMORY } from './device/course.ts';
import type { OwnPoint } from './own-point.ts';
import type { VenConfig } from './state.ts';

/** reportSpecifierID that asks for metadata (rule 327). */
export const METADATA = 'METADATA';

/** What a data point tells. */
export type Quantity = 'power' | 'energy' | 'status' | 'own';

/** One data point on offer. */
export interface Point {
  readonly rID: string;
  readonly resource: string;
  readonly quantity: Quantity;
  /** Of quantity `own`. */
  readonly own?: OwnPoint;
}

/** One report on offer. */
export interface Specifier {
  readonly reportSpecifierID: string;
  /** Without METADATA_ (rule 313). */
  readonly reportName: string;
  readonly quantities: readonly Quantity[];
  /** Sampled on change too (rule 317). */
  readonly onChange: boolean;
  readonly history?: boolean;
}

/** What a VEN has to report. */
export type Offering = Pick<VenConfig, 'resources' | 'points'>;

/** Bounds of the granularity, ms. The slowest is not above what is kept (rule 312). */
export const SAMPLING = { least: 1_000, most: 300_000 };
/** ms between two points of the history; what is kept is far more than the 100 that rule 510 wants. */
export const RECORDED = 10_000;
/** How much data is kept, ms. */
export const KEPT = MEMORY;

/** The only report of a VEN with data points of its own. */
const OWN: Specifier = {
  reportSpecifierID: 'telemetry-usage',
  reportName: 'TELEMETRY_USAGE',
  quantities: ['own'],
  onChange: false,
};

/** All reports of simulated loads. */
const SPECIFIERS: readonly Specifier[] = [
  {
    reportSpecifierID: 'telemetry-usage',
    reportName: 'TELEMETRY_USAGE',
    quantities: ['power', 'energy'],
    onChange: false,
  },
  { reportSpecifierID: 'telemetry-status', reportName: 'TELEMETRY_STATUS', quantities: ['status'], onChange: true },
  {
    reportSpecifierID: 'history-usage',
    reportName: 'HISTORY_USAGE',
    quantities: ['power', 'energy'],
    onChange: false,
    history: true,
  },
];

/** All reports on offer. */
export function specifiersOf({ points }: Pick<VenConfig, 'points'>): readonly Specifier[] {
  if (!points) return SPECIFIERS;
  return points.length > 0 ? [OWN] : [];
}

/** The data points of a report. */
export function pointsOf({ quantities }: Specifier, { resources, points }: Offering): Point[] {
  if (points) return points.map((own) => ({ rID: own.rID, resource: own.resource, quantity: 'own', own }));
  return resources.flatMap((resource) =>
    quantities.map((quantity) => ({ rID: rIDOf(resource, quantity, resources.length), resource, quantity })),
  );
}

/** A VEN with one resource has `load` (its power), `energy` and `status`, whatever it is called; scenarios rely on it. */
function rIDOf(resource: string, quantity: Quantity, resources: number): string {
  if (resources > 1) return `${resource}-${quantity}`;
  return quantity === 'power' ? 'load' : quantity;
}

/**
 * All that the VEN can report, for an oadrRegisterReport (rules 305, 306, 331, 333).
 * @param durations whether each says how much is kept, as rule 312 wants
 */
export function metadataReports(offering: Offering, now: number, durations = true): OadrReport[] {
  return specifiersOf(offering).map((specifier) => ({
    ...(durations && { duration: { duration: formatDuration(KEPT) } }),
    oadrReportDescription: pointsOf(specifier, offering).map((point) => description(point, specifier)),
    // Inside a metadata report always 0; the request's ID stands at the root (rule 311).
    reportRequestID: '0',
    reportSpecifierID: specifier.reportSpecifierID,
    reportName: `METADATA_${specifier.reportName}`,
    createdDateTime: formatDateTime(now),
  }));
}

/** The fastest and the slowest sampling of a data point, ms. */
export function samplingOf({ own }: Point, { history }: Specifier): { readonly least: number; readonly most: number } {
  if (own) return { least: own.sampling, most: own.sampling };
  return history ? { least: RECORDED, most: RECORDED } : SAMPLING;
}

function description(point: Point, specifier: Specifier): OadrReportDescription {
  const { rID, resource, own } = point;
  const { least, most } = samplingOf(point, specifier);
  return {
    rID,
    reportDataSource: { resourceID: [resource] },
    ...(own ? own.description : KINDS[point.quantity]),
    oadrSamplingRate: {
      oadrMinPeriod: formatDuration(least),
      oadrMaxPeriod: formatDuration(most),
      oadrOnChange: specifier.onChange,
    },
  };
}

/** A status has no unit (rule 331). */
const KINDS = {
  power: {
    reportType: 'usage',
    powerReal: {
      itemDescription: 'RealPower',
      itemUnits: 'W',
      siScaleCode: 'none',
      powerAttributes: { hertz: 50, voltage: 230, ac: true },
    },
    readingType: 'Direct Read',
  },
  energy: {
    reportType: 'usage',
    energyReal: { itemDescription: 'RealEnergy', itemUnits: 'Wh', siScaleCode: 'none' },
    readingType: 'Direct Read',
  },
  status: { reportType: 'x-resourceStatus', readingType: 'x-notApplicable' },
  // Says by itself what it is.
  own: { reportType: 'usage', readingType: 'x-notApplicable' },
} satisfies Record<Quantity, Partial<OadrReportDescription>>;
