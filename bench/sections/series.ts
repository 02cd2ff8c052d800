import type { Figure } from '../figure.ts';
import { INTERVALS, POINTS } from '../load/meter.ts';
import type { Memory } from '../servers/probe.ts';
import type { Settings } from '../settings.ts';
import { withMeters } from './meters.ts';

const EACH = INTERVALS * POINTS;
/** What memory may grow by once all is full that fills up, MB. */
const FLAT = 8;

/**
 * Memory while millions of points come: the warm-up fills every series and what is kept of messages, and what comes after
 * it must not stay. Samples are outside of the heap, so that both are counted.
 */
export function series({ series: { vens, warmUp, points } }: Settings): Promise<Figure[]> {
  return withMeters(vens, async ({ vtn, load, bodies }) => {
    const url = `${vtn.url}/EiReport`;
    const part = async (amount: number) => {
      await vtn.server.ask('usage', undefined);
      const result = await load.ask('lanes', { url, bodies, connections: vens, amount: Math.ceil(amount / EACH) });
      if (result.failed > 0) throw new Error(`${result.failed} of ${result.requests} requests failed`);
      const { loop } = await vtn.server.ask('usage', undefined);
      return { loop, sent: result.requests * EACH, memory: await vtn.server.ask('memory', undefined) };
    };
    const empty = await vtn.server.ask('memory', undefined);
    const full = await part(warmUp);
    const last = await part(points - warmUp);
    const taken = await vtn.server.ask('points', undefined);
    const sent = full.sent + last.sent;
    if (taken !== sent) throw new Error(`${taken} points were taken, not ${sent}`);
    return [
      {
        name: `memory after ${millions(sent)} points`,
        value: used(last.memory) - used(full.memory),
        unit: 'MB more',
        target: { at: 'most', value: FLAT },
        detail: `than after ${millions(full.sent)}; ${shown(empty)}; ${shown(full.memory)}; ${shown(last.memory)}; ${vens * POINTS} series`,
        loop: last.loop,
      },
    ];
  });
}

function used({ heapUsed, external }: Memory): number {
  return heapUsed + external;
}

function shown({ heapUsed, external, rss }: Memory): string {
  return `heap ${heapUsed.toFixed(1)} + ${external.toFixed(1)}, rss ${rss.toFixed(0)} MB`;
}

function millions(points: number): string {
  return `${(points / 1e6).toLocaleString('en')} M`;
}
