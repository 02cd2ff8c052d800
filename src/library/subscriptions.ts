import type { ReceivedReadings, ReportReading } from './reading.ts';
import type { ReportCallback } from './report.ts';

interface Subscription {
  /** Absent: all. */
  readonly rIDs?: ReadonlySet<string>;
  readonly callback: ReportCallback;
}

/** Who wants the values of which reports: callbacks by VEN and report request. */
export class Subscriptions {
  readonly #byVen = new Map<string, Map<string, Subscription[]>>();
  readonly #first: () => void;

  /** @param first called when there is something to be told of */
  constructor(first: () => void) {
    this.#first = first;
  }

  /** @param rIDs absent: all data points of the report */
  add(venID: string, reportRequestID: string, rIDs: readonly string[] | undefined, callback: ReportCallback): void {
    const ofVen = this.#byVen.get(venID) ?? new Map<string, Subscription[]>();
    this.#byVen.set(venID, ofVen);
    const list = ofVen.get(reportRequestID) ?? [];
    ofVen.set(reportRequestID, list);
    list.push({ ...(rIDs && { rIDs: new Set(rIDs) }), callback });
    this.#first();
  }

  /** Its requests are gone, by new metadata (rule 306) or the end of its registration. */
  forget(venID: string): void {
    this.#byVen.delete(venID);
  }

  end(venID: string, reportRequestID: string): void {
    this.#byVen.get(venID)?.delete(reportRequestID);
  }

  /** Calls all who want values of this report; the first error ends it. @param at told whose turn it is */
  async deliver(venID: string, report: ReceivedReadings, at: (what: string) => void): Promise<void> {
    const { reportRequestId, reportName, readings } = report;
    const byCallback = new Map<ReportCallback, ReportReading[]>();
    for (const { rIDs, callback } of this.#byVen.get(venID)?.get(reportRequestId) ?? []) {
      const own = rIDs ? readings.filter(({ rId }) => rIDs.has(rId)) : readings;
      byCallback.set(callback, [...(byCallback.get(callback) ?? []), ...own]);
    }
    for (const [callback, own] of byCallback) {
      if (own.length === 0) continue;
      at(`the callback of report ${reportRequestId}`);
      await callback(own, { venId: venID, reportRequestId, reportName });
    }
  }
}
