/** A piece of an XML text: markup as a whole, or the text between. */
export interface Token {
  readonly kind: 'open' | 'close' | 'empty' | 'text' | 'other';
  readonly text: string;
  /** Name of the element with its prefix; of `open`, `close` and `empty`. */
  readonly name: string;
  /** 1-based, in characters. */
  readonly line: number;
  readonly column: number;
}

/** Comments, CDATA, processing instructions and declarations; tags (`>` may stand in quotes); text. */
const PIECES =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<[?!][^>]*(?:>|$)|<(?:[^>"']|"[^"]*(?:"|$)|'[^']*(?:'|$))*(?:>|$)|[^<]+/g;

/** Splits any text into tokens; never fails, whatever the text is. */
export function tokenize(xml: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let column = 1;
  for (const [text] of xml.matchAll(PIECES)) {
    const kind = kindOf(text);
    const name = kind === 'text' || kind === 'other' ? '' : (/^<\/?([^\s/>]*)/.exec(text)?.[1] ?? '');
    tokens.push({ kind, text, name, line, column });
    const lastEnd = text.lastIndexOf('\n');
    if (lastEnd < 0) column += text.length;
    else {
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line++;
      column = text.length - lastEnd;
    }
  }
  return tokens;
}

function kindOf(text: string): Token['kind'] {
  if (!text.startsWith('<')) return 'text';
  if (text.startsWith('<![CDATA[')) return 'text';
  if (text.startsWith('<!') || text.startsWith('<?')) return 'other';
  if (text.startsWith('</')) return 'close';
  return text.endsWith('/>') ? 'empty' : 'open';
}

/** What a piece of shown XML is; whoever shows it says how that looks. */
export type XmlRole = 'space' | 'markup' | 'name' | 'attribute' | 'value' | 'text';

/** A piece of a shown line, as it came: not yet made safe for where it is shown. */
export interface XmlPart {
  readonly role: XmlRole;
  readonly text: string;
}

export const part = (role: XmlRole, text: string): XmlPart => ({ role, text });

const ATTRIBUTE = /(\s+)([^\s=/>]+)(\s*=\s*)("[^"]*"?|'[^']*'?)/g;

/** A tag taken apart: name, attributes with their values, the end. */
export function tagParts(token: Token): {
  readonly head: XmlPart[];
  readonly attributes: XmlPart[][];
  readonly tail: XmlPart;
} {
  const closing = token.kind === 'close' ? '</' : '<';
  const colon = token.name.indexOf(':');
  const head = [
    part('markup', closing),
    part('markup', token.name.slice(0, colon + 1)),
    part('name', token.name.slice(colon + 1)),
  ];
  const rest = token.text.slice(closing.length + token.name.length);
  const attributes = [...rest.matchAll(ATTRIBUTE)].map((match) => [
    part('attribute', match[2] ?? ''),
    part('markup', '='),
    part('value', match[4] ?? ''),
  ]);
  const end = /\/?>$/.exec(token.text)?.[0] ?? '';
  return { head, attributes, tail: part('markup', end) };
}

/** A tag in one line. */
export function tagLine(token: Token): XmlPart[] {
  const { head, attributes, tail } = tagParts(token);
  return [...head, ...attributes.flatMap((attribute) => [part('space', ' '), ...attribute]), tail];
}
