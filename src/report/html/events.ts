import { type EventView, venLabel } from '../../journal/view.ts';
import type { Digest } from './digest.ts';
import { html, type Markup } from './markup.ts';
import { facts, moment, more, pill, section, short, type Tone } from './parts.ts';

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
    html`<div class="stack">${all.slice(0, MOST).map((event) => card(event, digest))}</div>${more(all.length - MOST, 'events')}`,
  );
}

function card(event: EventView, digest: Digest): Markup {
  const { schedule, eventID, summary, modificationNumber, responseRequired, vens } = event;
  const end = schedule.end === undefined ? 'open end' : moment(schedule.end);
  const answers = [...vens.keys()].slice(0, VENS).map((venID) => answersOf(event, venID, digest));
  return html`<div class="card"><h3>${short(eventID, 200)}</h3>
${facts([
  ['what', short(summary, 500)],
  ['when', `${moment(schedule.start)} to ${end} UTC`],
  ['version', `${modificationNumber}, answer ${responseRequired}`],
  ['answers', html`${answers}${more(vens.size - VENS, 'VENs')}`],
])}</div>
`;
}

/** All that a VEN said to an event, in order. */
function answersOf({ eventID, vens }: EventView, venID: string, { view, answers }: Digest): Markup {
  const { kept, count } = answers.of(eventID, venID);
  const { status, delivered } = vens.get(venID) ?? {};
  const said = kept.map(({ modificationNumber, optType, responseCode, match, resourceIDs = [] }, at) => {
    const code = responseCode === '200' ? '' : ` ${short(responseCode, 50)}`;
    const wrong = match === 'matched' ? '' : `, ${match}`;
    const whose = resourceIDs.length === 0 ? '' : ` for ${short(resourceIDs.join(', '), 200)}`;
    return html`${at > 0 && ', then '}${pill(OPTS[optType] ?? 'soft', optType)}${code} to version ${modificationNumber}${whose}${wrong}`;
  });
  const none = html`<span class="soft">no answer${delivered === undefined && ', never delivered'}</span>`;
  return html`<p>${short(venLabel(view, venID), 200)}: ${kept.length > 0 ? said : none}${count > kept.length && ` and ${count - kept.length} more`} <span class="soft">· ${status}</span></p>`;
}
