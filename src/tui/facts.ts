import type { BenchPort } from '../bench/port.ts';
import type { MessageRow } from '../journal/view.ts';
import { childElements, textOf, type XmlElement } from '../openadr/xml/tree.ts';

/** What a list shows of a message's content. */
export interface MessageFacts {
  /** First responseCode of the message. */
  readonly code?: string;
  /** In a few words: `optIn`, `2 events`. */
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
  const found: Found = { opts: new Set(), events: 0 };
  collect(tree, found);
  const gist = [...found.opts];
  if (found.events > 0) gist.push(`${found.events} event${found.events === 1 ? '' : 's'}`);
  return { code: found.code, gist: gist.length > 0 ? gist.join(' ') : undefined };
}

interface Found {
  code?: string;
  events: number;
  readonly opts: Set<string>;
}

function collect(element: XmlElement, found: Found): void {
  if (element.name === 'responseCode') found.code ??= textOf(element);
  else if (element.name === 'optType') found.opts.add(textOf(element));
  else if (element.name === 'oadrEvent') found.events++;
  for (const child of childElements(element)) collect(child, found);
}
