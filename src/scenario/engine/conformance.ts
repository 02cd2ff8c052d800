import type { Finding } from '../../openadr/index.ts';
import type { ConformanceLevel, ConformancePlan } from '../format/index.ts';
import type { Stamp } from './moment.ts';

/** A finding at `error` that no expectation allows. */
export interface Unclaimed {
  readonly finding: Finding;
  readonly at: Stamp;
  readonly exchange?: string;
  /** Payload name. */
  readonly message?: string;
  /** The VEN's alias. */
  readonly ven: string;
}

/** How many are kept for the report; all are counted. */
const KEPT = 1000;

/** What a finding does to the verdict: a rule number goes over its layer, a layer over the default. */
export function levelOf(finding: Finding, plan: ConformancePlan): ConformanceLevel {
  const byRule = finding.rule === undefined ? undefined : plan.overrides[String(finding.rule)];
  return byRule ?? plan.overrides[finding.layer] ?? plan.default;
}

/** Findings at `error` in messages of the run's VENs, less those that an expectation claims; by `findingKey`. */
export class Conformance {
  readonly #plan: ConformancePlan;
  readonly #open = new Map<string, Unclaimed>();
  readonly #claimed = new Set<string>();
  #beyond = 0;

  constructor(plan: ConformancePlan) {
    this.#plan = plan;
  }

  /** An expectation allows this finding, seen already or about to be. */
  claim(key: string): void {
    if (!this.#open.delete(key)) this.#claimed.add(key);
  }

  /** Called after the expectations had their look at the finding. */
  see(key: string, found: Unclaimed): void {
    const claimed = this.#claimed.delete(key);
    if (claimed || found.finding.severity !== 'error' || levelOf(found.finding, this.#plan) !== 'error') return;
    if (this.#open.size >= KEPT) this.#beyond++;
    else this.#open.set(key, found);
  }

  get unclaimed(): readonly Unclaimed[] {
    return [...this.#open.values()];
  }

  get count(): number {
    return this.#open.size + this.#beyond;
  }
}
