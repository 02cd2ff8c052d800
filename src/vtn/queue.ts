import type { PayloadName } from '../openadr/index.ts';
import type { Patch } from '../openadr/patch.ts';
import type { Core } from './core.ts';
import { unusedID } from './ids.ts';
import { reportDropped, reportQueued } from './report-request.ts';
import type { Content, QueueItem, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** What an item is called beside its content. */
export interface Entry {
  readonly content: Content;
  readonly payload: PayloadName | 'raw';
  readonly label: string;
  readonly patch?: readonly Patch[];
  readonly start?: boolean;
  readonly once?: boolean;
}

const EVENTS: Entry = { content: { kind: 'events' }, payload: 'oadrDistributeEvent', label: 'events' };

/** Adds something to a VEN's queue, at its end unless `front`. */
export function enqueue(core: Core, turn: Turn, ven: Ven, entry: Entry, place: 'end' | 'front' = 'end'): QueueItem {
  const item = itemOf(core, entry, (id) => ven.queue.some((other) => other.item === id));
  if (place === 'front') ven.queue.unshift(item);
  else ven.queue.push(item);
  turn.change({ what: 'delivery', venID: ven.venID, item: item.item, payload: item.payload, state: 'queued' });
  tellQueue(turn, ven);
  reportQueued(turn, ven, item.content);
  turn.dirty(ven.venID);
  return item;
}

/** Adds what one message brings at the end of the queue, which is told once. */
export function enqueueAll(core: Core, turn: Turn, ven: Ven, entries: readonly Entry[]): void {
  if (entries.length === 0) return;
  const taken = new Set(ven.queue.map(({ item }) => item));
  const items = entries.map((entry) => {
    const item = itemOf(core, entry, (id) => taken.has(id));
    taken.add(item.item);
    return item;
  });
  ven.queue.push(...items);
  for (const { item, payload } of items) {
    turn.change({ what: 'delivery', venID: ven.venID, item, payload, state: 'queued' });
  }
  tellQueue(turn, ven);
  for (const { content } of items) reportQueued(turn, ven, content);
  turn.dirty(ven.venID);
}

function itemOf(core: Core, entry: Entry, taken: (id: string) => boolean): QueueItem {
  return {
    item: unusedID(core.random, 'q', 8, taken),
    content: entry.content,
    payload: entry.payload,
    label: entry.label,
    patch: entry.patch ?? [],
    start: entry.start ?? false,
    joined: [],
    ...(entry.once && { once: true }),
  };
}

/** Marks that the VEN is to be given its event list; joins a marker that still waits. */
export function markEvents(core: Core, turn: Turn, ven: Ven): QueueItem {
  return waitingMarker(ven) ?? enqueue(core, turn, ven, EVENTS);
}

/** The event marker that waits, if there is one; one on its way was rendered before and does not count. */
export function waitingMarker(ven: Ven): QueueItem | undefined {
  return ven.queue.find((item) => item.content.kind === 'events' && item.exchange === undefined);
}

/** What the next poll brings. */
export function firstWaiting(ven: Ven): QueueItem | undefined {
  return ven.queue.find((item) => item.exchange === undefined);
}

/** Takes an item out for good. */
export function removeItem(ven: Ven, item: QueueItem): void {
  ven.queue = ven.queue.filter((other) => other !== item);
}

/** Gives up items, saying why; the queue is told once. */
export function dropItems(turn: Turn, ven: Ven, items: readonly QueueItem[], reason: string): void {
  if (items.length === 0) return;
  // The fate of what is on its way is told when it is known.
  for (const item of items) if (item.exchange === undefined) tellDropped(turn, ven, item, reason);
  const gone = new Set(items);
  ven.queue = ven.queue.filter((item) => !gone.has(item));
  tellQueue(turn, ven);
  turn.dirty(ven.venID);
}

/** Tells that an item will not be delivered any more. */
export function tellDropped(turn: Turn, ven: Ven, item: QueueItem, reason: string): void {
  for (const id of idsOf(item)) {
    turn.change({ what: 'delivery', venID: ven.venID, item: id, payload: item.payload, state: 'dropped', reason });
  }
  reportDropped(turn, ven, item.content, reason);
}

/** An item and those that joined it. */
export function idsOf(item: QueueItem): string[] {
  return [item.item, ...item.joined];
}

/** Tells what waits; what is on its way does not. */
export function tellQueue(turn: Turn, ven: Ven): void {
  turn.change({
    what: 'queue',
    venID: ven.venID,
    items: ven.queue
      .filter((item) => item.exchange === undefined)
      .map(({ item, payload, label }) => ({ item, payload, label })),
  });
}
