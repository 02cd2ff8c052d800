import { REQUEST_STATES, reportTitle, statusText, valueText } from '../journal/reading-text.ts';
import type { StateRecord } from '../journal/record.ts';
import { clock, shown, span } from './style.ts';

type Fact<W extends StateRecord['change']['what']> = Extract<StateRecord['change'], { readonly what: W }>;
type ReportsChange = Fact<'reports'>;
type ReportRequestChange = Fact<'reportRequest'>;
type ReadingsChange = Fact<'readings'>;
type OptChange = Fact<'opt'>;
type SeriesPart = ReadingsChange['series'][number];

/** Requests and points that are remembered; more are told each time. */
const REMEMBERED = 2_000;

/** Names of a list that are told. */
const NAMES = 6;

/**
 * What plain output says of reports: a request's states, the first values that come for it, and after that only what
 * changes its kind (values missing or late, a status). A report each 5 s must not bury the rest.
 */
export class ReportTeller {
  /** What was told last of a request or a status, so that only another is told. */
  readonly #last = new Map<string, string>();

  /** @returns texts without time and VEN */
  of(change: ReportsChange | ReportRequestChange | ReadingsChange | OptChange): readonly string[] {
    switch (change.what) {
      case 'reports':
        return [offersText(change)];
      case 'reportRequest':
        return this.#request(change);
      case 'readings':
        return this.#readings(change);
      case 'opt':
        return optTexts(change);
    }
  }

  /** The messages tell that it was asked and delivered; what follows is what the VEN makes of it. */
  #request(change: ReportRequestChange): string[] {
    const { state, reportName, reportRequestID, reason } = change;
    if (state === 'asked' || state === 'delivered' || state === 'cancelling') return [];
    if (!this.#news(`state ${change.venID}\n${reportRequestID}`, state)) return [];
    const how = state === 'accepted' || state === 'restored' ? ` ${cadence(change)}` : '';
    const why = reason === undefined ? '' : `: ${reason}`;
    return [`${reportName}${how} ${REQUEST_STATES[state]}${why} (${reportRequestID})`];
  }

  #readings(change: ReadingsChange): string[] {
    const { venID, reportRequestID, reportName, series, missing, late } = change;
    const key = `${venID}\n${reportRequestID}`;
    const lines: string[] = [];
    const first = this.#news(`first ${key}`, 'told');
    if (first) lines.push(`${reportName} ${valuesText(series)}${change.asked ? '' : ', not asked for'}`);
    for (const part of first ? [] : series) {
      if (part.status && this.#news(`status ${key}\n${part.rID}`, statusText(part.status))) {
        lines.push(`${reportName} ${part.rID} ${statusText(part.status)}`);
      }
    }
    if (first)
      for (const part of series) if (part.status) this.#keep(`status ${key}\n${part.rID}`, statusText(part.status));
    const trouble = [
      ...(missing > 0 ? [`${missing} interval${missing === 1 ? '' : 's'} missing`] : []),
      ...(late === undefined ? [] : [`late by ${span(late)}`]),
    ];
    const kind = `${missing > 0 ? 'missing' : ''}${late === undefined ? '' : 'late'}`;
    if (this.#news(`trouble ${key}`, kind) && (kind !== '' || !first)) {
      lines.push(`${reportName} ${kind === '' ? 'as it should be again' : trouble.join(', ')} (${reportRequestID})`);
    }
    return lines;
  }

  /** Whether it is another than what was told last under that key; remembers it. */
  #news(key: string, text: string): boolean {
    if (this.#last.get(key) === text) return false;
    this.#keep(key, text);
    return true;
  }

  #keep(key: string, text: string): void {
    // The oldest is forgotten; at worst it is told once more.
    this.#last.delete(key);
    if (this.#last.size >= REMEMBERED) {
      const oldest = this.#last.keys().next().value;
      if (oldest !== undefined) this.#last.delete(oldest);
    }
    this.#last.set(key, text);
  }
}

function cadence({ reportBack, reportName }: ReportRequestChange): string {
  if (reportBack > 0) return `every ${span(reportBack).replace('.0 s', ' s').replace(' 0 s', '')}`;
  return reportName.startsWith('HISTORY') ? 'history' : 'once';
}

function offersText({ reports }: ReportsChange): string {
  if (reports.length === 0) return 'offers no report';
  const each = reports.map(({ reportName, points }) => {
    const count = points.length === 1 ? '1 point' : `${points.length} points`;
    return `${reportTitle(reportName)} (${count})`;
  });
  return `offers ${some(each)}`;
}

/** The newest value of each data point: `power 1.987 kW, energy 0.160 kWh`. */
function valuesText(series: readonly SeriesPart[]): string {
  if (series.length === 0) return 'without values';
  return some(
    series.map(({ rID, unit, status, tail }) => {
      const value = tail.at(-1)?.[1];
      if (status) return `${rID} ${statusText(status)}`;
      return value === undefined ? `${rID} without values` : `${rID} ${valueText(value, unit)}`;
    }),
  );
}

/** Schedules; an opt about an event stands with the event. */
function optTexts({ eventID, optID, optType, state, periods = [], targets = [], optReason }: OptChange): string[] {
  if (eventID !== undefined) return [];
  const when = periods.map(({ start, end }) => `${minute(start)} to ${end === undefined ? 'open end' : minute(end)}`);
  const about = [optReason, some(targets)].filter((each) => each !== undefined && each !== '').join(', ');
  const words = state === 'created' ? '' : ` ${state}`;
  return [
    `opt schedule${words}: ${optType}${when.length === 0 ? '' : ` ${some(when)}`}${about === '' ? '' : `, ${about}`} (${optID})`,
  ];
}

/** `2026-01-01 12:00`, UTC. */
function minute(time: number): string {
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) return clock(Number.NaN);
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

function some(names: readonly string[]): string {
  const left = names.length - NAMES;
  const told = names.slice(0, NAMES).map(shown).join(', ');
  return left > 0 ? `${told} and ${left} more` : told;
}
