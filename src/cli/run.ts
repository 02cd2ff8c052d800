import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { clean, visible } from '../journal/clean.ts';
import type { ScenarioPlan } from '../scenario/format/index.ts';
import { Controller, prompts, runSuite, type ScenarioResult, VenDirectory } from '../scenario/index.ts';
import { EXIT, type ExitCode, UsageError, worst } from './exit.ts';
import { createFace, faceKind } from './face.ts';
import { loadAll } from './load.ts';
import type { RunCliOptions } from './options.ts';
import { checkFiles, codeWith, NOTHING_WRITTEN, type Written, writeReports } from './reports.ts';
import { openSession, type Session, type VtnSettings } from './session.ts';
import { onSignals } from './signals.ts';

/** `oadr-sim run`: loads all scenarios, plays them one after the other on one bench, and gives a verdict. */
export async function run(paths: readonly string[], options: RunCliOptions): Promise<ExitCode> {
  const loaded = await loadAll(paths, options, (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')));
  if (!loaded.ok) {
    process.stderr.write(visible(loaded.output));
    return EXIT.scenario;
  }
  const { plans } = loaded;
  if (options.list) {
    for (const plan of plans)
      process.stdout.write(
        `${clean(`${plan.file}  ${plan.name}${plan.tags.length > 0 ? `  [${plan.tags.join(', ')}]` : ''}`)}\n`,
      );
    return EXIT.passed;
  }
  checkAnswers(plans, options.answer ?? {});
  checkSpeed(plans, options);
  faceKind(options);
  await checkFiles(options);
  return play(plans, { ...options, speed: possibleSpeed(plans, options.speed) });
}

function settingsOf({ vtn: { pollInterval, marketContext, registerReports } }: ScenarioPlan): VtnSettings {
  return { pollInterval, marketContext, registerReports };
}

async function play(plans: readonly ScenarioPlan[], options: RunCliOptions): Promise<ExitCode> {
  const controller = new Controller();
  const [first] = plans;
  const recordFailed = ({ message }: Error): void => controller.abort(`the recording ended: ${message}`);
  const scripted = plans.some(({ vens }) => Object.values(vens).some(({ simulated }) => simulated));
  const session = await openSession(options, recordFailed, {
    ...(first && { vtn: settingsOf(first) }),
    simulates: scripted || options.ven !== undefined,
  });
  const directory = new VenDirectory(session.journal);
  const face = createFace(options, session, controller);
  let ended = false;
  let code: ExitCode | undefined;
  let written: Written = NOTHING_WRITTEN;
  const signals = onSignals(
    () => controller.interrupt(),
    () => face.restore(),
  );
  try {
    await session.start();
    await face.listening(plans.map((plan) => plan.file).join(' '));
    face.left.then((how) => {
      if (!ended || how === 'interrupt') signals.raise('SIGINT');
    });
    const results = await runSuite(plans, {
      bench: session.bench,
      controller,
      directory,
      simulate: options.ven ?? 0,
      wait: options.wait,
      answers: options.answer ?? {},
      interactive: face.kind === 'tui',
      bail: options.bail,
      conformance: options.conformance,
      timeout: options.timeout,
    });
    ended = true;
    if (face.kind === 'tui' && !options.exit && signals.code() === undefined)
      await Promise.race([face.left, signals.first]);
    code = signals.code() ?? codeOf(results, session);
  } finally {
    face.restore();
    await session.close();
    written = await writeReports(options, session, code);
    signals.release();
    face.finish(written.lines);
    for (const line of written.errors) process.stderr.write(`${line}\n`);
    const fault = session.fault();
    if (fault) process.stderr.write(`error: ${visible(fault.message)}\n`);
  }
  return codeWith(code, written);
}

const CODES: Readonly<Record<ScenarioResult['verdict'], ExitCode>> = {
  passed: EXIT.passed,
  skipped: EXIT.passed,
  failed: EXIT.failed,
  error: EXIT.bench,
  interrupted: EXIT.SIGINT,
};

function codeOf(results: readonly ScenarioResult[], session: Session): ExitCode {
  // A suite in which every scenario was skipped has shown nothing: nothing passes by doing nothing.
  const nothing = results.every((result) => result.verdict === 'skipped') ? [EXIT.failed] : [];
  return session.fault() ? EXIT.bench : worst([...results.map((result) => CODES[result.verdict]), ...nothing]);
}

/** An answer that no prompt takes is a typo, and the run would wait for a person. @throws UsageError */
function checkAnswers(plans: readonly ScenarioPlan[], given: Readonly<Record<string, string>>): void {
  const known = new Map(plans.flatMap((plan) => prompts(plan).map(({ id, answers }) => [id, answers] as const)));
  for (const [id, answer] of Object.entries(given)) {
    const answers = known.get(id);
    if (!answers) {
      const ids = [...known.keys()].join(', ');
      throw new UsageError(
        `--answer ${id}: no scenario has a prompt of that id`,
        ids ? `one of ${ids}` : 'leave it out',
      );
    }
    if (!answers.includes(answer)) {
      throw new UsageError(`--answer ${id}=${answer}: the prompt does not take that`, `one of ${answers.join(', ')}`);
    }
  }
}

/** A poll interval that passes in less than this says more about the bench than about anything else, ms of I/O time. */
const SHORTEST_POLL = 10;

/** The speed, or less where no poll could be made in a poll interval. */
function possibleSpeed(plans: readonly ScenarioPlan[], speed: number): number {
  const shortest = Math.min(...plans.map((plan) => plan.vtn.pollInterval));
  const possible = Math.max(1, Math.floor(shortest / SHORTEST_POLL));
  if (speed <= possible) return speed;
  process.stderr.write(
    `warning: --speed ${speed} is lowered to ${possible}: a poll interval of ${shortest / 1000} s would pass in less than ${SHORTEST_POLL} ms\n`,
  );
  return possible;
}

/** Scaled time is for simulated VENs: a real one would be told to poll at a pace that it cannot know. */
function checkSpeed(plans: readonly ScenarioPlan[], options: RunCliOptions): void {
  if (options.speed === 1) return;
  for (const plan of plans) {
    const free = Object.values(plan.vens).filter((selector) => !selector.simulated);
    const wanted = free.reduce((sum, selector) => sum + selector.count, 0);
    if (wanted > (options.ven ?? 0)) {
      throw new UsageError(
        `--speed is for simulated VENs only, and ${plan.file} has ${wanted} that are not`,
        `--ven sim:${wanted}, or leave --speed out`,
      );
    }
  }
}
