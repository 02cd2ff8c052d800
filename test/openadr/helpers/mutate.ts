import { elementNames } from '../../../src/openadr/index.ts';
import { globalElements } from '../../../src/openadr/schema/globals.ts';
import { EI, GML, OADR, PREFIXES, PYLD, XCAL, XSI } from '../../../src/openadr/schema/namespaces.ts';
import { childElements, element, type XmlAttribute, type XmlElement } from '../../../src/openadr/xml/tree.ts';
import type { Draw } from './draw.ts';
import { isOpaque } from './generate.ts';
import { ODD_TEXTS } from './values.ts';

const NAMES = elementNames();
const GLOBALS = [...globalElements.values()].filter(({ type }) => type.form !== 'opaque' || type.content === 'lax');
const NAMESPACES = [OADR, EI, PYLD, XCAL, 'urn:other', '', 'http://openadr.org/oadr-2.0a/2012/07'];
const TYPES = [
  ...['xs:string', 'xs:token', 'xs:int', 'xs:NMTOKEN', 'xs:anyType', 'xs:unsignedShort', 'xs:float', 'xs:decimal'],
  ...['ei:EiResponseType', 'power:PowerRealType', 'power:EnergyRealType', 'oadr:oadrPollType', 'ei:EiTargetType'],
  ...['xcal:DateTimeType', 'xcal:DurationPropType', 'ei:UidType', 'power:PowerItemType', 'oadr:none', 'none', 'xs:ID'],
];

type Mutation = (draw: Draw, root: XmlElement, node: XmlElement) => void;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  drop: (_draw, _root, node) => replace(node, []),
  duplicate: (_draw, _root, node) => replace(node, [node, copy(node)]),
  reorder(draw, _root, node) {
    const siblings = node.parent?.children;
    if (!siblings || siblings.length < 2) return;
    const other = draw.int(0, siblings.length - 1);
    const own = siblings.indexOf(node);
    [siblings[own], siblings[other]] = [siblings[other] ?? '', node];
  },
  rename(draw, _root, node) {
    node.name = draw.chance(0.5) ? draw.pick(NAMES) : draw.pick([node.name.toLowerCase(), `${node.name}s`, 'Id']);
  },
  retype: (draw, _root, node) => {
    node.children = withoutEmpty([draw.pick(ODD_TEXTS)]);
  },
  pad(draw, _root, node) {
    if (childElements(node).length > 0) return;
    node.children = [`${draw.pick([' ', '\n', ''])}${node.children.join('')}${draw.pick([' ', '\t', 'x'])}`];
  },
  namespace(draw, _root, node) {
    node.uri = draw.pick(NAMESPACES);
    node.prefix = node.uri === '' ? '' : (PREFIXES[node.uri] ?? 'other');
  },
  attribute(draw, _root, node) {
    const added = draw.pick(ATTRIBUTES)(draw);
    if (!node.attributes.some((own) => own.name === added.name && own.uri === added.uri)) node.attributes.push(added);
  },
  attributeValue(draw, root) {
    const owner = draw.pick(
      nodesOf(root)
        .filter((one) => one.attributes.length > 0 && !isOpaque(one))
        .concat(root),
    );
    const own = owner.attributes.find((one) => one.uri !== 'http://www.w3.org/2000/xmlns/');
    if (own) own.value = draw.pick(ODD_TEXTS);
  },
  words(draw, _root, node) {
    node.children.splice(draw.int(0, node.children.length), 0, draw.pick(['x', ' ', '\n  ', '\u00a0', '0']));
  },
  blanks(_draw, _root, node) {
    if (childElements(node).length > 0) node.children = node.children.flatMap((child) => ['\n  ', child]);
  },
  nest(draw, _root, node) {
    const declared = draw.pick(GLOBALS);
    const child = element(declared.uri, PREFIXES[declared.uri] ?? '', declared.name);
    child.parent = node;
    node.children.splice(draw.int(0, node.children.length), 0, child);
  },
  move(draw, root, node) {
    const target = draw.pick(nodesOf(root));
    if (isWithin(target, node)) return;
    replace(node, []);
    node.parent = target;
    target.children.splice(draw.int(0, target.children.length), 0, node);
  },
  empty: (_draw, _root, node) => {
    node.children = [];
  },
  strip: (_draw, _root, node) => {
    node.attributes = node.attributes.filter((own) => own.uri === 'http://www.w3.org/2000/xmlns/');
  },
};

const ATTRIBUTES: readonly ((draw: Draw) => XmlAttribute)[] = [
  () => ({ name: 'schemaVersion', prefix: '', uri: '', value: '2.0b' }),
  (draw) => ({ name: 'schemaVersion', prefix: 'ei', uri: EI, value: draw.pick(['2.0b', 'x-own', '3', ' 2.0a ']) }),
  (draw) => ({ name: 'Id', prefix: 'oadr', uri: OADR, value: draw.pick(['a', 'object', '1', 'a b']) }),
  () => ({ name: 'Id', prefix: '', uri: '', value: 'a' }),
  (draw) => ({ name: 'id', prefix: 'gml', uri: GML, value: draw.pick(['a', 'object', '1', ' b ']) }),
  (draw) => ({ name: 'nil', prefix: 'xsi', uri: XSI, value: draw.pick(['true', 'false', '1', 'x', ' true ']) }),
  (draw) => ({ name: 'type', prefix: 'xsi', uri: XSI, value: draw.pick(TYPES) }),
  () => ({ name: 'schemaLocation', prefix: 'xsi', uri: XSI, value: 'urn:none none.xsd' }),
  () => ({ name: 'other', prefix: 'xsi', uri: XSI, value: 'x' }),
  (draw) => ({
    name: 'lang',
    prefix: 'xml',
    uri: 'http://www.w3.org/XML/1998/namespace',
    value: draw.pick(['en', '1', 'de-AT']),
  }),
];

/** Changes a tree in one way or more; whether it is still valid is for others to say. Gives the names of the ways. */
export function mutate(draw: Draw, root: XmlElement): string[] {
  return Array.from({ length: draw.pick([1, 1, 1, 2, 3]) }, () => {
    const name = draw.pick(Object.keys(MUTATIONS));
    MUTATIONS[name]?.(draw, root, draw.pick(nodesOf(root)));
    return name;
  });
}

/** An element of the tree in the place of the root. */
export function someRoot(draw: Draw, root: XmlElement): XmlElement {
  const chosen = draw.pick(nodesOf(root));
  chosen.parent = undefined;
  return chosen;
}

function nodesOf(node: XmlElement, into: XmlElement[] = []): XmlElement[] {
  if (isOpaque(node)) return into;
  into.push(node);
  for (const child of childElements(node)) nodesOf(child, into);
  return into;
}

function replace(node: XmlElement, by: XmlElement[]): void {
  const siblings = node.parent?.children;
  if (!siblings) return;
  siblings.splice(siblings.indexOf(node), 1, ...by);
  for (const one of by) one.parent = node.parent;
}

function copy(node: XmlElement): XmlElement {
  const made: XmlElement = { ...node, attributes: node.attributes.map((own) => ({ ...own })), children: [] };
  made.children = node.children.map((child) => (typeof child === 'string' ? child : copy(child)));
  for (const child of childElements(made)) child.parent = made;
  return made;
}

function isWithin(node: XmlElement, of: XmlElement): boolean {
  for (let at: XmlElement | undefined = node; at; at = at.parent) if (at === of) return true;
  return false;
}

function withoutEmpty(texts: string[]): string[] {
  return texts.filter((text) => text !== '');
}
