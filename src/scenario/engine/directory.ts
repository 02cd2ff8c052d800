import type { JournalPort } from '../../journal/port.ts';
import type { JournalRecord, StateRecord } from '../../journal/record.ts';

type Change = StateRecord['change'];
type Of<W extends Change['what']> = Extract<Change, { what: W }>;

/** What the VTN said last about one of its VENs. */
export interface VenFacts {
  readonly venID: string;
  venName?: string;
  registrationID?: string;
  fingerprint?: string;
  reportOnly: boolean;
  state: Of<'ven'>['state'];
  /** ms; absent: the VTN's. */
  pollInterval?: number;
  presence?: Of<'presence'>['presence'];
  /** The VTN was restarted and has not heard it since. */
  unheard?: true;
  /** Names of the reports that it offers, without `METADATA_`; absent: it has not said yet. */
  reports?: readonly string[];
  /** The same with all that was said of them. */
  offered?: Of<'reports'>['reports'];
}

/**
 * The VENs of a bench as its state records show them. It outlives a run, as registrations do: make one before the bench
 * starts and give it to each run on that bench.
 */
export class VenDirectory {
  readonly #vens = new Map<string, VenFacts>();
  /** venNames of the simulated VENs that runs started on this bench. */
  readonly simulated = new Set<string>();
  readonly close: () => void;

  constructor(journal: JournalPort) {
    this.close = journal.subscribe((record) => this.#see(record));
  }

  get(venID: string): VenFacts | undefined {
    return this.#vens.get(venID);
  }

  /** All that the VTN knows, in the order in which they came. */
  all(): VenFacts[] {
    return [...this.#vens.values()];
  }

  #see(record: JournalRecord): void {
    if (record.kind === 'state') this.#change(record.change);
    if (record.kind !== 'command' || record.error !== undefined || record.command.do !== 'restart') return;
    // A VTN built from nothing says nothing of those it never knew.
    if (record.command.state === 'lose') this.#vens.clear();
    for (const ven of this.#vens.values()) forgetPresence(ven);
  }

  #change(change: Change): void {
    switch (change.what) {
      case 'ven':
        this.#ven(change);
        return;
      case 'presence':
        this.#presence(change);
        return;
      case 'reports':
        this.#reports(change);
        return;
    }
  }

  #reports({ venID, reports }: Of<'reports'>): void {
    const ven = this.#entry(venID);
    ven.reports = reports.map(({ reportName }) => reportName.replace(/^METADATA_/, ''));
    ven.offered = reports;
  }

  #presence({ venID, presence }: Of<'presence'>): void {
    const ven = this.#entry(venID);
    ven.presence = presence;
    delete ven.unheard;
  }

  #ven(change: Of<'ven'>): void {
    if (change.cause === 'forgotten') {
      this.#vens.delete(change.venID);
      return;
    }
    const ven = this.#entry(change.venID);
    ven.state = change.state;
    // The old VTN may have told something while it went down.
    if (change.cause === 'restored') forgetPresence(ven);
    if (change.state !== 'registered' || change.cause === 'anew') {
      delete ven.reports;
      delete ven.offered;
    }
    if (change.state !== 'registered') delete ven.registrationID;
    if (change.venName !== undefined) ven.venName = change.venName;
    if (change.registrationID !== undefined) ven.registrationID = change.registrationID;
    if (change.fingerprint !== undefined) ven.fingerprint = change.fingerprint;
    if (change.pollInterval !== undefined) ven.pollInterval = change.pollInterval;
    if (change.reportOnly !== undefined) ven.reportOnly = change.reportOnly;
  }

  #entry(venID: string): VenFacts {
    let ven = this.#vens.get(venID);
    if (!ven) {
      ven = { venID, reportOnly: false, state: 'known' };
      this.#vens.set(venID, ven);
    }
    return ven;
  }
}

function forgetPresence(ven: VenFacts): void {
  delete ven.presence;
  ven.unheard = true;
}
