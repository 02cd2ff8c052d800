import type { IncomingMessage, ServerResponse } from 'node:http';

/** Koa middleware, by what of Koa it needs: who uses it need not have Koa's types. */
export type KoaMiddleware = (
  context: { readonly req: IncomingMessage; readonly res: ServerResponse; respond?: boolean },
  next: () => Promise<unknown>,
) => Promise<unknown>;
