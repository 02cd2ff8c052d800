import type { StateRecord } from '../../journal/record.ts';
import type { Stamp } from './moment.ts';

type Change = StateRecord['change'];
type RequestChange = Extract<Change, { what: 'reportRequest' }>;
type ReadingsChange = Extract<Change, { what: 'readings' }>;

/** A report that was asked of one VEN. */
export interface ReportCopy {
  readonly venID: string;
  readonly reportRequestID: string;
  state: RequestChange['state'];
  reason?: string;
  /** ms; 0: once. */
  reportBack: number;
  /** ms; 0: the VEN's choice. */
  granularity: number;
  rIDs: readonly string[];
  /** When it came to that state, and in which exchange. */
  at: Stamp;
  exchange?: string;
  /** When it was delivered, and in which exchange. */
  delivered?: { readonly at: Stamp; readonly exchange?: string };
  /** Whether the VEN was told of its cancel. */
  told?: true;
  /** How many updates came, and when the newest did. */
  updates: number;
  last?: Stamp;
}

/** Report requests of the run as the state records show them. */
export class Reports {
  readonly #copies = new Map<string, ReportCopy>();

  /** The request of a VEN; absent: none was made. */
  get(reportRequestID: string | undefined, venID: string | undefined): ReportCopy | undefined {
    if (reportRequestID === undefined || venID === undefined) return undefined;
    return this.#copies.get(keyOf(venID, reportRequestID));
  }

  all(): ReportCopy[] {
    return [...this.#copies.values()];
  }

  /** Whether an update of a periodic report came within two of its reportBack, at a bench time. */
  isReporting(venID: string | undefined, now: number): boolean {
    return this.all().some(
      (copy) =>
        copy.venID === venID && copy.reportBack > 0 && copy.last && now - copy.last.bench <= 2 * copy.reportBack,
    );
  }

  /** Those of earlier runs are gone. */
  clear(): void {
    this.#copies.clear();
  }

  /** The VTN lost its state: it knows of no request any more. */
  lost(at: Stamp): void {
    for (const copy of this.#copies.values()) {
      if (!isOpen(copy)) continue;
      Object.assign(copy, { state: 'dropped', reason: 'the VTN lost its state', at });
    }
  }

  see(change: Change, at: Stamp, exchange?: string): void {
    if (change.what === 'reportRequest') this.#request(change, at, change.exchange ?? exchange);
    if (change.what === 'readings') this.#readings(change, at);
    if (change.what === 'delivery' && change.state === 'delivered' && change.payload === 'oadrCancelReport') {
      for (const id of change.reportRequestIDs ?? []) {
        const copy = this.get(id, change.venID);
        if (copy) copy.told = true;
      }
    }
  }

  #request(change: RequestChange, at: Stamp, exchange: string | undefined): void {
    const { venID, reportRequestID, state, reason, reportBack, granularity, rIDs } = change;
    // A request that was made anew under the same ID begins anew.
    const known = state === 'asked' ? undefined : this.get(reportRequestID, venID);
    const when = { at, ...(exchange === undefined ? {} : { exchange }) };
    const delivered = state === 'delivered' ? when : known?.delivered;
    this.#copies.set(keyOf(venID, reportRequestID), {
      venID,
      reportRequestID,
      state,
      reportBack,
      granularity,
      rIDs,
      updates: known?.updates ?? 0,
      ...when,
      ...(reason === undefined ? {} : { reason }),
      ...(delivered ? { delivered } : {}),
      ...(known?.last ? { last: known.last } : {}),
      ...(state === 'cancelled' || known?.told ? { told: true } : {}),
    });
  }

  #readings({ venID, reportRequestID }: ReadingsChange, at: Stamp): void {
    const copy = this.get(reportRequestID, venID);
    if (!copy) return;
    copy.updates++;
    copy.last = at;
  }
}

const OPEN: ReadonlySet<ReportCopy['state']> = new Set(['asked', 'delivered', 'accepted', 'restored'] as const);

/** Whether its VEN is to send it. */
export function isOpen({ state }: ReportCopy): boolean {
  return OPEN.has(state);
}

/** Why nothing can come of a request any more, if so: refused, cancelled by new metadata, dropped. */
export function lossOf({ state, reason }: ReportCopy): string | undefined {
  const why = reason === undefined ? '' : `: ${reason}`;
  if (state === 'refused') return `the VEN refused the request${why}`;
  if (state === 'replaced') return 'the request was cancelled by new metadata (rule 306)';
  return state === 'dropped' ? `the request is gone${why}` : undefined;
}

/** How a request stands, in words: what may explain that nothing came of it. */
export function standingText({ state, delivered, updates, last }: ReportCopy): string {
  if (!delivered && state === 'asked') return 'the VEN did not fetch the request';
  const when = delivered ? `delivered at ${timeText(delivered.at.bench)}` : 'known to the VEN';
  const answer = STATES[state];
  const came = updates === 0 ? 'no update came' : `${updates === 1 ? '1 update' : `${updates} updates`} came`;
  const newest = last ? `, the newest at ${timeText(last.bench)}` : '';
  return `the request was ${when}${answer}; ${came}${newest}`;
}

const STATES: Readonly<Record<ReportCopy['state'], string>> = {
  asked: '',
  delivered: ' and not answered by an oadrCreatedReport',
  accepted: ' and accepted',
  restored: ' and is restored',
  refused: ' and refused',
  done: ' and is done',
  cancelling: ' and is being cancelled',
  cancelled: ' and is cancelled',
  replaced: ' and cancelled by new metadata',
  dropped: ' and is gone',
};

/** Of the day, to the ms. */
export function timeText(bench: number): string {
  return new Date(bench).toISOString().slice(11, 23);
}

function keyOf(venID: string, reportRequestID: string): string {
  return `${venID}\n${reportRequestID}`;
}
