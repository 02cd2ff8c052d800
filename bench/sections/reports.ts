import { Child } from '../child.ts';
import type { Figure } from '../figure.ts';
import { INTERVALS, POINTS } from '../load/meter.ts';
import type { LoadResult } from '../load/result.ts';
import { compare } from '../rounds.ts';
import type { KoaCalls } from '../servers/koa.ts';
import type { Settings } from '../settings.ts';
import { type Meters, withMeters } from './meters.ts';

/** VENs that report at once. */
const REPORTERS = 10;
const EACH = INTERVALS * POINTS;

/** oadrUpdateReport of 100 intervals × 10 points beside bare Koa that reads the same bytes; all points become readings. */
export function reports({ rounds, seconds }: Settings): Promise<Figure[]> {
  return withMeters(REPORTERS, async (meters) => {
    const { vtn, load, bodies, answer } = meters;
    const koa = new Child<KoaCalls>('./servers/koa.ts');
    try {
      const { url } = await koa.ask('start', { body: answer, collect: true });
      const to = (base: string): Promise<LoadResult> =>
        load.ask('lanes', { url: `${base}/EiReport`, bodies, connections: REPORTERS, seconds });
      const sent: LoadResult[] = [];
      const ratio = await compare({
        name: `oadrUpdateReport of ${INTERVALS} × ${POINTS} points`,
        rounds,
        ours: {
          server: vtn.server,
          load: async () => {
            const result = await to(vtn.url);
            sent.push(result);
            return result;
          },
        },
        bare: { server: koa, load: () => to(url) },
      });
      const points = await taken(meters, sent);
      // The first round only compiles.
      const timed = sent.slice(1);
      const time = timed.reduce((sum, { seconds: took }) => sum + took, 0);
      const rate = (timed.reduce((sum, { requests }) => sum + requests, 0) * EACH) / time;
      const size = `${((bodies[0]?.length ?? 0) / 1024).toFixed(0)} KiB each`;
      return [
        { ...ratio, detail: `${ratio.detail}; ${size}` },
        {
          name: 'points',
          value: Math.round(rate),
          unit: '/s',
          detail: `${points.toLocaleString('en')} taken, none missing`,
        },
      ];
    } finally {
      await koa.end();
    }
  });
}

/** Every point that was sent has become a reading. @throws Error some have not */
async function taken({ vtn }: Meters, sent: readonly LoadResult[]): Promise<number> {
  const expected = sent.reduce((sum, { requests }) => sum + requests, 0) * EACH;
  const points = await vtn.server.ask('points', undefined);
  if (points !== expected) throw new Error(`${points} points were taken, not ${expected}`);
  return points;
}
