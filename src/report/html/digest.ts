import type { JournalRecord, MessageRecord, StateRecord, StepRecord } from '../../journal/record.ts';
import { createView, reduce, type ScenarioView, type View } from '../../journal/view.ts';
import { Tally } from '../tally.ts';
import { Answers } from './answers.ts';
import { Choice } from './choice.ts';
import { FindingGroups } from './finding-groups.ts';
import { Refusals } from './refusals.ts';

type Fact<W extends StateRecord['change']['what']> = Extract<StateRecord['change'], { readonly what: W }>;

/** Failed steps that are kept. */
const FAILED = 500;
/** Payload names that are counted. */
const PAYLOADS = 200;

/** What a report says of a whole session: a fold over its record, bounded in memory however long the record is. */
export class Digest {
  /** VENs, events, verdicts; messages are not kept, they are shown in a second pass. */
  readonly view: View = createView({ messages: 1, bytes: 0, log: 1, tails: 1, pairs: 1 });
  readonly tally = new Tally();
  readonly findings = new FindingGroups();
  readonly refusals = new Refusals();
  readonly choice = new Choice();
  readonly answers = new Answers();
  /** In the order in which they were played. */
  readonly scenarios: ScenarioView[] = [];
  /** Also those of earlier rounds of a repeat, which a view forgets. */
  readonly failed: StepRecord[] = [];
  readonly clocks = new Map<string, Fact<'clock'>>();
  readonly certificates = new Map<string, Fact<'certificate'>>();
  records = 0;
  /** Messages by payload name. */
  readonly payloads = new Map<string, { in: number; out: number }>();
  began?: number;

  add(record: JournalRecord): void {
    this.records++;
    this.began ??= record.time;
    const { connections } = this.view;
    const before = connections.lastRefused;
    reduce(this.view, record);
    this.tally.add(record);
    this.findings.add(record);
    this.choice.add(record);
    if (record.kind === 'message') this.#count(record);
    if (record.kind === 'connection') {
      const { lastRefused } = connections;
      this.refusals.add(record, lastRefused === before ? undefined : lastRefused);
    }
    if (record.kind === 'scenario' && record.state === 'started' && this.view.scenario)
      this.scenarios.push(this.view.scenario);
    if (record.kind === 'step' && record.state === 'failed' && this.failed.length < FAILED) this.failed.push(record);
    if (record.kind === 'state') {
      const { change } = record;
      if (change.what === 'clock' && this.view.vens.has(change.venID)) this.clocks.set(change.venID, change);
      if (change.what === 'response') this.answers.add(change);
      if (change.what === 'certificate') this.certificates.set(change.venID, change);
    }
  }

  #count({ name = '(none)', dir }: MessageRecord): void {
    const count = this.payloads.get(name) ?? { in: 0, out: 0 };
    count[dir]++;
    // Whoever makes up names must not fill the memory.
    if (this.payloads.size < PAYLOADS) this.payloads.set(name, count);
  }
}
