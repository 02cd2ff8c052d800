import type { BenchPort } from '../bench/port.ts';
import type { MessageRow } from '../journal/view.ts';
import { gistOf } from '../openadr/gist.ts';
import type { XmlElement } from '../openadr/xml/tree.ts';

/** What a list shows of a message's content. */
export interface MessageFacts {
  /** First responseCode of the message. */
  readonly code?: string;
  /** In a few words: `optIn`, `2 events`, `4 values`. */
  readonly gist?: string;
}

/** Bodies above this size are read when they are opened, not while they scroll by. */
const LARGE = 64 * 1024;

const NONE: MessageFacts = {};
const cache = new WeakMap<object, MessageFacts>();

/** Reads a message for the list: only rows on the screen ask, and equal bodies are read once. */
export function messageFacts(bench: Pick<BenchPort, 'parsed'>, row: MessageRow): MessageFacts {
  const known = cache.get(row.source);
  if (known) return known;
  const tree = row.source.body === undefined || row.size > LARGE ? undefined : bench.parsed(row.source).tree;
  const facts = tree ? factsOf(tree) : NONE;
  cache.set(row.source, facts);
  return facts;
}

function factsOf(tree: XmlElement): MessageFacts {
  const { code, text } = gistOf(tree);
  return { code, gist: text };
}
