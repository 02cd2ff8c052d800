import type { Figure } from '../figure.ts';
import { pollBody } from '../load/messages.ts';
import { compare, type Side } from '../rounds.ts';
import type { Settings } from '../settings.ts';
import { withBoth } from './servers.ts';

/** oadrPoll requests a second of many VENs beside a bare Koa app that answers the same bytes. */
export function poll({ vens, rounds, seconds }: Settings): Promise<Figure[]> {
  return withBoth(vens, async ({ vtn, koa, load, venIDs }) => {
    const equal = venIDs.map((venID) => pollBody(venID));
    const different = venIDs.map((venID) => pollBody(venID, true));
    const by = (how: 'cannon' | 'lanes', bodies: readonly string[]) => {
      const side = ({ server, url }: Pick<Side, 'server'> & { url: string }): Side => ({
        server,
        load: () => load.ask(how, { url: `${url}/OadrPoll`, bodies, connections: vens, seconds }),
      });
      return { ours: side(vtn), bare: side(koa), rounds };
    };
    return [
      await compare({
        name: `oadrPoll, ${vens} VENs`,
        ...by('cannon', equal),
        target: { at: 'least', value: 0.45 },
      }),
      await compare({
        name: 'the same, every body different',
        ...by('lanes', different),
        target: { at: 'least', value: 0.3 },
      }),
    ];
  });
}
