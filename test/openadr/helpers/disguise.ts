import { PREFIXES, XS } from '../../../src/openadr/schema/namespaces.ts';
import { declaration, writeTree } from '../../../src/openadr/xml/text.ts';
import { XMLNS, type XmlElement } from '../../../src/openadr/xml/tree.ts';
import type { Draw } from './draw.ts';

/** The text of a tree in one of the ways in which XML can say the same. */
export function disguise(draw: Draw, tree: XmlElement): string {
  const style = draw.pick(['plain', 'plain', 'defaults', 'prefixes']);
  const shown = style === 'plain' ? tree : restyled(tree, style);
  // Values of xsi:type use the usual prefixes, whatever the elements do.
  const bound = Object.entries({ ...PREFIXES, [XS]: 'xs' });
  const missing = bound.filter(
    ([, prefix]) => !shown.attributes.some((own) => own.uri === XMLNS && own.name === prefix),
  );
  const root = {
    ...shown,
    attributes: [...missing.map(([uri, prefix]) => declaration(prefix, uri)), ...shown.attributes],
  };
  let text = writeTree(root);
  if (draw.chance(0.1)) text = text.replace(/>([^<>&\s][^<>&]*)<\//g, '><![CDATA[$1]]></');
  if (draw.chance(0.1)) text = text.replace(/><(?=[a-z])/g, '><!-- aside --><');
  if (draw.chance(0.1)) text = text.replace(/>([a-z0-9])([^<>&]+)<\//gi, '>$1<!-- -->$2</');
  if (draw.chance(0.05)) text = text.replace(/^<\?xml.*\n/, '');
  return text;
}

function restyled(node: XmlElement, style: string): XmlElement {
  const prefix = style === 'defaults' || node.uri === '' ? '' : `p${[...node.uri].length}`;
  const children = node.children.map((child) => (typeof child === 'string' ? child : restyled(child, style)));
  return { ...node, prefix, children };
}

/** The text with an empty CDATA section between two of its elements. */
export function withCdata(draw: Draw, text: string): string {
  // What libxml2 says of the inside of a signature is not ours to say.
  return draw.chance(0.02) && !text.includes('Signature') ? text.replace(/(>)(<[a-z])/, '$1<![CDATA[]]>$2') : text;
}
