import { Child } from '../child.ts';
import type { Figure, Target } from '../figure.ts';
import { pollBody } from '../load/messages.ts';
import { answerTo, register } from '../load/registration.ts';
import { compare, type Side } from '../rounds.ts';
import type { HttpsCalls } from '../servers/https.ts';
import type { Settings } from '../settings.ts';
import { withSecure } from './secure.ts';

const AGAINST = 'bare Node HTTPS';
/** Connections that come and go at a time. */
const VISITORS = 10;

/** Polls over mutual TLS on kept connections, and on one each, beside Node's own HTTPS server with the same options. */
export function tls({ vens, rounds, seconds, handshakes }: Settings): Promise<Figure[]> {
  return withSecure(async ({ vtn, load, lab }) => {
    const names = Array.from({ length: vens }, (_, index) => `bench-${index + 1}`);
    const own = names.map((name) => lab.of(name));
    const venIDs = await register(vtn.url, vens, { credentials: lab.of });
    const bodies = venIDs.map((venID) => pollBody(venID));
    const server = new Child<HttpsCalls>('./servers/https.ts');
    try {
      const body = await answerTo(vtn.url, 'OadrPoll', bodies[0] ?? '', own[0]);
      const { url } = await server.ask('start', { body, folder: lab.folder });
      const kept = (at: Pick<Side, 'server'> & { url: string }): Side => ({
        server: at.server,
        load: () =>
          load.ask('lanes', { url: `${at.url}/OadrPoll`, bodies, connections: vens, seconds, credentials: own }),
      });
      const visits = (at: Pick<Side, 'server'> & { url: string }, ciphers: string): Side => ({
        server: at.server,
        load: () =>
          load.ask('visits', {
            ...{ url: `${at.url}/OadrPoll`, bodies, connections: VISITORS, amount: handshakes },
            ...{ credentials: own, ciphers },
          }),
      });
      const bare = { server, url };
      const handshake = (kind: string, suite: string, target: Target): Promise<Figure> =>
        compare({
          name: `TLS handshake and a poll, ${kind}`,
          ...{ against: AGAINST, rounds, target },
          ...{ ours: visits(vtn, suite), bare: visits(bare, suite) },
        });
      return [
        await compare({
          name: `oadrPoll over kept TLS, ${vens} VENs`,
          ...{ against: AGAINST, rounds, target: TARGETS.kept },
          ...{ ours: kept(vtn), bare: kept(bare) },
        }),
        await handshake('ECC', 'ECDHE-ECDSA-AES128-SHA256', TARGETS.ecc),
        await handshake('RSA', 'AES128-SHA256', TARGETS.rsa),
      ];
    } finally {
      await server.end();
    }
  });
}

/** Well below what a quiet machine has (docs/performance.md). */
const TARGETS = {
  kept: { at: 'least', value: 0.25 },
  ecc: { at: 'least', value: 0.4 },
  rsa: { at: 'least', value: 0.4 },
} as const satisfies Readonly<Record<string, Target>>;
