import type { StepDetail } from '../../journal/record.ts';
import type { Expectation, Judgement } from '../expect/expectation.ts';
import type { SubjectWorld } from '../expect/folds.ts';
import type { ReportWorld } from '../expect/report.ts';
import type { Standing } from '../expect/that.ts';
import type { ScenarioPlan } from '../format/index.ts';
import { Anchors } from './anchors.ts';
import { Conformance } from './conformance.ts';
import { VenDirectory } from './directory.ts';
import { Events } from './events.ts';
import { Gate } from './gate.ts';
import { type Instance, instancesOf, type Round } from './instances.ts';
import { Judging } from './judging.ts';
import { Measures } from './measures.ts';
import { type Moment, type Stamp, scenarioMoment } from './moment.ts';
import type { RunOptions } from './options.ts';
import { Prompts } from './prompts.ts';
import { Pulse } from './pulse.ts';
import { Recorder } from './recorder.ts';
import { Reports } from './reports.ts';
import { RunFacts } from './run-facts.ts';
import { ScenarioClock } from './scenario-clock.ts';
import { type Slot, Slots } from './slots.ts';
import { lookupFor } from './variables.ts';
import { windowRules } from './windows.ts';

/** What the run does when an expectation is judged. */
export type Settled = (expectation: Expectation, judgement: Judgement, detail: StepDetail) => void;

/** All that a run is made of, wired together; it has no order of its own. */
export class RunParts {
  readonly plan: ScenarioPlan;
  readonly clock: ScenarioClock;
  readonly pulse: Pulse;
  readonly recorder: Recorder;
  readonly gate: Gate;
  readonly directory: VenDirectory;
  readonly slots: Slots;
  readonly events = new Events();
  readonly reports = new Reports();
  readonly measures = new Measures();
  readonly conformance: Conformance;
  readonly prompts: Prompts;
  readonly anchors: Anchors;
  readonly judging: Judging;
  readonly facts: RunFacts;
  readonly instances: readonly Instance[];
  t0: Moment | undefined;
  /** The last step is done. */
  end: Stamp | undefined;
  readonly #bench: RunOptions['bench'];
  /** IDs on the wire of events and report requests. */
  readonly #wireIDs = new Map<Instance, string>();
  readonly #byId = new Map<string, Instance[]>();
  readonly #run: string;
  #seq = -1;
  #mono = 0;

  constructor(plan: ScenarioPlan, options: RunOptions, settled: Settled) {
    const { bench } = options;
    this.plan = plan;
    this.#bench = bench;
    this.#run = bench.random.id(4);
    this.clock = new ScenarioClock(bench.clock);
    this.pulse = new Pulse(bench.clock);
    this.recorder = new Recorder(bench.journal, plan);
    this.gate = new Gate(this.clock, this.recorder, () => this.pulse.beat());
    this.directory = options.directory ?? new VenDirectory(bench.journal);
    this.slots = new Slots(plan.vens, this.directory);
    const level = options.conformance;
    this.conformance = new Conformance(level ? { default: level, overrides: {} } : plan.vtn.conformance);
    this.prompts = new Prompts(options.answers ?? {}, options.interactive ?? false);
    this.anchors = new Anchors({
      t0: () => this.start,
      end: () => this.end,
      find: (id, from) => this.find(id, from),
      eventID: (of) => this.#wireIDs.get(of),
      events: this.events,
    });
    this.instances = instancesOf(plan.steps);
    for (const instance of this.instances) if (instance.step.id !== undefined) this.#index(instance.step.id, instance);
    this.judging = this.#judgingWith(settled);
    this.facts = new RunFacts({
      slots: this.slots,
      events: this.events,
      conformance: this.conformance,
      feed: (slot, fact) => this.judging.feed(slot, fact),
      reports: this.reports,
      read: (record) => bench.parsed(record),
    });
  }

  /** t0 on the scenario's clock; before it now. */
  get start(): Moment {
    return this.t0 ?? { clock: 'scenario', time: this.clock.now() };
  }

  /** The newest record that was seen. */
  saw(seq: number, mono: number): void {
    this.#seq = Math.max(this.#seq, seq);
    this.#mono = Math.max(this.#mono, mono);
  }

  stamp(): Stamp {
    const bench = this.#bench.clock.now();
    return { seq: this.#seq, bench, scenario: this.clock.of(bench), mono: this.#mono };
  }

  /** Worst lateness of the bench since a moment of the run, ms of bench time. */
  lateness(sinceMono: number): number {
    return this.#bench.lateness(sinceMono) * this.#bench.speed;
  }

  /** The step of an id as seen from a step: its own round's, else that of a round around it, else the latest begun. */
  find(id: string, from: Instance): Instance | undefined {
    const all = this.#byId.get(id) ?? [];
    for (const round of roundsAround(from.round)) {
      const own = all.find((instance) => instance.round === round);
      if (own) return own;
    }
    return all.findLast(({ begin }) => begin !== undefined) ?? all[0];
  }

  /** The ID on the wire of what a step made. */
  wireIDOf(step: Instance): string | undefined {
    return this.#wireIDs.get(step);
  }

  /** Gives what a step makes its ID on the wire. */
  name(step: Instance, wireID = `${step.id ?? step.place}-${this.#run}`): string {
    this.#wireIDs.set(step, wireID);
    return wireID;
  }

  /** The ID on the wire by the id of the step that made it, as seen from a step. */
  wireIDBy(id: string, from: Instance): string | undefined {
    const target = this.find(id, from);
    return target && this.wireIDOf(target);
  }

  /** How often a VEN is to poll, ms. */
  pollInterval(slot: Slot): number {
    return this.slots.facts(slot)?.pollInterval ?? this.plan.vtn.pollInterval;
  }

  lookup(step: Instance, now: number): ReturnType<typeof lookupFor> {
    const { slots } = this;
    return lookupFor({ slots, find: (id, from) => this.find(id, from), wireID: (of) => this.wireIDOf(of) }, step, now);
  }

  #index(id: string, instance: Instance): void {
    // A repeat is found as what begins, its end is noted there.
    if (instance.closes) return;
    this.#byId.set(id, [...(this.#byId.get(id) ?? []), instance]);
  }

  #judgingWith(settled: Settled): Judging {
    return new Judging(this.instances, windowRules(this.instances), {
      clock: this.clock,
      pulse: this.pulse,
      anchors: this.anchors,
      slots: this.slots,
      stamp: () => this.stamp(),
      clockStart: ({ clock }) => this.#doneMoment(clock),
      subjects: (step) => this.#subjects(step),
      settled,
      stray: () => this.facts.strays.get(),
      isDue: (moment) => this.clock.isDue(moment),
      lateness: (since) => this.lateness(since),
    });
  }

  #doneMoment(position: number | undefined): Moment {
    const done = position === undefined ? undefined : this.instances[position]?.done;
    return done ? scenarioMoment(done) : this.start;
  }

  #subjects(step: Instance): SubjectWorld {
    return {
      lookup: (at) => this.lookup(step, at.bench),
      event: (id, slot) => {
        const eventID = (): string | undefined => this.wireIDBy(id, step);
        return {
          eventID,
          delivered: () => this.events.delivered(eventID() ?? '', slot.venID),
          contact: () => this.facts.contacts.get(eventID() ?? '', slot.venID ?? ''),
        };
      },
      report: (id, slot) => this.#reportWorld(id, slot, step),
      measured: (id, slot) => this.measures.of(this.find(id, step), slot),
      standing: (slot) => this.#standing(slot),
      claim: (key) => this.conformance.claim(key),
    };
  }

  #reportWorld(id: string, slot: Slot, step: Instance): ReportWorld {
    const reportRequestID = (): string | undefined => this.wireIDBy(id, step);
    return {
      reportRequestID,
      copy: () => this.reports.get(reportRequestID(), slot.venID),
      unit: (rID) => this.slots.unit(slot, rID),
      pollInterval: () => this.pollInterval(slot),
      scenarioAt: (bench) => this.clock.of(bench),
    };
  }

  #standing(slot: Slot): Standing {
    const facts = this.slots.facts(slot);
    const offline = facts?.presence === 'offline';
    // A VTN that lost its state does not know it at all.
    const unheard = slot.venID !== undefined && (!facts || facts.unheard === true);
    return {
      registered: this.slots.isRegistered(slot),
      online: slot.heard && unheard ? 'unknown' : slot.heard && !offline,
      offline: slot.heard && offline,
      reporting: slot.heard && this.reports.isReporting(slot.venID, this.#bench.clock.now()),
    };
  }
}

function roundsAround(round: Round | undefined): (Round | undefined)[] {
  return round ? [round, ...roundsAround(round.outer)] : [undefined];
}
