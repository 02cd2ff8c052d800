import { XMLNS, type XmlAttribute, type XmlElement } from './tree.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
// What XML 1.0, section 2.2, does not let stand in a document, not even as a reference.
const FORBIDDEN = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

type Scope = ReadonlyMap<string, string>;

/**
 * The text of a tree, valid or not, in UTF-8 with an XML declaration. Prefixes are written as they stand; one that is
 * not bound to its element's namespace is declared there. Characters that XML does not allow are left out.
 */
export function writeTree(tree: XmlElement): string {
  return DECLARATION + elementText(tree, new Map([['xml', XML]]));
}

/**
 * The text of an element alone, with the declarations that it takes from around it; `''` if it is empty and has no
 * attribute but declarations.
 */
export function opaqueText(node: XmlElement): string {
  if (node.children.length === 0 && node.attributes.every((own) => own.uri === XMLNS)) return '';
  const scope = new Map([['xml', XML]]);
  const declared = [...quotedPrefixes(node)].flatMap((prefix) => {
    const uri = boundAround(node, prefix);
    return uri === undefined ? [] : [declaration(prefix, uri)];
  });
  return elementText({ ...node, attributes: [...declared, ...node.attributes] }, scope);
}

/** A namespace declaration. */
export function declaration(prefix: string, uri: string): XmlAttribute {
  return { name: prefix === '' ? 'xmlns' : prefix, prefix: prefix === '' ? '' : 'xmlns', uri: XMLNS, value: uri };
}

function elementText(node: XmlElement, around: Scope): string {
  const [declared, scope] = declarations(node, around);
  const name = qualified(node.prefix, node.name);
  let text = `<${name}${declared}`;
  for (const own of node.attributes) text += ` ${qualified(own.prefix, own.name)}="${attributeText(own.value)}"`;
  if (node.children.length === 0) return `${text}/>`;
  text += '>';
  for (const child of node.children) text += typeof child === 'string' ? contentText(child) : elementText(child, scope);
  return `${text}</${name}>`;
}

/** The declarations to be added to an element, and what is bound inside it. */
function declarations(node: XmlElement, around: Scope): [string, Scope] {
  let scope: Map<string, string> | undefined;
  for (const own of node.attributes) {
    if (own.uri !== XMLNS) continue;
    scope ??= new Map(around);
    scope.set(own.prefix === '' ? '' : own.name, own.value);
  }
  let added = '';
  const bind = (prefix: string, uri: string) => {
    if (((scope ?? around).get(prefix) ?? '') === uri || (uri === '' && prefix !== '')) return;
    if (node.attributes.some((own) => own.uri === XMLNS && (own.prefix === '' ? '' : own.name) === prefix)) return;
    scope ??= new Map(around);
    scope.set(prefix, uri);
    added += ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${attributeText(uri)}"`;
  };
  bind(node.prefix, node.uri);
  for (const own of node.attributes) if (own.uri !== XMLNS && own.prefix !== '') bind(own.prefix, own.uri);
  return [added, scope ?? around];
}

/** Prefixes that values of an element use: in xsi:type, and in the expressions of an XPath element. */
function quotedPrefixes(node: XmlElement, into: Set<string> = new Set()): Set<string> {
  for (const own of node.attributes) {
    if (own.uri === XSI && own.name === 'type' && own.value.includes(':')) into.add(own.value.split(':')[0] ?? '');
  }
  for (const child of node.children) {
    if (typeof child !== 'string') quotedPrefixes(child, into);
    else if (node.name === 'XPath')
      for (const [, prefix] of child.matchAll(/(?<![\w.-])([\w.-]{1,40}):/g)) into.add(prefix ?? '');
  }
  return into;
}

/** The namespace that a prefix has outside of an element, if the element itself does not bind it. */
function boundAround(node: XmlElement, prefix: string): string | undefined {
  for (let at: XmlElement | undefined = node; at; at = at.parent) {
    const own = at.attributes.find((one) => one.uri === XMLNS && one.prefix === 'xmlns' && one.name === prefix);
    if (own) return at === node ? undefined : own.value;
  }
  return undefined;
}

function qualified(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}:${name}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

// What needs neither escape nor a closer look, which is nearly all text there is.
const PLAIN = /^[\x20-\x21\x23-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]*$/;

// A carriage return would be read as a line feed, and blanks of an attribute as spaces (XML 1.0, 2.11 and 3.3.3).
function contentText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(FORBIDDEN, '').replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? '');
}

function attributeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(FORBIDDEN, '').replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? '');
}
