import { nearest } from '../../openadr/index.ts';

import { isSignalName, SIGNAL_NAMES } from '../../openadr/signals.ts';
import { durationToMs } from '../../openadr/time.ts';
import type { Collector, Problem } from './collector.ts';
import type { ConformanceLevel, ConformancePlan, ScenarioPlan, VenSelector, VtnPlan } from './plan.ts';
import { LAYERS, type SelectorInput, type TopInput } from './schema/scenario.ts';
import { at, keyAt, type Located } from './source.ts';

const MARKET_CONTEXT = 'http://example.com/oadr-sim';
const REPORTS: readonly string[] = ['TELEMETRY_USAGE', 'TELEMETRY_STATUS', 'HISTORY_USAGE', 'HISTORY_GREENBUTTON'];

/** All of a plan but its steps. */
export class TopBuilder {
  readonly #located: Located;
  readonly #errors: Collector;
  readonly #personalities: readonly string[] | undefined;

  constructor(located: Located, errors: Collector, personalities: readonly string[] | undefined) {
    this.#located = located;
    this.#errors = errors;
    this.#personalities = personalities;
  }

  build(file: string, input: TopInput): Omit<ScenarioPlan, 'steps'> {
    const vens = Object.entries(input.vens).map(
      ([alias, selector]) => [alias, this.#selector(alias, selector)] as const,
    );
    if (vens.length === 0) this.#fail(['vens'], { message: 'the scenario has no VEN', hint: '"vens": { "dut": {} }' });
    const timeout = durationToMs(input.timeout);
    if (timeout === 0) this.#fail(['timeout'], { message: 'a timeout is longer than nothing' });
    for (const [index, name] of (input.requires ?? []).entries()) this.#required(index, name);
    return {
      name: input.name,
      ...(input.description === undefined ? {} : { description: input.description }),
      tags: input.tags ?? [],
      file,
      vtn: this.#vtn(input.vtn ?? {}),
      vens: Object.fromEntries(vens),
      requires: input.requires ?? [],
      timeout,
      teardown: input.teardown ?? 'cancel',
    };
  }

  #vtn(input: NonNullable<TopInput['vtn']>): VtnPlan {
    const pollInterval = durationToMs(input.pollInterval ?? 'PT10S');
    if (pollInterval === 0) this.#fail(['vtn', 'pollInterval'], { message: 'a poll interval is longer than nothing' });
    return {
      pollInterval,
      conformance: this.#conformance(input.conformance ?? 'error'),
      marketContext: input.marketContext ?? MARKET_CONTEXT,
      ...(input.vtnID === undefined ? {} : { vtnID: input.vtnID }),
      registerReports: input.registerReports ?? true,
    };
  }

  #conformance(input: ConformanceLevel | Readonly<Record<string, ConformanceLevel>>): ConformancePlan {
    if (typeof input === 'string') return { default: input, overrides: {} };
    const { default: level = 'error', ...overrides } = input;
    for (const key of Object.keys(overrides)) {
      if (/^[1-9]\d*$/.test(key) || LAYERS.some((layer) => layer === key)) continue;
      const near = nearest(key, [...LAYERS, 'default']);
      const spot = keyAt(this.#located, ['vtn', 'conformance'], key);
      const expected = `default, the number of a rule, or a layer: ${LAYERS.join(', ')}`;
      if (spot)
        this.#errors.add(spot, {
          message: `there is no layer "${key}"`,
          expected,
          ...(near ? { hint: `"${near}"` } : {}),
        });
    }
    return { default: level, overrides };
  }

  #selector(alias: string, input: SelectorInput): VenSelector {
    const { venName, venID, fingerprint, simulated, count = 1, fresh = false } = input;
    const single = venID !== undefined ? 'venID' : fingerprint !== undefined ? 'fingerprint' : undefined;
    if (single && count > 1)
      this.#fail(['vens', alias, 'count'], { message: `only one VEN has that ${single}`, expected: '1' });
    this.#personality(alias, simulated?.personality);
    const made = { venName, venID, fingerprint, simulated };
    const given = Object.entries(made).filter(([, value]) => value !== undefined);
    return { ...Object.fromEntries(given), count, fresh };
  }

  #personality(alias: string, name: string | undefined): void {
    if (name === undefined || !this.#personalities || this.#personalities.includes(name)) return;
    const near = nearest(name, this.#personalities);
    const expected = `one of ${this.#personalities.join(', ')}`;
    const problem = { message: `there is no personality "${name}"`, expected, ...(near ? { hint: `"${near}"` } : {}) };
    this.#fail(['vens', alias, 'simulated', 'personality'], problem);
  }

  #required(index: number, name: string): void {
    if (REPORTS.includes(name) || isSignalName(name) || name.startsWith('x-')) return;
    const known = [...REPORTS, ...SIGNAL_NAMES];
    const near = nearest(name, known);
    const expected = `one of ${known.join(', ')}, or x-…`;
    this.#fail(['requires', index], {
      message: `no report or signal has the name "${name}"`,
      expected,
      ...(near ? { hint: `"${near}"` } : {}),
    });
  }

  #fail(path: readonly PropertyKey[], problem: Problem): void {
    const part = at(this.#located, path);
    this.#errors.add(part.kind === 'scalar' ? part.spot : { ...part.spot, length: 1 }, problem);
  }
}
