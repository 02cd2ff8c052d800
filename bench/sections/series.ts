import type { Figure } from '../figure.ts';
import { INTERVALS, POINTS } from '../load/meter.ts';
import type { Settings } from '../settings.ts';
import { withMeters } from './meters.ts';

const EACH = INTERVALS * POINTS;
/** What the heap may grow by between the first tenth and the last, MB: by then every series is as long as it gets. */
const FLAT = 4;

/** Memory while millions of points come: what is kept of each series is bounded. */
export function series({ series: { vens, points } }: Settings): Promise<Figure[]> {
  return withMeters(vens, async ({ vtn, load, bodies }) => {
    const url = `${vtn.url}/EiReport`;
    const part = async (amount: number) => {
      await vtn.server.ask('usage', undefined);
      const result = await load.ask('lanes', { url, bodies, connections: vens, amount });
      if (result.failed > 0) throw new Error(`${result.failed} of ${result.requests} requests failed`);
      const { loop } = await vtn.server.ask('usage', undefined);
      return { loop, memory: await vtn.server.ask('memory', undefined) };
    };
    const empty = await vtn.server.ask('memory', undefined);
    const messages = Math.ceil(points / EACH);
    const first = await part(Math.ceil(messages / 2));
    const last = await part(messages - Math.ceil(messages / 2));
    const taken = await vtn.server.ask('points', undefined);
    if (taken !== messages * EACH) throw new Error(`${taken} points were taken, not ${messages * EACH}`);
    const heap = [empty, first.memory, last.memory].map(({ heapUsed }) => heapUsed.toFixed(1)).join(', ');
    return [
      {
        name: `heap, 2nd half of ${(taken / 1e6).toLocaleString('en')} million points`,
        value: last.memory.heapUsed - first.memory.heapUsed,
        unit: 'MB more',
        target: { at: 'most', value: FLAT },
        detail: `before, half, after: heap ${heap} MB, rss ${last.memory.rss.toFixed(0)} MB; ${vens * POINTS} series`,
        loop: last.loop,
      },
    ];
  });
}
