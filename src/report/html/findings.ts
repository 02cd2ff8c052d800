import { venLabel } from '../../journal/view.ts';
import type { Finding } from '../../openadr/finding.ts';
import type { Digest } from './digest.ts';
import type { FindingGroup } from './finding-groups.ts';
import { html, type Markup } from './markup.ts';
import { clockTime, counted, facts, more, pill, place, remedy, section, short, TONES } from './parts.ts';

/** Findings by severity, equal ones together, each with its places. */
export function findings(digest: Digest): Markup {
  const groups = digest.findings.sorted();
  const { refused } = digest.findings;
  const { error, warning, info } = digest.tally.findings;
  const note = `${counted(error, 'error')}, ${counted(warning, 'warning')}, ${counted(info, 'info')}`;
  const content =
    groups.length === 0
      ? refused === 0 && html`<p>Nothing was found wrong.</p>`
      : html`<div class="stack">${groups.map((group) => card(group, digest))}</div>${more(digest.findings.leftOut, 'findings of other kinds')}`;
  const elsewhere =
    refused > 0 &&
    html`<p class="note">Among the errors: <a href="#connections">${counted(refused, 'connection')} that TLS refused</a>.</p>`;
  return section('findings', 'Findings', note, [content, elsewhere]);
}

function card({ finding, name, vens, count, first, last, seqs }: FindingGroup, { view, choice }: Digest): Markup {
  const when = count === 1 ? clockTime(first) : `${count} times, ${clockTime(first)} to ${clockTime(last)}`;
  const who = [...vens].map((ven) => short(venLabel(view, ven), 100)).join(', ');
  const links = seqs.map((seq, at) => html`${at > 0 && ', '}${place(choice, seq)}`);
  return html`<div class="card ${TONES[finding.severity]}">${headline(finding)}
<p class="soft">${[name, who].filter((each) => each !== undefined && each !== '').map((each) => `${short(each ?? '', 200)} · `)}${when} · ${links}${count > seqs.length && ', …'}</p>
${findingFacts(finding)}</div>
`;
}

function headline({ severity, layer, rule, message }: Finding): Markup {
  const kind = rule === undefined ? layer : `${layer} ${rule}`;
  return html`<p>${pill(TONES[severity] ?? 'soft', severity)} <span class="soft">${kind}</span> <b>${short(message)}</b></p>`;
}

/** Where it is, what was expected, what to do. */
function findingFacts({ path, line, column, expected, actual, hint }: Finding): Markup {
  return html`${facts([
    ['expected', expected && short(expected)],
    ['actual', actual && short(actual)],
    ['place', line !== undefined && `line ${line}, column ${column ?? 1}`],
    ['path', path && html`<code>${short(path)}</code>`],
  ])}${remedy(hint)}`;
}

/** A finding as it stands with its message. */
export function findingPart(finding: Finding): Markup {
  return html`<div class="card ${TONES[finding.severity]}">${headline(finding)}${findingFacts(finding)}</div>
`;
}
