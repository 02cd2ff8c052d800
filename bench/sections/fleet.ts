import { Child } from '../child.ts';
import type { Figure } from '../figure.ts';
import type { FleetCalls } from '../servers/fleet.ts';
import type { Settings } from '../settings.ts';
import { withVtn } from './servers.ts';

const INTERVAL = 1_000;
/** For all to finish their start-up, ms. */
const PATIENCE = 60_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Many simulated VENs, each polling once a second. */
export function fleet({ fleet: { vens, seconds } }: Settings): Promise<Figure[]> {
  return withVtn(INTERVAL, async ({ vtn }) => {
    const process = new Child<FleetCalls>('./servers/fleet.ts');
    try {
      await process.ask('start', { url: vtn.url, count: vens, pollInterval: INTERVAL });
      for (const until = Date.now() + PATIENCE; (await process.ask('polling', undefined)) < vens; await pause(200)) {
        if (Date.now() > until) throw new Error('the simulated VENs did not all start');
      }
      await pause(2 * INTERVAL);
      await vtn.server.ask('watchPolls', { pollInterval: INTERVAL });
      await vtn.server.ask('usage', undefined);
      await process.ask('usage', undefined);
      await process.ask('begin', undefined);
      await pause(seconds * 1000);
      const { latency, failed } = await process.ask('result', undefined);
      const { polls, missed, vens: seen } = await vtn.server.ask('watched', undefined);
      const { loop, cpu } = await vtn.server.ask('usage', undefined);
      const own = (await process.ask('usage', undefined)).loop;
      await process.ask('stop', undefined);
      const load = `${polls} polls of ${seen} VENs in ${seconds} s, ${Math.round(cpu / seconds / 10)} % of a processor`;
      return [
        {
          name: 'missed polls',
          value: missed + failed + (vens - seen),
          unit: '',
          target: { at: 'most', value: 0 },
          detail: load,
          loop,
        },
        {
          name: 'response time, p99',
          value: latency.p99,
          unit: 'ms',
          detail: `p50 ${latency.p50.toFixed(1)}, max ${latency.max.toFixed(1)} ms; the VENs' own loop p99 ${own.p99.toFixed(1)} max ${own.max.toFixed(0)} ms`,
          loop,
        },
      ];
    } finally {
      await process.end();
    }
  });
}
