import type { ExecutionContext } from 'ava';
import type { Message } from '../../../src/openadr/index.ts';
import type { PersonalityName } from '../../../src/ven/personalities.ts';
import { CommandError } from '../../../src/vtn/command-error.ts';
import type { VtnCommand } from '../../../src/vtn/types.ts';
import { VenBench } from '../../helpers/ven-bench.ts';
import { Rig } from '../../helpers/vtn-rig.ts';

/** A message, and who sent it. */
export interface Sent {
  readonly from: 'vtn' | 'ven' | 'stranger';
  readonly message: Message;
}

/** The VTN's core and a simulated VEN's state machine talk with each other; everything that is said is noted. */
export class Conversation {
  readonly rig: Rig;
  readonly ven: VenBench;
  readonly sent: Sent[] = [];

  constructor(t: ExecutionContext, personality: PersonalityName) {
    this.rig = new Rig(t, { registerReports: true });
    this.ven = new VenBench({ personality, resources: ['load', 'other'] });
    this.ven.start();
    this.#exchange();
    this.pass(60_000);
  }

  get venID(): string {
    const [ven] = this.rig.vtn.vens();
    if (!ven) throw new Error('the VEN has not registered');
    return ven.venID;
  }

  /** Lets time pass for both. @param ms */
  pass(ms: number): void {
    for (const end = this.ven.now + ms; this.ven.now < end; ) {
      const next = Math.min(end, Math.max(this.ven.wake ?? end, this.ven.now + 1));
      this.rig.advance(next - this.ven.now);
      this.ven.pass(next - this.ven.now);
      this.#exchange();
    }
  }

  /** @returns whether the VTN has taken the command */
  command(command: VtnCommand): boolean {
    try {
      this.rig.command(command);
      return true;
    } catch (error) {
      if (error instanceof CommandError) return false;
      throw error;
    }
  }

  /** Says something that the simulated VEN would not say, and notes what the VTN answers. */
  say(message: Message): void {
    this.sent.push({ from: 'stranger', message }, { from: 'vtn', message: this.rig.say(message).payload });
  }

  /** Whatever the VEN has to say is said, one after the other, and answered. */
  #exchange(): void {
    for (let to = this.ven.outbox[0]; to; to = this.ven.outbox[0]) {
      this.sent.push({ from: 'ven', message: to.message });
      const { reply, payload } = this.rig.say(to.message);
      if (!reply.payload) {
        this.ven.refuse(reply.status);
        continue;
      }
      this.sent.push({ from: 'vtn', message: payload });
      this.ven.reply(payload);
    }
  }
}
