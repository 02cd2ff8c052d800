import { cancelEvent, modifyEvent, newEvent, omitEvent } from './command-event.ts';
import { forget, provision } from './command-known.ts';
import { dropItem, moveItem, send } from './command-queue.ts';
import { repin } from './command-repin.ts';
import { cancelReport, requestReport } from './command-report.ts';
import { cancelRegistration, clear, configure, offer, registerReport, requestReregistration } from './command-ven.ts';
import type { Core } from './core.ts';
import type { Turn } from './turn.ts';
import type { CommandOutcome, VtnCommand } from './types.ts';

/**
 * Carries out a command: all of it, or nothing where it cannot be.
 * @throws CommandError
 */
export function carryOut(core: Core, turn: Turn, command: VtnCommand): CommandOutcome {
  switch (command.do) {
    case 'event':
      return newEvent(core, turn, command);
    case 'modify':
      return modifyEvent(core, turn, command);
    case 'cancel':
      return cancelEvent(core, turn, command);
    case 'omit':
      return omitEvent(core, turn, command);
    case 'requestReport':
      return requestReport(core, turn, command);
    case 'cancelReport':
      return cancelReport(core, turn, command);
    case 'registerReport':
      return registerReport(core, turn, command);
    case 'requestReregistration':
      return requestReregistration(core, turn, command);
    case 'cancelRegistration':
      return cancelRegistration(core, turn, command);
    case 'send':
      return send(core, turn, command);
    case 'provision':
      return provision(core, turn, command);
    case 'repin':
      return repin(core, turn, command);
    case 'forget':
      return forget(core, turn, command);
    case 'offer':
      return offer(core, turn, command);
    case 'configure':
      return configure(core, command);
    case 'clear':
      return clear(core, turn);
    case 'drop':
      return dropItem(core, turn, command);
    case 'move':
      return moveItem(core, turn, command);
  }
}
