import type { SourceAttribute, SourceElement } from './document.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';

export interface C14nOptions {
  /** Whether comments are kept: C14N 1.0 "WithComments". Default false. */
  readonly comments?: boolean;
  /**
   * Whether the apex takes namespaces and `xml:` attributes from around it, as C14N 1.0 has it. Default true. Without
   * them it is what a sender makes who canonicalises the element before putting it into its document.
   */
  readonly inherit?: boolean;
  /**
   * Exclusive Canonical XML 1.0 (REC-xml-exc-c14n-20020718) without a list of prefixes: each element declares the
   * namespaces that its own name and attributes use, and nothing is taken from around the apex. Default false.
   */
  readonly exclusive?: boolean;
  /** An element within that is left out, as an enveloped signature is. */
  readonly without?: SourceElement;
}

type Scope = ReadonlyMap<string, string>;

/**
 * The canonical text of an element and all within it: inclusive Canonical XML 1.0 (REC-xml-c14n-20010315) of the
 * document subset that is the element's subtree.
 */
export function canonical(apex: SourceElement, how: C14nOptions = {}): string {
  const { inherit = true, exclusive = false } = how;
  if (exclusive) return exclusiveText(apex, new Map(), how);
  const scope = new Map<string, string>();
  const around = inherit ? ancestors(apex) : [];
  for (const node of [...around, apex]) for (const [prefix, uri] of node.declared) scope.set(prefix, uri);
  scope.delete('xml');
  // No element is output around the apex whose default namespace would have to be taken back.
  const rendered = [...scope].filter(([prefix, uri]) => prefix !== '' || uri !== '');
  return elementText(apex, rendered, [...inheritedXml(apex, around), ...apex.attributes], scope, how);
}

function nodeText(node: SourceElement, around: Scope, how: C14nOptions): string {
  if (how.exclusive) return exclusiveText(node, around, how);
  if (node.declared.length === 0) return elementText(node, [], node.attributes, around, how);
  const scope = new Map(around);
  const rendered: [string, string][] = [];
  for (const [prefix, uri] of node.declared) {
    if (prefix === 'xml' || (around.get(prefix) ?? '') === uri) continue;
    rendered.push([prefix, uri]);
    scope.set(prefix, uri);
  }
  return elementText(node, rendered, node.attributes, scope, how);
}

/** @param around what the output around it declares */
function exclusiveText(node: SourceElement, around: Scope, how: C14nOptions): string {
  const used = new Map([[node.prefix, node.uri]]);
  for (const { name, uri } of node.attributes) if (uri !== '') used.set(name.slice(0, name.indexOf(':')), uri);
  used.delete('xml');
  const rendered = [...used].filter(([prefix, uri]) => (around.get(prefix) ?? '') !== uri);
  const scope = rendered.length === 0 ? around : new Map([...around, ...rendered]);
  return elementText(node, rendered, node.attributes, scope, how);
}

function elementText(
  node: SourceElement,
  declared: [string, string][],
  attributes: readonly SourceAttribute[],
  scope: Scope,
  how: C14nOptions,
): string {
  let text = `<${node.name}`;
  if (declared.length > 1) declared.sort(([one], [other]) => byCodePoint(one, other));
  for (const [prefix, uri] of declared) text += ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${quoted(uri)}"`;
  for (const own of attributes.length > 1 ? attributes.toSorted(byExpandedName) : attributes)
    text += ` ${own.name}="${quoted(own.value)}"`;
  text += '>';
  for (const child of node.children) {
    if (typeof child === 'string') text += content(child);
    else if (child.kind === 'element') text += child === how.without ? '' : nodeText(child, scope, how);
    else if (child.kind === 'instruction') text += `<?${child.target}${child.data === '' ? '' : ` ${child.data}`}?>`;
    else if (how.comments) text += `<!--${child.text}-->`;
  }
  return `${text}</${node.name}>`;
}

/** From the root to the parent. */
function ancestors(of: SourceElement): SourceElement[] {
  const found: SourceElement[] = [];
  for (let at = of.parent; at; at = at.parent) found.unshift(at);
  return found;
}

/** `xml:` attributes of the ancestors, the nearest of each name, that the apex has not itself (section 2.4). */
function inheritedXml(apex: SourceElement, around: readonly SourceElement[]): SourceAttribute[] {
  const found = new Map<string, SourceAttribute>();
  for (const node of around) for (const own of node.attributes) if (own.uri === XML) found.set(own.local, own);
  for (const own of apex.attributes) if (own.uri === XML) found.delete(own.local);
  return [...found.values()];
}

/** By namespace, then by local name; those without a namespace come first (section 2.2). */
function byExpandedName(one: SourceAttribute, other: SourceAttribute): number {
  return byCodePoint(one.uri, other.uri) || byCodePoint(one.local, other.local);
}

/** UCS code point order (section 2.2): JavaScript's own puts surrogate pairs before U+E000 and up. */
function byCodePoint(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const difference = rank(one.charCodeAt(at)) - rank(other.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

function content(text: string): string {
  return /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? '') : text;
}

function quoted(value: string): string {
  return /[&<"\t\n\r]/.test(value) ? value.replace(/[&<"\t\n\r]/g, (character) => ESCAPES[character] ?? '') : value;
}
