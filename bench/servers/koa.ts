import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { serve } from '../child.ts';
import { probe } from './probe.ts';

/** What everything is compared with: Koa alone, answering the same bytes to whatever comes; with `collect`, once all of it has. */
const calls = {
  ...probe,
  start({ body, collect = false }: { body: string; collect?: boolean }): Promise<{ url: string }> {
    const app = new Koa();
    if (collect) {
      app.use(async (ctx, next) => {
        const chunks: Buffer[] = [];
        for await (const chunk of ctx.req) chunks.push(chunk);
        Buffer.concat(chunks);
        await next();
      });
    }
    app.use((ctx) => {
      ctx.type = 'application/xml';
      ctx.body = body;
    });
    return new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        resolve({ url: `http://127.0.0.1:${port}/OpenADR2/Simple/2.0b` });
      });
    });
  },
};

export type KoaCalls = typeof calls;

serve(calls);
