import { childElements, textOf, type XmlElement } from './xml/tree.ts';

/** What a line about a message says of its content. */
export interface Gist {
  /** First responseCode. */
  readonly code?: string;
  /** In a few words: `optIn`, `2 events`. */
  readonly text?: string;
}

/** The gist of a payload: its response code, opt decisions and number of events. */
export function gistOf(tree: XmlElement): Gist {
  const found: Found = { opts: new Set(), events: 0 };
  collect(tree, found);
  const words = [...found.opts];
  if (found.events > 0) words.push(`${found.events} event${found.events === 1 ? '' : 's'}`);
  return { code: found.code, text: words.length > 0 ? words.join(' ') : undefined };
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
