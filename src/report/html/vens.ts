import { type VenView, worstCounted } from '../../journal/view.ts';
import { span } from '../style.ts';
import type { Digest } from './digest.ts';
import { html, type Markup } from './markup.ts';
import { counted, difference, facts, more, pill, section, short, TONES, type Tone } from './parts.ts';

/** VENs that are shown. */
const MOST = 100;

const PRESENCES: Readonly<Record<string, Tone>> = { online: 'ok', late: 'warn', offline: 'bad' };

/** Who was there: those with the severest findings first, then in the order in which they came. */
export function vens(digest: Digest): Markup {
  const { view } = digest;
  const all = [...view.vens.values()].sort((a, b) => weight(b) - weight(a));
  const content =
    all.length === 0
      ? html`<p>No VEN came.</p>`
      : html`<div class="cards">${all.slice(0, MOST).map((ven) => card(ven, digest))}</div>${more(all.length - MOST + view.vensLeftOut, 'VENs')}`;
  return section('vens', 'VENs', String(all.length + view.vensLeftOut), content);
}

function weight({ findings }: VenView): number {
  return findings.error > 0 ? 2 : findings.warning > 0 ? 1 : 0;
}

function card(ven: VenView, { clocks, certificates }: Digest): Markup {
  const { findings, cadence, presence } = ven;
  const severity = worstCounted(findings);
  const clock = clocks.get(ven.venID);
  const certificate = certificates.get(ven.venID);
  const counts = (['error', 'warning', 'info'] as const)
    .filter((each) => findings[each] > 0)
    .map((each) => html` ${pill(TONES[each], counted(findings[each], each))}`);
  return html`<div class="card ${severity && TONES[severity]}"><h3>${short(ven.venName || ven.venID, 200)} ${presence && pill(PRESENCES[presence] ?? 'soft', presence)}</h3>
${facts([
  ['venID', short(ven.venID, 200)],
  ['registration', ven.registrationID === undefined ? ven.state : `${ven.state}, ${short(ven.registrationID, 200)}`],
  ['speaks', speaks(ven)],
  [
    'TLS',
    ven.tls && `${short(ven.tls.version, 100)}, ${short(ven.tls.suite, 200)}${ven.tls.resumed ? ', resumed' : ''}`,
  ],
  ['presents', ven.tls && short(ven.tls.subject ?? 'no certificate', 200)],
  ['fingerprint', ven.fingerprint && html`<code>${short(ven.fingerprint, 100)}</code>`],
  [
    'certificate',
    certificate?.presented !== undefined &&
      html`another one came and was refused: <code>${short(certificate.presented, 100)}</code>${certificate.subject && ` (${short(certificate.subject, 200)})`}${certificate.renewal && ', probably a renewal'}`,
  ],
  ['clock', clock && `${difference(clock.offset)} to ours, by ${clock.from}`],
  ['polls', cadence.polls > 0 && polls(ven)],
  ['messages', `${ven.received} received, ${ven.sent} sent`],
  ['findings', counts.length > 0 && counts],
])}</div>
`;
}

function speaks({ profile, transport, pullModel }: VenView): string | undefined {
  const model = pullModel === undefined ? undefined : pullModel ? 'pull' : 'push';
  const known = [profile, transport, model].filter((each) => each !== undefined);
  return known.length === 0 ? undefined : short(known.join(', '), 200);
}

function polls({ cadence, pollInterval }: VenView): string {
  const mean = cadence.mean === undefined ? '' : `, lately every ${span(cadence.mean)}`;
  const offered = pollInterval === undefined ? '' : ` (offered: ${span(pollInterval)})`;
  return `${cadence.polls}${mean}${offered}`;
}
