import { differing, type EventView, venLabel } from '../../journal/view.ts';
import type { Digest } from './digest.ts';
import { html, type Markup } from './markup.ts';
import { clockTime, moment, more, pill, section, short, type Tone } from './parts.ts';

/** Events, and VENs of each, that are shown. */
const MOST = 200;
const VENS = 20;

const OPTS: Readonly<Record<string, Tone>> = { optIn: 'ok', optOut: 'warn' };

/** The events that the VTN had at the end, with what each VEN said to them. */
export function events(digest: Digest): Markup | undefined {
  const all = [...digest.view.events.values()];
  if (all.length === 0) return undefined;
  return section(
    'events',
    'Events',
    String(all.length),
    html`<div class="scroll"><table><thead><tr><th>event</th><th>what</th><th>when (UTC)</th><th>answers</th></tr></thead><tbody>
${all.slice(0, MOST).map((event) => row(event, digest))}</tbody></table></div>${more(all.length - MOST, 'events')}`,
  );
}

function row(event: EventView, { view }: Digest): Markup {
  const { schedule } = event;
  const end = schedule.end === undefined ? 'open end' : clockTime(schedule.end);
  const answers = [...event.vens].slice(0, VENS).map(([venID, { opt, code, match, delivered, resources, status }]) => {
    const wrong = match !== undefined && match !== 'matched' ? html` ${pill('warn', match)}` : undefined;
    const own = differing({ opt, resources }).map(([resource, each]) => ` ${short(resource, 100)} ${each}`);
    const said = opt === undefined ? html`<span class="soft">no answer</span>` : pill(OPTS[opt] ?? 'soft', opt);
    const refused = code === undefined || code === '200' ? '' : ` ${short(code, 50)}`;
    return html`<p>${short(venLabel(view, venID), 200)}: ${said}${refused}${wrong}${own} <span class="soft">${status}${delivered === undefined && ', never delivered'}</span></p>`;
  });
  return html`<tr><td>${short(event.eventID, 200)} <span class="soft">version ${event.modificationNumber}</span></td><td>${short(event.summary, 500)}</td><td>${moment(schedule.start)} to ${end}</td><td>${answers}${more(event.vens.size - VENS, 'VENs')}</td></tr>
`;
}
