import { isUsableID, shownID, USABLE_ID } from '../openadr/id.ts';
import { tellCertificate } from './certificate.ts';
import { type Do, NOTHING, vensOf } from './command-common.ts';
import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import { tellEvent } from './event-change.ts';
import { arm } from './presence.ts';
import { dropItems } from './queue.ts';
import { wipe } from './registration.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { CommandOutcome } from './types.ts';
import { newVen, tellVen } from './ven.ts';

/** Makes a VEN known before it comes (rule 402); with a registrationID it is registered out of band (rule 405). */
export function provision(core: Core, turn: Turn, command: Do<'provision'>): CommandOutcome {
  const { venID, venName, registrationID, fingerprint } = command;
  refuseProvision(command);
  const known = core.directory.get(venID);
  const ven = known ?? newVen(venID, core.config.pollInterval);
  if (!known) core.directory.add(ven);
  ven.provisioned = { venName, registrationID, fingerprint };
  const pending = ven.presented;
  core.directory.identify(ven, { venName: venName ?? ven.venName, fingerprint: fingerprint ?? ven.fingerprint });
  if (registrationID !== undefined && ven.state !== 'registered') {
    ven.state = 'registered';
    ven.registrationID = registrationID;
    ven.pollInterval = ven.offered ?? core.config.pollInterval;
  }
  tellVen(turn, ven, 'provisioned');
  if (pending && ven.presented !== pending) tellCertificate(turn, ven, ven.fingerprint ?? '');
  turn.dirty(venID);
  arm(core, ven, turn.now);
  return NOTHING;
}

/** A command may come from a program in plain JavaScript, and what is kept must be readable at the next start. */
function refuseProvision({ venID, venName, registrationID, fingerprint }: Do<'provision'>): void {
  const unusable = (what: string, id: unknown, expected: string): CommandError =>
    new CommandError(`the ${what} of a VEN that is provisioned cannot be used`, { expected, actual: shownID(id) });
  if (!isUsableID(venID)) throw unusable('venID', venID, USABLE_ID);
  if (registrationID !== undefined && !isUsableID(registrationID)) {
    throw unusable('registrationID', registrationID, `nothing, or ${USABLE_ID}`);
  }
  for (const [name, text] of Object.entries({ venName, fingerprint })) {
    if (text !== undefined && typeof text !== 'string') throw unusable(name, text, 'nothing, or a text');
  }
}

/** The VEN is unknown from now on; a provisioned one is what it was when it was provisioned. */
export function forget(core: Core, turn: Turn, command: Do<'forget'>): CommandOutcome {
  for (const ven of vensOf(core, command.vens)) forgetVen(core, turn, ven);
  return NOTHING;
}

/** Nothing is left of a VEN but how it was provisioned. */
export function forgetVen(core: Core, turn: Turn, ven: Ven): void {
  for (const event of ven.events.values()) {
    if (event.removed) continue;
    event.removed = true;
    tellEvent(turn, ven, event, 'removed');
  }
  wipe(turn, ven, 'the VEN was forgotten', 'all');
  dropItems(turn, ven, ven.queue, 'the VEN was forgotten');
  core.directory.remove(ven);
  // A connection may still remember it.
  ven.state = 'known';
  const left = newVen(ven.venID, core.config.pollInterval);
  if (ven.provisioned) {
    left.provisioned = ven.provisioned;
    core.directory.add(left);
    const { venName, fingerprint, registrationID } = ven.provisioned;
    core.directory.identify(left, { venName, fingerprint });
    if (registrationID !== undefined) {
      left.state = 'registered';
      left.registrationID = registrationID;
    }
  }
  tellVen(turn, left, 'forgotten');
  turn.dirty(ven.venID);
}
