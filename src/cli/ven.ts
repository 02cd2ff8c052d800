import { after, SystemClock } from '../base/clock.ts';
import { SeededRandom } from '../base/random.ts';
import { fleetNames, SimulatedVens } from '../bench/simulated.ts';
import { visible } from '../journal/clean.ts';
import { RecordFile } from '../journal/file.ts';
import { Journal } from '../journal/journal.ts';
import { createConsole } from '../report/console.ts';
import { isPersonalityName, PERSONALITIES, personalityNames } from '../ven/index.ts';
import { wantsColor } from './color.ts';
import { EXIT, type ExitCode, UsageError } from './exit.ts';
import { onSignals } from './signals.ts';
import type { VenCliOptions } from './ven-options.ts';
import { certKindLines, venTls } from './ven-tls.ts';

export type { VenCliOptions } from './ven-options.ts';

/** How long a fleet's start is spread, ms: the usual poll interval. */
const SPREAD = 10_000;

/** `oadr-sim ven`: simulated VENs alone, against any VTN, until a signal or `--duration`. */
export async function ven(options: VenCliOptions): Promise<ExitCode> {
  if (options.personality === 'list') {
    for (const name of personalityNames) console.log(`${name.padEnd(22)}${PERSONALITIES[name].explain}`);
    return EXIT.passed;
  }
  if (options.certKind === 'list') {
    for (const line of certKindLines()) console.log(line);
    return EXIT.passed;
  }
  const url = checkUsage(options);
  const { name, count, personality, venId } = options;
  const names = count === 1 ? [name] : fleetNames(name, count);
  const tls = await venTls(url, options, names);
  const clock = new SystemClock();
  const journal = new Journal({ clock });
  const plain = createConsole({
    color: wantsColor(options.color, process.stdout),
    quiet: options.quiet,
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
  });
  journal.subscribe((record) => plain.record(record));
  let failed: (code: ExitCode) => void = () => {};
  const unrecorded = new Promise<ExitCode>((resolve) => {
    failed = resolve;
  });
  const onFault = ({ message }: Error): void => {
    process.stderr.write(`error: ${visible(message)}\n`);
    failed(EXIT.bench);
  };
  const file = options.record === 'none' ? undefined : await RecordFile.open(options.record, { journal, onFault });
  const random = new SeededRandom(options.seed);
  journal.append({ kind: 'session', version: 1, program: 'oadr-sim ven', url, seed: random.seed, speed: 1 });
  for (const ven of tls ? names : [])
    for (const line of tls?.about(ven) ?? []) journal.append({ kind: 'log', source: 'ven', ven, ...line });
  const vens = new SimulatedVens({
    ...{ clock, ioClock: clock, random, journal, messages: journal },
    ...(tls?.of && { tls: tls.of }),
    ...(tls?.sign && { sign: tls.sign }),
  });
  if (count === 1) vens.add(url, { venName: name, personality, ...(venId ? { venID: venId } : {}) });
  else vens.fleet(url, count, SPREAD, { personality }, name);
  const signals = onSignals(() => {});
  const timedOut = new Promise<ExitCode>((resolve) => {
    if (options.duration !== undefined) after(clock, options.duration, () => resolve(EXIT.passed));
  });
  const ended = await Promise.race([signals.first, timedOut, unrecorded]);
  // A VEN that never registered in all that time has shown that something is wrong.
  const code = ended === EXIT.passed && !vens.allRegistered() ? EXIT.bench : ended;
  if (code !== ended) process.stderr.write('error: not every VEN is registered\n');
  await vens.stop();
  await file?.close();
  signals.release();
  plain.finish(file?.paths ?? []);
  return code;
}

/** @returns the VTN's address */
function checkUsage({ url, personality, count, venId, sign }: VenCliOptions): string {
  const example = 'ven --url http://127.0.0.1:8080/OpenADR2/Simple/2.0b';
  if (url === undefined) throw new UsageError('--url is missing: which VTN?', example);
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UsageError(`${url} is no address of a VTN: it begins with http:// or https://`, example);
  }
  if (!isPersonalityName(personality)) {
    throw new UsageError(`there is no personality ${personality}`, `one of ${personalityNames.join(', ')}`);
  }
  if (PERSONALITIES[personality].signing !== undefined && !sign) {
    throw new UsageError(`--personality ${personality} errs with signatures, and nothing is signed`, '--sign');
  }
  if (venId !== undefined && count > 1) throw new UsageError('--ven-id goes with one VEN only');
  return url;
}
