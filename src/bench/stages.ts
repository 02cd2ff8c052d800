import { type Message, toTree, writeTree } from '../openadr/index.ts';
import { applyPatch } from '../openadr/path/index.ts';
import type { HttpPlan } from '../transport/types.ts';
import type { Outgoing } from '../vtn/types.ts';

/**
 * One step on the way of an outgoing message: payload → tree → patch → text → HTTP plan. Each is a pure function; only
 * the first knows the schema, so that what is written may be as wrong as a scenario wants it.
 */
export function planOf(outgoing: Outgoing): HttpPlan {
  // As bytes, so that the record has what goes out even where the text is not well-formed Unicode.
  if (outgoing.raw !== undefined) return xml(outgoing.status, Buffer.from(outgoing.raw));
  if (!outgoing.payload) return plain(outgoing.status, outgoing.reason ?? '');
  return xml(outgoing.status, textOf(outgoing.payload, outgoing.patch));
}

/** Texts of answers that say the same each time: the core gives a VEN that waits for nothing the same object. */
const written = new WeakMap<Message, string>();

/** The text of a message with a patch applied last, unchecked. */
export function textOf(message: Message, patch: Outgoing['patch']): string {
  if (patch.length > 0) return writeTree(applyPatch(toTree(message, { lenient: true }), patch).tree);
  const known = written.get(message);
  if (known !== undefined) return known;
  const text = writeTree(toTree(message, { lenient: true }));
  if (message.name === 'oadrResponse') written.set(message, text);
  return text;
}

function xml(status: number, body: string | Buffer): HttpPlan {
  return { status, contentType: 'application/xml', body };
}

function plain(status: number, reason: string): HttpPlan {
  return { status, contentType: 'text/plain; charset=utf-8', body: reason === '' ? '' : `${reason}\n` };
}
