import type { Figure } from '../figure.ts';
import { pollBody } from '../load/messages.ts';
import { compare } from '../rounds.ts';
import type { Settings } from '../settings.ts';
import { withBoth } from './servers.ts';

/** A poll that brings an oadrDistributeEvent of ten events: every poll of a round does, once a VEN. */
export function events({ eventVens, vens, rounds }: Settings): Promise<Figure[]> {
  return withBoth(
    eventVens,
    async ({ vtn, koa, load, venIDs }) => {
      const bodies = venIDs.map((venID) => pollBody(venID));
      let version = 0;
      const figure = await compare({
        name: 'oadrPoll answered by 10 events',
        rounds,
        ours: {
          server: vtn.server,
          prepare: () => vtn.server.ask('modify', { vens: venIDs, comment: `version ${++version}` }),
          load: () => load.ask('lanes', { url: `${vtn.url}/OadrPoll`, bodies, connections: vens }),
        },
        bare: {
          server: koa.server,
          load: () => load.ask('lanes', { url: `${koa.url}/OadrPoll`, bodies, connections: vens }),
        },
      });
      return [figure];
    },
    (vtn, venIDs) => vtn.server.ask('events', { vens: venIDs }),
  );
}
