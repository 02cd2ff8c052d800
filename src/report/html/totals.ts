import type { Digest } from './digest.ts';
import { html, type Markup } from './markup.ts';
import { counted, facts, section, short } from './parts.ts';

/** What was counted. */
export function totals({ tally, view, payloads, records }: Digest): Markup {
  const { error, warning, info } = tally.findings;
  const p50 = tally.percentile(0.5);
  const p95 = tally.percentile(0.95);
  const rows = [...payloads]
    .sort((a, b) => b[1].in + b[1].out - a[1].in - a[1].out)
    .map(
      ([name, count]) =>
        html`<tr><td>${short(name, 200)}</td><td class="n">${count.in || ''}</td><td class="n">${count.out || ''}</td></tr>
`,
    );
  return section(
    'totals',
    'Totals',
    undefined,
    html`${facts([
      ['Records', String(records)],
      ['Connections', `${view.connections.total}, ${view.connections.failed} of them in vain`],
      ['Findings', `${counted(error, 'error')}, ${counted(warning, 'warning')}, ${counted(info, 'info')}`],
      [
        'Answered in',
        p50 !== undefined && p95 !== undefined && `${p50.toFixed(1)} ms (p50), ${p95.toFixed(1)} ms (p95)`,
      ],
    ])}
${
  rows.length > 0 &&
  html`<div class="scroll"><table><thead><tr><th>payload</th><th class="n">received</th><th class="n">sent</th></tr></thead><tbody>
${rows}</tbody></table></div>`
}`,
  );
}
