import type { Command } from '../bench/command.ts';

/** The event of an `event` command. */
export type EventSpec = Extract<Command, { readonly do: 'event' }>['event'];

export type SignalSpec = EventSpec['signals'][number];
