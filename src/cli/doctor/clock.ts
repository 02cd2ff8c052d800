import { execFile } from 'node:child_process';
import { moment } from '../../pki/explain.ts';
import { type Check, info, ok, warning } from './check.ts';

/** Runs a program of the system. @throws Error it is not there, fails, or takes too long */
export type Ask = (program: string, args: readonly string[]) => Promise<string>;

const PATIENCE_MS = 3_000;

export const ask: Ask = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: PATIENCE_MS, encoding: 'utf8' }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });

/**
 * Whether the system says that its clock is synchronised: there is no other source offline. The difference to each VEN's
 * clock is shown while a bench runs.
 * @param now ms since the epoch
 */
export async function clockCheck(now: number, run: Ask = ask): Promise<Check> {
  const told = `it is ${moment(now)}`;
  const answer = await run('timedatectl', ['show', '-p', 'NTPSynchronized']).catch(() => '');
  const [, synchronised] = /^NTPSynchronized=(yes|no)$/m.exec(answer) ?? [];
  if (synchronised === 'yes') return ok('clock', `${told}, synchronised`);
  if (synchronised === 'no') {
    return warning(
      'clock',
      `${told}, and the system says that it is not synchronised: events begin by this clock, certificates end by it`,
      'timedatectl set-ntp true',
    );
  }
  return info(
    'clock',
    `${told}; whether it is synchronised cannot be told on this system`,
    'compare it with a good clock',
  );
}
