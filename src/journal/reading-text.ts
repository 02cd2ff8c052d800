import type { PointUnit, ReportRequestChange, SeriesPart } from '../vtn/change.ts';

/** Signs of SI scales that are not their code. */
const SCALES: Readonly<Record<string, string>> = { none: '', micro: 'µ' };

const UNITS: Readonly<Record<string, string>> = { celsius: '°C', fahrenheit: '°F', count: '' };

/** A unit with its scale as people write it: `kW`, `°C`; empty where there is none. */
export function unitText(unit: PointUnit | undefined): string {
  if (!unit) return '';
  return `${SCALES[unit.scale] ?? unit.scale}${UNITS[unit.units] ?? unit.units}`;
}

/** A value in about four digits: `1.987`, `42`, `12346`, `1.20e-7`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return String(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2);
  if (Number.isInteger(value)) return String(value);
  return size >= 1000 ? String(Math.round(value)) : value.toPrecision(4);
}

/** A value with its unit: `1.987 kW`. */
export function valueText(value: number, unit: PointUnit | undefined): string {
  const suffix = unitText(unit);
  return suffix === '' ? numberText(value) : `${numberText(value)} ${suffix}`;
}

/** A resource's state: `online`, `offline`, with `override` where people took over. */
export function statusText({ online, manualOverride }: NonNullable<SeriesPart['status']>): string {
  return `${online ? 'online' : 'offline'}${manualOverride ? ' override' : ''}`;
}

/** States of a report request in words. */
export const REQUEST_STATES: Readonly<Record<ReportRequestChange['state'], string>> = {
  asked: 'queued',
  delivered: 'delivered',
  accepted: 'accepted',
  refused: 'refused',
  done: 'done',
  cancelling: 'being cancelled',
  cancelled: 'cancelled',
  replaced: 'cancelled by new metadata',
  dropped: 'dropped',
  restored: 'restored',
};

/** `METADATA_TELEMETRY_USAGE` as it is asked for: `TELEMETRY_USAGE`. */
export function reportTitle(reportName: string): string {
  return reportName.replace(/^METADATA_(?=.)/, '');
}
