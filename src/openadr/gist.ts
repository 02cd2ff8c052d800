import { childElements, textOf, type XmlElement } from './xml/tree.ts';

/** What a line about a message says of its content. */
export interface Gist {
  /** First responseCode. */
  readonly code?: string;
  /** In a few words: `optIn`, `2 events`, `4 values`. */
  readonly text?: string;
}

/** The gist of a payload: its response code, opt decisions, number of events and of reported values. */
export function gistOf(tree: XmlElement): Gist {
  const found: Found = { opts: new Set(), events: 0, values: 0 };
  collect(tree, found);
  const words = [...found.opts];
  if (found.events > 0) words.push(counted(found.events, 'event'));
  if (found.values > 0) words.push(counted(found.values, 'value'));
  return { code: found.code, text: words.length > 0 ? words.join(' ') : undefined };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

interface Found {
  code?: string;
  events: number;
  values: number;
  readonly opts: Set<string>;
}

function collect(element: XmlElement, found: Found): void {
  if (element.name === 'responseCode') found.code ??= textOf(element);
  else if (element.name === 'optType') found.opts.add(textOf(element));
  else if (element.name === 'oadrEvent') found.events++;
  else if (element.name === 'oadrReportPayload') found.values++;
  for (const child of childElements(element)) collect(child, found);
}
