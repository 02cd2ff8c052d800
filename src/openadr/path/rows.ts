import type { XmlElement } from '../xml/tree.ts';
import { pathOf } from '../xml/tree.ts';
import { type Item, innermost, payloadOf, survey, type Visit } from './survey.ts';
import { visitText } from './text.ts';

/** An element (or attribute) of a row that has a text. */
export interface Cell {
  /** Local names from the payload on, joined by dots: `oadrPoll.venID`. */
  readonly path: string;
  readonly text: string;
  readonly element: XmlElement;
}

/** One innermost repeated item of a message. */
export interface Row {
  /** The item; the payload where nothing is repeated. */
  readonly item: XmlElement;
  /** Element path of the item. */
  readonly path: string;
  /** The item's own texts and those around it, outer ones first; other items are left out. */
  readonly cells: readonly Cell[];
}

/** A message as rows: one for each innermost repeated item, with all that stands around it. */
export function rows(tree: XmlElement): Row[] {
  const own = new Map<Item, Cell[]>();
  const root = survey(payloadOf(tree), (visit) => {
    const cell = cellOf(visit);
    if (!cell) return;
    const cells = own.get(visit.item);
    if (cells) cells.push(cell);
    else own.set(visit.item, [cell]);
  });
  return innermost(root).map((item) => ({ item: item.element, path: pathOf(item.element), cells: around(item, own) }));
}

function around(item: Item, own: ReadonlyMap<Item, Cell[]>): Cell[] {
  return [...(item.outer ? around(item.outer, own) : []), ...(own.get(item) ?? [])];
}

function cellOf(visit: Visit): Cell | undefined {
  const { element, place, names } = visit;
  const leaf =
    visit.attribute !== undefined || place?.inner || element.children.every((one) => typeof one === 'string');
  const text = leaf ? visitText(visit) : null;
  return text === null ? undefined : { path: names.join('.'), text, element };
}
