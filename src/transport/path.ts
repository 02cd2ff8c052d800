import { BASE_PATH, SERVICES, type Service } from '../openadr/service.ts';

const BASE = BASE_PATH.toLowerCase();

/** What is wrong with a request path, and the path that was probably meant. */
export interface PathAdvice {
  readonly reason: string;
  readonly hint: string;
  /** The service that was probably meant. */
  readonly service?: Service;
}

/** `/prefix` or nothing, whatever slashes the user wrote. */
export function normalisePrefix(prefix = ''): string {
  const segments = prefix.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => `/${segment}`).join('');
}

/**
 * The path of a request target without what means the same: absolute form, query, double and trailing slashes,
 * needless percent-encoding (RFC 3986 6.2.2.2, RFC 9112 3.2.2).
 */
export function normalisePath(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return `/${decode(path)
    .split('/')
    .filter((segment) => segment !== '')
    .join('/')}`;
}

function decode(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Says what is wrong with a path that no service has. @param prefix normalised; @param origin `http://host:port` */
export function explainPath(path: string, prefix: string, origin: string): PathAdvice {
  const lower = path.toLowerCase();
  const right = `${prefix}${BASE_PATH}`;
  const last = lower.slice(lower.lastIndexOf('/') + 1);
  const service = SERVICES.find((name) => name.toLowerCase() === last);
  const meant = `did you mean ${right}/${service ?? '<service>'}?`;
  const advise = (reason: string, hint: string): PathAdvice => ({ reason, hint, ...(service ? { service } : {}) });

  if (lower.indexOf(BASE) !== lower.lastIndexOf(BASE)) {
    const give = `this VEN adds ${BASE_PATH} by itself, so give it ${origin}${prefix}`;
    return advise('the base path stands in it twice', `${meant} ${give}`);
  }
  if (service && lower === `${right}/${service}`.toLowerCase()) {
    return advise('the path is written in the wrong case', meant);
  }
  if (/\/openadr2\/simple(\/2\.0a)?(\/[^/]*)?$/.test(lower) && !lower.endsWith(BASE)) {
    return advise('that is a path of OpenADR 2.0a, and this VTN speaks 2.0b only', meant);
  }
  if (service && prefix !== '' && lower === `${BASE}/${service.toLowerCase()}`) {
    return advise(`the prefix ${prefix} is missing`, meant);
  }
  if (service && lower.endsWith(`${BASE}/${service.toLowerCase()}`)) {
    const found = path.slice(0, lower.indexOf(BASE));
    return advise(
      prefix === '' ? `this VTN has no prefix, and ${found} is one` : `the prefix is ${prefix}, not ${found || '/'}`,
      meant,
    );
  }
  if (service) return advise(`the base path ${right} is missing or misspelt`, meant);
  if (lower === right.toLowerCase()) {
    return { reason: 'the service name is missing', hint: `add one of ${SERVICES.join(', ')}` };
  }
  const close = closest(last);
  if (close) return { reason: 'there is no such service', hint: `did you mean ${right}/${close}?`, service: close };
  return { reason: 'no service is there', hint: `the services are ${SERVICES.join(', ')}, below ${right}` };
}

/** The service whose name differs least, if it is similar at all. */
function closest(name: string): Service | undefined {
  const ranked = SERVICES.map((service) => {
    const core = coreOf(service);
    return { service, difference: distance(coreOf(name), core) / core.length };
  });
  ranked.sort((a, b) => a.difference - b.difference);
  const [best] = ranked;
  return best && best.difference <= 0.5 ? best.service : undefined;
}

/** Its own part: `Ei` and `oadr` are what people confuse (`EiPoll`). */
function coreOf(name: string): string {
  return name.toLowerCase().replace(/^(ei|oadr)/, '');
}

/** Levenshtein's, of two short names. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= Math.min(a.length, 64); i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? a.length;
}
