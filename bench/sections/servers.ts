import { Child } from '../child.ts';
import type { LoadCalls } from '../load/main.ts';
import { pollBody } from '../load/messages.ts';
import { answerTo, register } from '../load/registration.ts';
import type { KoaCalls } from '../servers/koa.ts';
import type { VtnCalls, VtnStart } from '../servers/vtn.ts';

/** A server process that listens. */
export interface Running<C extends VtnCalls | KoaCalls> {
  readonly server: Child<C>;
  readonly url: string;
}

/** Half a second: that VENs under load come more often is then no finding, which each of their messages would carry. */
export const SHORT_INTERVAL = 500;

/** Runs `use` beside a VTN and a load process, and ends both. */
export async function withVtn<T>(
  pollInterval: number,
  use: (both: { vtn: Running<VtnCalls>; load: Child<LoadCalls> }) => Promise<T>,
  secure: Pick<VtnStart, 'tls' | 'sign'> = {},
): Promise<T> {
  const server = new Child<VtnCalls>('./servers/vtn.ts');
  const load = new Child<LoadCalls>('./load/main.ts');
  try {
    const { url } = await server.ask('start', { pollInterval, ...secure });
    return await use({ vtn: { server, url }, load });
  } finally {
    await Promise.all([load.end(), server.end()]);
  }
}

/** What a comparison needs: the VTN with registered VENs, and Koa that answers as the VTN answers a poll. */
export interface Both {
  readonly vtn: Running<VtnCalls>;
  readonly koa: Running<KoaCalls>;
  readonly load: Child<LoadCalls>;
  readonly venIDs: readonly string[];
}

/** @param prepare called before Koa learns what to answer */
export function withBoth<T>(
  vens: number,
  use: (both: Both) => Promise<T>,
  prepare: (vtn: Running<VtnCalls>, venIDs: readonly string[]) => Promise<void> = async () => {},
): Promise<T> {
  return withVtn(SHORT_INTERVAL, async ({ vtn, load }) => {
    const venIDs = await register(vtn.url, vens);
    await prepare(vtn, venIDs);
    const server = new Child<KoaCalls>('./servers/koa.ts');
    try {
      const { url } = await server.ask('start', {
        body: await answerTo(vtn.url, 'OadrPoll', pollBody(venIDs[0] ?? '')),
      });
      return await use({ vtn, koa: { server, url }, load, venIDs });
    } finally {
      await server.end();
    }
  });
}
