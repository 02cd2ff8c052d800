import fc from 'fast-check';

/** Pieces of a generated element; `documentText` turns them into well-formed XML. */
interface Piece {
  readonly prefix: string;
  readonly local: string;
  readonly declared: readonly (readonly [prefix: string, uri: string])[];
  readonly attributes: readonly (readonly [prefix: string, local: string, value: string])[];
  readonly children: readonly (Piece | string)[];
  readonly blank: string;
}

const PREFIXES = ['', 'a', 'b', 'ns1', 'é'];
// libxml2 refuses namespaces beyond ASCII, and writes an ampersand in one as it stands (section 2.3 has it escaped).
const URIS = ['urn:a', 'urn:b', 'http://x.example/?a=1', 'urn:c', 'urn:B'];
const LOCALS = ['a', 'b', 'A', 'item', 'lang', '_x', 'é', '\u{10000}', '\u{f900}', 'a.b-c'];

const textPart = fc.constantFrom(
  ...['x', ' ', '\n', '\r\n', '\r', '\t', '&amp;', '&lt;', '&gt;', '>', '"', "'", '&quot;', '&apos;', '&#13;'],
  ...['&#xD;', '&#9;', '&#10;', '&#x1F600;', 'é', '😀', '\u0085', '\u2028', 'äöü', ']] ', '&#38;lt;', 'VEN_1'],
);
const text = fc.array(textPart, { maxLength: 6 }).map((parts) => parts.join(''));
const inside = fc.array(fc.constantFrom('x', ' ', '\n', '\r\n', '<', '&', '>', 'é', '&amp;', '"', '\t'), {
  maxLength: 5,
});
const note = fc.oneof(
  inside.map((parts) => `<![CDATA[${parts.join('')}]]>`),
  inside.map((parts) => `<!--${parts.join('')}-->`),
  inside.map((parts) => `<?go ${parts.join('')}?>`),
  fc.constantFrom('<?empty?>', '<?spaced   ?>', '<!---->', '<![CDATA[]]>', '<?é \r\n two  words ?>'),
);
const attributeValue = text.map((value) => value.replaceAll('"', '&quot;'));
const declaration = fc.tuple(fc.constantFrom(...PREFIXES), fc.constantFrom('', ...URIS));
const attribute = fc.tuple(
  fc.constantFrom(...PREFIXES, 'xml'),
  fc.constantFrom(...LOCALS, 'space', 'base', 'role'),
  attributeValue,
);

const { piece } = fc.letrec<{ piece: Piece; child: Piece | string }>((tie) => ({
  child: fc.oneof({ depthSize: 'small', withCrossShrink: true }, text, note, tie('piece'), tie('piece')),
  piece: fc.record({
    prefix: fc.constantFrom(...PREFIXES),
    local: fc.constantFrom(...LOCALS),
    declared: fc.array(declaration, { maxLength: 4 }),
    attributes: fc.array(attribute, { maxLength: 5 }),
    children: fc.array(tie('child'), { maxLength: 5 }),
    blank: fc.constantFrom('', ' ', '\n', '\t '),
  }),
}));

/** A well-formed document: namespaces bound, unbound and bound again, CDATA, comments, processing instructions. */
export const xmlDocument = piece.map((root) => pieceText(root, new Map([['xml', 'x']])));

function pieceText(own: Piece, around: ReadonlyMap<string, string>): string {
  const scope = new Map(around);
  const declared = new Map(own.declared.filter(([prefix, uri]) => prefix === '' || uri !== ''));
  for (const [prefix, uri] of declared) scope.set(prefix, uri);
  const prefixes = [own.prefix, ...own.attributes.map(([prefix]) => prefix)];
  for (const prefix of prefixes) {
    if (prefix === '' || scope.has(prefix)) continue;
    declared.set(prefix, 'urn:default');
    scope.set(prefix, 'urn:default');
  }
  const seen = new Set<string>();
  const attributes = own.attributes.filter(([prefix, local]) => {
    const name = `${prefix === '' ? '' : scope.get(prefix)} ${local}`;
    return !seen.has(name) && seen.add(name);
  });
  const name = own.prefix === '' ? own.local : `${own.prefix}:${own.local}`;
  const parts = [
    ...attributes.map(([prefix, local, value]) => `${prefix === '' ? local : `${prefix}:${local}`}="${value}"`),
    ...[...declared].map(([prefix, uri]) => `xmlns${prefix === '' ? '' : `:${prefix}`}='${uri}'`),
  ];
  const start = `<${name}${parts.map((part) => ` ${part}`).join(own.blank || '')}${own.blank}`;
  if (own.children.length === 0) return `${start}/>`;
  const children = own.children.map((child) => (typeof child === 'string' ? child : pieceText(child, scope)));
  return `${start}>${children.join('')}</${name}${own.blank}>`;
}
