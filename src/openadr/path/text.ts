import { pathOf, textOf, type XmlElement } from '../xml/tree.ts';
import type { Visit } from './survey.ts';

/** The text that is compared; `null` for an element made of several parts. */
export function visitText({ element, attribute }: Pick<Visit, 'element' | 'attribute'>): string | null {
  if (attribute !== undefined) return element.attributes.find(({ name }) => name === attribute)?.value ?? '';
  return elementText(element);
}

/** An element's own text, or that of its only child; `null` if it has several. */
export function elementText(element: XmlElement): string | null {
  const inside = element.children.filter((child) => typeof child !== 'string');
  const [only] = inside;
  if (!only) return textOf(element);
  return inside.length === 1 && typeof only !== 'string' ? elementText(only) : null;
}

/** Element path; an attribute ends in `/@name`. */
export function visitPath({ element, attribute }: Visit): string {
  return attribute === undefined ? pathOf(element) : `${pathOf(element)}/@${attribute}`;
}
