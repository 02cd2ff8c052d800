import { prettyXml as laidOut, type XmlLine as OutLine } from '../../openadr/xml/pretty.ts';
import type { XmlRole } from '../../openadr/xml/tokens.ts';
import { type Line, type Style, span } from '../text.ts';

export { lineAt } from '../../openadr/xml/pretty.ts';

/** A line of shown XML, and where it began in the bytes. */
export interface XmlLine extends Pick<OutLine, 'line' | 'column'> {
  readonly spans: Line;
}

const STYLES: Readonly<Record<XmlRole, Style>> = {
  space: 'plain',
  markup: 'dim',
  name: 'tag',
  attribute: 'attribute',
  value: 'value',
  text: 'bold',
};

/** XML for reading, highlighted and safe to draw; `pretty` says whether it could be laid out. */
export function prettyXml(xml: string): { readonly pretty: boolean; readonly lines: XmlLine[] } {
  const { pretty, lines } = laidOut(xml);
  return {
    pretty,
    lines: lines.map(({ parts, line, column }) => ({
      spans: parts.map(({ role, text }) => span(text, STYLES[role])),
      line,
      column,
    })),
  };
}
