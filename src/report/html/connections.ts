import type { Digest } from './digest.ts';
import { certificateList } from './head.ts';
import { html, type Markup } from './markup.ts';
import { clockTime, facts, more, section, short } from './parts.ts';
import type { Refusal } from './refusals.ts';

/** Connections that came to nothing, with cause and remedy. */
export function connections({ refusals }: Digest): Markup | undefined {
  const { all, leftOut } = refusals;
  if (all.length === 0) return undefined;
  const count = all.reduce((sum, each) => sum + each.count, leftOut);
  return section(
    'connections',
    'Connections that came to nothing',
    String(count),
    html`<div class="stack">${all.map(card)}</div>${more(leftOut, 'of other kinds')}`,
  );
}

function card({ tried, hint, address, time, last, count, tls, hello, certificates }: Refusal): Markup {
  const when = count === 1 ? clockTime(time) : `${count} times, ${clockTime(time)} to ${clockTime(last)}`;
  const list = (values: readonly string[]): string => short(values.join(', '), 1_000);
  return html`<div class="card ${tls ? 'bad' : 'warn'}"><p><b>${short(tried)}</b></p>
<p class="soft">${address === undefined ? '' : `${address} · `}${when}</p>
${facts([
  ['cause', tls && `${tls.cause}${tls.code === undefined ? '' : ` (${tls.code})`}`],
  ['the device saw', tls?.answer],
  ['it offered', hello && `${list(hello.versions)}; ${list(hello.suites)}`],
  ['curves', hello?.groups && list(hello.groups)],
  ['server name', hello?.serverName && short(hello.serverName, 300)],
  ['its certificate', certificates.length > 0 && certificateList(certificates)],
])}
${hint !== undefined && html`<p class="try"><b>try:</b> ${short(hint)}</p>`}</div>
`;
}
