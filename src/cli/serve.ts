import { VenError } from '../ven/index.ts';
import { EXIT, type ExitCode, UsageError } from './exit.ts';
import { createFace } from './face.ts';
import type { BenchCliOptions } from './options.ts';
import { checkFiles, codeWith, NOTHING_WRITTEN, type Written, writeReports } from './reports.ts';
import { openSession } from './session.ts';
import { onSignals } from './signals.ts';

/** `oadr-sim serve`: the VTN and the UI without a scenario, until `q` (0) or a signal. */
export async function serve(options: BenchCliOptions): Promise<ExitCode> {
  if (options.speed !== 1 && options.ven === undefined) {
    throw new UsageError('--speed is for simulated VENs only', 'add --ven sim, or leave --speed out');
  }
  await checkFiles(options);
  // A disk that is full ends the recording, visibly; the bench goes on (decision 4).
  const session = await openSession(options, (error) =>
    session.journal.append({
      kind: 'log',
      level: 'error',
      source: 'record',
      message: `the recording ended: ${error.message}`,
    }),
  );
  const face = createFace(options, session);
  const signals = onSignals(
    () => {},
    () => face.restore(),
  );
  let code: ExitCode | undefined;
  let written: Written = NOTHING_WRITTEN;
  try {
    await session.start();
    await face.listening('serve');
    if (options.ven !== undefined) session.bench.simulated.fleet(session.bench.url, options.ven, options.pollInterval);
    code = await Promise.race([signals.first, face.left.then((how) => (how === 'quit' ? EXIT.passed : EXIT.SIGINT))]);
  } catch (error) {
    if (error instanceof VenError) throw new UsageError(error.message);
    throw error;
  } finally {
    face.restore();
    await session.close();
    written = await writeReports(options, session, code);
    signals.release();
    face.finish(written.lines);
    for (const line of written.errors) process.stderr.write(`${line}\n`);
  }
  return codeWith(code, written);
}
