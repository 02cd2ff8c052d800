import { fill, isPayloadName, type Message, type PayloadName, read, SchemaError, toTree } from '../openadr/index.ts';
import { formatDateTime } from '../openadr/time.ts';
import { type Do, items, NOTHING, venOf, vensOf } from './command-common.ts';
import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import { dropItems, type Entry, enqueue, tellQueue } from './queue.ts';
import { POLL_ANSWERS } from './services.ts';
import type { QueueItem, Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { CommandOutcome } from './types.ts';

/** Sends any payload, filled up for each VEN; what may not answer a poll only where a fault is meant (rule 500). */
export function send(core: Core, turn: Turn, command: Do<'send'>): CommandOutcome {
  const entries = vensOf(core, command.vens).map((ven) => ({ ven, entry: entryOf(core, turn, ven, command) }));
  return {
    items: items(entries.map(({ ven, entry }) => ({ ven, item: enqueue(core, turn, ven, entry) }))),
    versions: [],
  };
}

/** What is to be sent, as it waits for one VEN. @throws CommandError */
export function entryOf(core: Core, turn: Turn, ven: Ven, command: Omit<Do<'send'>, 'do' | 'vens'>): Entry {
  const { payload, raw, patch, allowInvalid = false } = command;
  if (raw !== undefined) return { ...rawEntry(raw, allowInvalid), patch };
  if (!payload) throw new CommandError('nothing to send', { expected: 'a message or xml' });
  refusePayload(payload.name, allowInvalid);
  const message = filled(core, turn, ven, payload.name, payload.body);
  if (!allowInvalid) refuseUnwritable(message);
  return { content: { kind: 'message', message }, payload: payload.name, label: payload.name, patch };
}

function rawEntry(raw: string, allowInvalid: boolean): Entry {
  const { message, ids, findings } = read(raw);
  const name = message?.name ?? (ids.root !== undefined && isPayloadName(ids.root) ? ids.root : undefined);
  if (!allowInvalid) {
    if (name === undefined) {
      throw new CommandError('the XML is no OpenADR 2.0b payload', {
        actual: ids.root ?? 'no root',
        hint: 'allow what is not valid',
      });
    }
    refusePayload(name, false);
    const error = findings.find(({ severity }) => severity === 'error');
    if (error)
      throw new CommandError(`the XML is not valid: ${error.message}`, {
        expected: error.expected,
        actual: error.actual,
      });
  }
  return { content: { kind: 'raw', raw, name, message }, payload: name ?? 'raw', label: name ?? 'raw XML' };
}

function refusePayload(name: PayloadName, allowInvalid: boolean): void {
  if (allowInvalid || POLL_ANSWERS.has(name)) return;
  throw new CommandError(`${name} may not answer a poll`, {
    rule: 500,
    expected: [...POLL_ANSWERS].join(', '),
    actual: name,
    hint: 'allow it where the fault is meant',
  });
}

function filled(core: Core, turn: Turn, ven: Ven, name: PayloadName, body: unknown): Message {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new CommandError(`the body of ${name} is no object`, {
      expected: 'an object with XML names',
      actual: typeof body,
    });
  }
  return fill(
    name,
    { ...body },
    {
      requestID: core.random.id(),
      venID: ven.venID,
      vtnID: core.config.vtnID,
      registrationID: ven.registrationID,
      reportRequestID: core.random.id(),
      now: formatDateTime(turn.now),
    },
  );
}

function refuseUnwritable(message: Message): void {
  try {
    toTree(message);
  } catch (cause) {
    if (!(cause instanceof SchemaError)) throw cause;
    throw new CommandError(`the message is not valid: ${cause.message}`, {
      cause,
      hint: 'allow it where the fault is meant',
    });
  }
}

/** Takes something out of a queue. */
export function dropItem(core: Core, turn: Turn, { venID, item }: Do<'drop'>): CommandOutcome {
  const ven = venOf(core, venID);
  dropItems(turn, ven, [itemOf(ven, item)], 'taken out by hand');
  return NOTHING;
}

/** Moves something in a queue by one place. */
export function moveItem(core: Core, turn: Turn, { venID, item: id, by }: Do<'move'>): CommandOutcome {
  const ven = venOf(core, venID);
  const item = itemOf(ven, id);
  const waiting = ven.queue.filter((other) => other.exchange === undefined);
  const other = waiting[waiting.indexOf(item) + by];
  if (!other) return NOTHING;
  const [a, b] = [ven.queue.indexOf(item), ven.queue.indexOf(other)];
  ven.queue[a] = other;
  ven.queue[b] = item;
  tellQueue(turn, ven);
  turn.dirty(venID);
  return NOTHING;
}

function itemOf(ven: Ven, id: string): QueueItem {
  const item = ven.queue.find((one) => one.item === id && one.exchange === undefined);
  if (item) return item;
  throw new CommandError('nothing of that name waits for the VEN', {
    actual: id,
    hint: 'it may be on its way already',
  });
}
