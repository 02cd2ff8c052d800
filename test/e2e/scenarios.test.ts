import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { sleep } from '../../src/base/clock.ts';
import type { PersonalityName } from '../../src/ven/index.ts';
import { type Person, planOf, play, simulated } from './helpers/scenario.ts';
import { Turnstile } from './helpers/turnstile.ts';

/** A fault that a scenario must find: whose it is, the step that says so, and what it says. */
type Catch = readonly [PersonalityName, step: string, says: RegExp];

interface Entry {
  /** Where it is tried first; cadences bear less than events. */
  readonly speed: number;
  readonly catches: readonly Catch[];
  /** A step that this version refuses. */
  readonly without?: string;
  /** Who answers its prompts. */
  readonly person?: Person;
  /** What its teardown may leave, where chance has a hand in it. */
  readonly left?: RegExp;
}

/** Does what the prompts ask for: cuts the power of the simulated VEN, and looks. */
const powerCut: Person = async (id, { bench }) => {
  if (id === 'cut') {
    await bench.simulated.powerCycle('dut-cooperative', 20_000);
    return 'pass';
  }
  // Whoever wants to know what a load does has to watch it for a while; the watch before it must be over by then.
  await sleep(bench.clock, 120_000);
  return 'yes';
};

/** What each scenario is for. */
const SCENARIOS: Readonly<Record<string, Entry>> = {
  'peak.json': {
    speed: 10,
    catches: [
      ['opts-out', '3', /with optOut, 200, version 0/],
      ['silent', '3', /waited 10s for oadrCreatedEvent with optIn/],
      ['late', '3', /waited 10s for oadrCreatedEvent with optIn/],
      ['wrong-request-id', '3', /under another requestID/],
      ['ignores-cancel', '5', /waited 10s for oadrCreatedEvent/],
    ],
  },
  'registration.json': {
    speed: 6,
    catches: [
      ['skip-query', '1', /a later one came before its turn/],
      ['no-report-handshake', '1', /oadrRegisteredReport/],
      ['wrong-cadence', '4', /nearest: a gap of (9|10)/],
      ['hasty', '4', /nearest: a gap of 2/],
      ['storm', '5', /the VEN registered anew/],
      ['no-reregistration', '6', /waited 20s for oadrResponse/],
      ['new-ids', '6', /nearest: oadrCreatePartyRegistration/],
    ],
  },
  'modify.json': {
    speed: 10,
    catches: [
      ['stale-version', '5', /with version 0/],
      ['forgetful', '5', /with optOut, 452, version 1/],
      ['locks-active', '9', /with optOut, 200, version 3/],
    ],
  },
  'cancel.json': {
    speed: 10,
    catches: [
      ['ignores-cancel', '5', /waited 8s for oadrCreatedEvent with optIn for far/],
      ['cannot-cancel', '5', /with optOut, 200, version 1/],
      ['locks-active', '13', /with optOut, 200, version 1/],
    ],
  },
  'open-ended.json': {
    speed: 10,
    catches: [
      ['no-open-end', '3', /with optOut, 451, version 0/],
      ['locks-active', '5', /with optOut, 200, version 1/],
    ],
  },
  'implied-cancel.json': {
    speed: 10,
    catches: [
      ['clings', '11', /one came that must not/],
      ['changes-only', '7', /waited 8s for oadrCreatedEvent with optIn for stays/],
    ],
  },
  'response-never.json': {
    speed: 10,
    catches: [
      ['eager', '3', /one came that must not/],
      ['silent', '6', /waited 8s for oadrCreatedEvent with optIn for loud/],
    ],
  },
  'price-setpoint.json': { speed: 10, catches: [['simple-only', '3', /with optOut, 460, version 0/]] },
  'overlapping.json': {
    speed: 10,
    catches: [
      ['one-event', '5', /with optOut, 200, version 0/],
      ['changes-only', '8', /waited 8s for oadrCreatedEvent with optIn for high/],
    ],
  },
  'cancel-registration.json': {
    speed: 10,
    catches: [['stays-away', '4', /waited 2m for oadrCreatePartyRegistration/]],
  },
  'telemetry-once.json': {
    speed: 15,
    catches: [
      ['unconfirmed-reports', '3', /waited 10s for oadrCreatedReport/],
      ['wrong-report-id', '4', /nearest: oadrUpdateReport whose oadrReport.reportRequestID differs/],
      ['never-reports', '4', /waited 20s for an oadrUpdateReport for usage \(usage-\w+\)/],
      ['bad-quality', '5', /one came that must not/],
      ['no-dtstart', '6', /waited 1m30s for a sample of load/],
    ],
  },
  'telemetry-periodic.json': {
    speed: 20,
    catches: [
      ['never-reports', '4', /waited 20s for a VEN that is reporting/],
      ['skips-reports', '5', /expected an oadrUpdateReport for usage .*5 to 7; nearest: came [34] times/],
      ['no-dtstart', '6', /no sample lies in the window/],
    ],
  },
  'telemetry-history.json': {
    speed: 10,
    catches: [
      ['never-reports', '4', /waited 20s for an oadrUpdateReport for past/],
      ['no-dtstart', '5', /no sample lies in the window/],
    ],
  },
  'telemetry-status.json': {
    speed: 15,
    catches: [
      ['never-reports', '3', /oadrOnline, oadrManualOverride/],
      ['simple-only', '6', /with optOut, 460, version 0/],
      ['stuck-load', '7', /whose oadrCapacity.oadrCurrent differs/],
    ],
  },
  'load-follows.json': {
    speed: 20,
    catches: [
      ['never-reports', '3', /no sample of load in 20s/],
      ['no-dtstart', '3', /came without a dtstart/],
      ['opts-out', '5', /with optOut, 200, version 0/],
      ['stuck-load', '7', /at most 80 % of before \(\d+.* W\); nearest: \d+.* W \(\d+.* % of before\) at /],
    ],
  },
  'opt-out-mid-event.json': {
    speed: 15,
    catches: [
      ['opts-out', '5', /with optOut, 200, version 0/],
      ['stuck-load', '6', /at most 80 % of before/],
    ],
  },
  'opt-schedule.json': {
    speed: 10,
    catches: [
      ['silent', '5', /waited 10s for oadrCreatedEvent with optOut/],
      ['opts-out', '7', /with optOut, 200, version 0/],
    ],
  },
};

/** Written by others, and run as they stand. */
const FOREIGN: Readonly<Record<string, Entry>> = {
  's04-poll-cadence.json': {
    speed: 12,
    catches: [
      ['wrong-cadence', '2', /nearest: a gap of (9|10)/],
      ['hasty', '2', /nearest: a gap of 2/],
      ['no-reregistration', '4', /waited 20s for oadrResponse/],
      ['new-ids', '4', /nearest: oadrCreatePartyRegistration/],
    ],
  },
  's03-report-handshake.json': {
    speed: 30,
    without: '"finding": 311',
    catches: [
      ['no-report-handshake', '5', /waited 10s for oadrRegisteredReport/],
      ['no-metadata-duration', '2', /whose oadrReport.duration is absent/],
    ],
  },
  's14-randomisation.json': {
    speed: 30,
    left: /may run on/,
    catches: [['stuck-load', '3.5#1', /at most 80 % of base/]],
  },
  's18-telemetry.json': {
    speed: 15,
    catches: [
      ['wrong-report-id', '5', /waited 1m15s for an oadrUpdateReport for usage/],
      ['never-reports', '5', /waited 1m15s for an oadrUpdateReport for usage/],
    ],
  },
  's20-power-cycle.json': { speed: 20, person: powerCut, catches: [] },
  'load-drops-20-percent.json': {
    speed: 20,
    catches: [
      ['stuck-load', '6', /nearest: .* W \((?:9|10)\d.* % of base\)/],
      ['no-dtstart', '3', /without a dtstart/],
    ],
  },
  's09-modify-each-status.json': {
    speed: 15,
    catches: [
      ['stale-version', '5', /with version 0/],
      ['locks-active', '9', /with optOut, 200, version 3/],
      ['ignores-cancel', '11', /waited 10s for oadrCreatedEvent with optIn for peak/],
    ],
  },
};

const OURS = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const THEIRS = fileURLToPath(new URL('../../../shared/design/scenarios/', import.meta.url));

// Few at a time: a bench that is late cannot judge.
const turnstile = new Turnstile(3);

test('every scenario of the project stands in the table, and in no other', async (t) => {
  const files = (await readdir(OURS)).filter((file) => file.endsWith('.json') && file !== 'scenario.schema.json');
  t.deepEqual(files.sort(), Object.keys(SCENARIOS).sort());
});

for (const [folder, table] of [
  [OURS, SCENARIOS],
  [THEIRS, FOREIGN],
] as const) {
  for (const [file, { speed, catches, without, person, left }] of Object.entries(table)) {
    const path = `${folder}${file}`;
    if (!existsSync(path)) {
      test.skip(`${file}: ${path} is not there`, (t) => t.fail());
      continue;
    }
    test(`${file} passes with a VEN that does all it should`, (t) =>
      turnstile.pass(async () => {
        const { result } = await play(t, simulated(await planOf(path, without), 'cooperative'), speed, person);
        t.is(result.reason, undefined);
        t.is(result.verdict, 'passed');
        t.deepEqual([result.expectations.failed, result.expectations.skipped], [0, 0]);
        const unexpected = result.left.filter((one) => !left?.test(one));
        t.deepEqual([result.failures, result.unclaimed, unexpected], [[], [], []]);
      }));
    for (const [personality, step, says] of catches) {
      test(`${file} fails at step ${step} with a VEN that is ${personality}`, (t) =>
        turnstile.pass(async () => {
          const { result } = await play(t, simulated(await planOf(path, without), personality), speed, person);
          t.is(result.verdict, 'failed', result.reason);
          t.deepEqual(
            result.failures.map((failure) => failure.step),
            [step],
          );
          t.regex(result.failures[0]?.detail?.message ?? '', says);
          t.true(result.reason?.startsWith(`step ${step} failed: `), result.reason);
        }));
    }
  }
}
