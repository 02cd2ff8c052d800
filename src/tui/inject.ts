import { type Command, CommandError } from '../bench/command.ts';
import { type EventView, openEvents, venLabel } from '../journal/view.ts';
import { formatDuration, parseHumanDuration } from '../openadr/duration.ts';
import type { EventSpec } from './command-types.ts';
import type { FormFields, Target } from './panel.ts';
import { simple } from './presets.ts';
import { selectedReport } from './reports.ts';
import type { Ui } from './ui.ts';

/** How long a SIMPLE level at once lasts; level 0 to 3 by one key. */
const AT_ONCE = 'PT15M';

/** Registered VENs, to which commands can go. */
export function targets(ui: Ui): string[] {
  return [...ui.live.vens.values()].filter((ven) => ven.state === 'registered').map((ven) => ven.venID);
}

/** The VEN that an engineer most likely means: the selected one, else that of the selected message, else the first. */
export function likelyTarget(ui: Ui): Target {
  const all = targets(ui);
  const wanted = wantedVen(ui);
  const venID = all.find((each) => each === wanted) ?? all[0];
  return venID === undefined ? 'all' : { venID };
}

function wantedVen(ui: Ui): string | undefined {
  if (ui.focus === 'messages' || ui.inspecting) return ui.message?.ven;
  if (ui.focus === 'reports') return selectedReport(ui)?.venID;
  return String(ui.lists.vens.selected ?? '');
}

/** The next target: each VEN, then all of them together if there are several. */
export function nextTarget(ui: Ui, target: Target, by: 1 | -1): Target {
  const all: Target[] = targets(ui).map((venID) => ({ venID }));
  if (all.length !== 1) all.push('all');
  const at = all.findIndex((each) =>
    each === 'all' || target === 'all' ? each === target : each.venID === target.venID,
  );
  return all[(at + by + all.length) % all.length] ?? 'all';
}

/** What a target is called, with its ID where that says more. */
export function targetName(ui: Ui, target: Target): string {
  if (target === 'all') {
    const count = targets(ui).length;
    return count === 0 ? 'no VEN is registered' : `all ${count} registered VENs`;
  }
  const label = venLabel(ui.live, target.venID);
  return label === target.venID ? label : `${label} (${target.venID})`;
}

/** The venIDs of a target. */
export function vensOf(ui: Ui, target: Target): string[] {
  return target === 'all' ? targets(ui) : [target.venID];
}

/** Carries a command out as a key press and says in the footer what it came to. */
export function execute(ui: Ui, command: Command, what: string): void {
  ui.options.bench.execute(command, 'key').then(
    (outcome) => ui.say(outcome.items.length > 0 ? `${what}: queued, goes out with the next poll` : `${what}: done`),
    (error: unknown) => ui.say(`${what}: ${refusal(error)}`, 'error'),
  );
}

function refusal(error: unknown): string {
  if (error instanceof CommandError) {
    const facts = [
      error.message,
      error.expected === undefined ? undefined : `expected ${error.expected}`,
      error.hint === undefined ? undefined : `try: ${error.hint}`,
    ];
    return facts.filter((fact) => fact !== undefined).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}

/** Sends an event to a target; its eventID is made of the bench's time, so that it is new in this state file too. */
export function sendEvent(ui: Ui, target: Target, event: Omit<EventSpec, 'eventID'>, what: string): void {
  const vens = vensOf(ui, target);
  if (vens.length === 0) {
    ui.say(`${what}: no VEN is registered; give the device ${ui.options.url}`, 'error');
    return;
  }
  const eventID = `key-${Math.round(ui.options.bench.clock.now()).toString(36)}-${++ui.sent}`;
  execute(ui, { do: 'event', vens, event: { ...event, eventID } }, `${what} to ${targetName(ui, target)}`);
}

/** A SIMPLE level from now. */
export function sendLevel(ui: Ui, target: Target, level: number): void {
  const start = ui.options.bench.clock.now();
  sendEvent(ui, target, { start, signals: [simple([AT_ONCE, level])] }, `SIMPLE level ${level}`);
}

/** The newest event of a target that is not over. */
export function newestOpen(ui: Ui, target: Target): EventView | undefined {
  const events = vensOf(ui, target).flatMap((venID) => openEvents(ui.live, venID).slice(0, 1));
  return events.sort((a, b) => b.schedule.start - a.schedule.start)[0];
}

/** Fields of a new form. */
export const NEW_FORM: FormFields = { level: '1', start: '10s', duration: '15m', response: 'always' };

/** The event that a form describes, or what is wrong with it. */
export function eventOfForm(
  fields: FormFields,
  now: number,
): { readonly event: Omit<EventSpec, 'eventID'> } | { readonly error: string } {
  if (!/^[0-3]$/.test(fields.level)) return { error: 'level: 0 normal, 1 moderate, 2 high, 3 special' };
  const start = parseHumanDuration(fields.start);
  if (start === undefined) return { error: 'start: a time from now, such as 10s, 2m or PT1H' };
  const duration = parseHumanDuration(fields.duration);
  if (duration === undefined || duration < 0 || duration % 1000 !== 0) {
    return { error: 'duration: whole seconds, such as 30s, 15m or PT1H; 0s is open-ended' };
  }
  return {
    event: {
      start: now + start,
      responseRequired: fields.response === 'never' ? 'never' : 'always',
      signals: [simple([formatDuration(duration), Number(fields.level)])],
    },
  };
}
