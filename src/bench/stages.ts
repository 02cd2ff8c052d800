import { type Message, toTree, writeTree } from '../openadr/index.ts';
import { applyPatch } from '../openadr/path/index.ts';
import type { HttpPlan } from '../transport/types.ts';
import type { Outgoing } from '../vtn/types.ts';

/**
 * One step on the way of an outgoing message: payload → tree → patch → text → HTTP plan. Each is a pure function; only
 * the first knows the schema, so that what is written may be as wrong as a scenario wants it.
 */
export function planOf(outgoing: Outgoing): HttpPlan {
  if (outgoing.raw !== undefined) return xml(outgoing.status, outgoing.raw);
  if (!outgoing.payload) return plain(outgoing.status, outgoing.reason ?? '');
  return xml(outgoing.status, textOf(outgoing.payload, outgoing.patch));
}

/** The text of a message with a patch applied last, unchecked. */
export function textOf(message: Message, patch: Outgoing['patch']): string {
  const tree = toTree(message, { lenient: true });
  return writeTree(patch.length > 0 ? applyPatch(tree, patch).tree : tree);
}

function xml(status: number, body: string): HttpPlan {
  return { status, contentType: 'application/xml', body };
}

function plain(status: number, reason: string): HttpPlan {
  return { status, contentType: 'text/plain; charset=utf-8', body: reason === '' ? '' : `${reason}\n` };
}
