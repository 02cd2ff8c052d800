import Router from '@koa/router';
import Koa from 'koa';
import type { Finding } from '../openadr/finding.ts';
import { BASE_PATH, SERVICES, type Service } from '../openadr/service.ts';
import type { Connections } from './connections.ts';
import type { Desk, Refusal } from './desk.ts';
import { explainPath, normalisePath } from './path.ts';
import { helpText, wrongPathText } from './texts.ts';

/** One route: OpenADR has a path a service and one method (9.1.2, 9.1.3). */
export interface Route {
  readonly method: 'POST';
  readonly path: string;
  readonly service: Service;
}

/** All routes there are. @param prefix normalised: `/lab`, or nothing */
export function routesBelow(prefix: string): readonly Route[] {
  return SERVICES.map((service) => ({ method: 'POST', path: `${prefix}${BASE_PATH}/${service}`, service }));
}

/** Puts Koa over a desk: the table of routes, 501 for other methods, 404 with a hint for other paths. */
export function koaOver(desk: Desk, connections: Connections, prefix: string): Koa {
  const routes = routesBelow(prefix);
  const exact = new Map(routes.map((route) => [route.path, route.service]));
  // Neither another case nor a trailing slash is the same path; what is forgiven is in `normalisePath`.
  const router = new Router({ sensitive: true, strict: true });
  const app = new Koa();
  // The desk answers by itself and in one write; a socket that fails is a fact of its connection already.
  app.silent = true;

  app.use((ctx, next) => {
    ctx.respond = false;
    if (ctx.req.method !== 'POST') {
      const { origin } = connections.of(ctx.req.socket);
      return desk.refuse(ctx.req, ctx.res, notImplemented(ctx.method, `${origin}${prefix}${BASE_PATH}`));
    }
    // The common case: the path as it stands in the table needs no matching.
    const service = exact.get(ctx.req.url ?? '');
    if (service) return desk.serve(ctx.req, ctx.res, service, []);
    ctx.newRouterPath = normalisePath(ctx.req.url ?? '');
    return next();
  });
  for (const { path, service } of routes) {
    router.post(path, (ctx) => desk.serve(ctx.req, ctx.res, service, inexact(ctx.originalUrl, path)));
  }
  app.use(router.routes());
  app.use((ctx) => {
    const { origin } = connections.of(ctx.req.socket);
    return desk.refuse(ctx.req, ctx.res, notFound(ctx.originalUrl, normalisePath(ctx.originalUrl), prefix, origin));
  });
  return app;
}

/** 501 for whatever is no POST (9.1.5). */
export function notImplemented(method: string, baseUrl: string): Refusal {
  const message = `${method} is not implemented`;
  const finding: Finding = {
    layer: 'http',
    severity: 'error',
    message: 'the method is not supported',
    expected: 'POST',
    actual: method,
    hint: `the VEN must be given ${baseUrl} and send by POST only (9.1.3)`,
  };
  return {
    status: 501,
    reason: message,
    text: helpText(method, baseUrl),
    findings: [finding],
  };
}

function notFound(url: string, path: string, prefix: string, origin: string): Refusal {
  const advice = explainPath(path, prefix, origin);
  const base = `${prefix}${BASE_PATH}`;
  const finding: Finding = {
    layer: 'http',
    severity: 'error',
    message: `wrong path: ${advice.reason}`,
    expected: `${base}/${advice.service ?? '<service>'}`,
    actual: url,
    hint: advice.hint,
  };
  return {
    status: 404,
    reason: finding.message,
    text: wrongPathText(url, advice, `${origin}${base}`),
    findings: [finding],
  };
}

/** A path that means the service but is written otherwise is served, and told. */
function inexact(url: string, path: string): readonly Finding[] {
  if (/^https?:/i.test(url) && url.endsWith(path)) return [];
  return [
    {
      layer: 'http',
      severity: 'warning',
      message: 'the path is not written as it should be',
      expected: path,
      actual: url,
      hint: 'double and trailing slashes, a query and percent-encoding are ignored here, but not by every VTN',
    },
  ];
}
