/**
 * One attribute of an element. Namespace declarations stand among the others, with the namespace `XMLNS`.
 */
export interface XmlAttribute {
  /** Local name: `schemaVersion`. */
  name: string;
  /** Prefix as written, `''` if there is none. */
  prefix: string;
  /** Namespace, `''` if there is none. */
  uri: string;
  value: string;
}

/** One element of a message, as read (with its place) or as built to be written. */
export interface XmlElement {
  /** Local name: `oadrPoll`. */
  name: string;
  /** Prefix as written, `''` if there is none. */
  prefix: string;
  /** Namespace, `''` if there is none. */
  uri: string;
  attributes: XmlAttribute[];
  /** Child elements and text, in order. Comments and processing instructions are not kept. */
  children: (XmlElement | string)[];
  /** 1-based line of `<`, 0 if it was not read from a body. */
  line: number;
  /** 1-based column of `<`, in characters, 0 if it was not read from a body. */
  column: number;
  parent?: XmlElement;
}

/** Namespace of namespace declarations, see Namespaces in XML 1.0, section 3. */
export const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** An element of its own, to be put into a tree. */
export function element(uri: string, prefix: string, name: string, children: (XmlElement | string)[] = []): XmlElement {
  const made: XmlElement = { name, prefix, uri, attributes: [], children, line: 0, column: 0 };
  for (const child of children) if (typeof child !== 'string') child.parent = made;
  return made;
}

/** The child elements, without the text between them. */
export function childElements(of: XmlElement): XmlElement[] {
  return of.children.filter((child): child is XmlElement => typeof child !== 'string');
}

/** The text of an element and of all that it contains. */
export function textOf(of: XmlElement): string {
  const only = of.children[0];
  if (of.children.length === 1 && typeof only === 'string') return only;
  let text = '';
  for (const child of of.children) text += typeof child === 'string' ? child : textOf(child);
  return text;
}

/** Element path from the root in local names: `/oadrPayload/oadrSignedObject/oadrPoll`. */
export function pathOf(of: XmlElement): string {
  let path = '';
  for (let at: XmlElement | undefined = of; at; at = at.parent) path = `/${at.name}${path}`;
  return path;
}
