import { loadavg } from 'node:os';
import { build } from './build.ts';
import { type Figure, reached } from './figure.ts';
import { events } from './sections/events.ts';
import { fleet } from './sections/fleet.ts';
import { memory } from './sections/memory.ts';
import { poll } from './sections/poll.ts';
import { report } from './sections/report.ts';
import { reports } from './sections/reports.ts';
import { series } from './sections/series.ts';
import { signed } from './sections/signed.ts';
import { start } from './sections/start.ts';
import { tls } from './sections/tls.ts';
import { type Settings, settings } from './settings.ts';
import { heading, line } from './table.ts';

/** All sections; `npm run bench -- poll memory` runs some. */
const SECTIONS: Readonly<Record<string, (settings: Settings) => Promise<Figure[]>>> = {
  poll,
  events,
  report,
  reports,
  fleet,
  start,
  memory,
  series,
  tls,
  signed,
};

const args = process.argv.slice(2);
const json = args.includes('--json');
const wanted = args.filter((arg) => arg !== '--json');
const unknown = wanted.find((name) => !Object.hasOwn(SECTIONS, name));
if (unknown !== undefined) {
  process.stderr.write(`error: no section ${unknown}\ntry: ${Object.keys(SECTIONS).join(', ')}, --json\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await bench().then(
    (ok) => (ok ? 0 : 1),
    (error: unknown) => {
      process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
      return 1;
    },
  );
}

/** Runs the sections one after the other. @returns whether every target was reached */
async function bench(): Promise<boolean> {
  const results: Record<string, readonly Figure[]> = {};
  build();
  process.stdout.write(heading());
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const figures = await section(settings());
    results[name] = figures;
    for (const figure of figures) process.stdout.write(line(name, figure));
  }
  const ok = Object.values(results).flat().every(reached);
  process.stdout.write(ok ? 'every target is reached\n' : 'a target is missed\n');
  if (json) process.stdout.write(`${JSON.stringify({ node: process.version, load: loadavg(), ok, results })}\n`);
  return ok;
}
