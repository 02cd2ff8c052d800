import { changedVens, type VenView, venLabel } from '../../journal/view.ts';
import { execute } from '../inject.ts';
import { ask } from '../menu.ts';
import { type Line, line, type Style, span } from '../text.ts';
import type { Ui } from '../ui.ts';

type Changed = VenView & { readonly changed: NonNullable<VenView['changed']> };

function isChanged(ven: VenView | undefined): ven is Changed {
  return ven?.changed !== undefined;
}

/** The VEN that is meant: the selected one, else the one of the selected message, else the first that waits for it. */
function meant(ui: Ui): Changed | undefined {
  const { vens } = ui.live;
  const selected = ui.lists.vens.selected;
  const near = [selected === undefined ? undefined : String(selected), ui.message?.ven].map((id) => vens.get(id ?? ''));
  const order = ui.focus === 'vens' && !ui.inspecting ? near : near.reverse();
  return order.find(isChanged) ?? changedVens(ui.live).find(isChanged);
}

/** Shows both certificates and asks whether the other one is to be accepted. */
function repin(ui: Ui): void {
  const ven = meant(ui);
  if (!ven) {
    ui.say('no certificate waits to be accepted: none came but those that VENs are bound to');
    return;
  }
  const { venID, changed } = ven;
  const name = venLabel(ui.live, venID);
  const who = name === venID ? venID : `${name} (${venID})`;
  const { presented, renewal } = changed;
  const question = renewal ? 'Accept the one that came?' : `Bind ${name} to another device's certificate?`;
  // One of another subject is accepted only by its fingerprint.
  const command = { do: 'repin', vens: [venID], fingerprint: presented } as const;
  const accept = (): void => execute(ui, command, `certificate ${presented} accepted for ${who}`);
  ask(ui, question, accept, facts(ven, who));
}

function facts({ certificate, changed }: Changed, who: string): Line[] {
  const { renewal, pinned, presented, subject, issuer } = changed;
  const came = subject === undefined || issuer === undefined ? undefined : { subject, issuer };
  const verdict = renewal
    ? 'same subject and issuer: probably renewed'
    : certificate && came
      ? 'not of the same subject and issuer'
      : 'whether it was renewed cannot be told: names are not known';
  const differs = (part: 'subject' | 'issuer'): Style =>
    certificate && came && certificate[part] !== came[part] ? 'warn' : 'plain';
  const row = (label: string, fingerprint: string, names: typeof came): Line =>
    line(
      span(` ${label.padEnd(9)} `, 'dim'),
      span(fingerprint, 'bold'),
      names && span(`  ${names.subject}`, differs('subject')),
      names && span(`, issued by ${names.issuer}`, differs('issuer')),
    );
  return [
    line(span(` ${who}`, 'bold'), ': ', span(verdict, renewal ? 'ok' : 'warn')),
    row('bound to', pinned, certificate),
    row('came', presented, came),
  ];
}

export const certificates = { repin };
