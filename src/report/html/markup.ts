import { visible } from '../../journal/clean.ts';

/**
 * Text that is HTML already. Only `html` makes it: whatever else is put into a template is text, and is escaped, so that
 * nothing from the wire reaches the file as markup.
 */
export class Markup {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /**
   * A template of HTML. Its holes take text and numbers (escaped, for content and for attributes in double quotes), markup,
   * lists of these, and nothing (`undefined`, `false`). Written so that it is well-formed XML too.
   */
  static html(pieces: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
    let text = pieces[0] ?? '';
    for (const [at, hole] of holes.entries()) text += rendered(hole) + (pieces[at + 1] ?? '');
    return new Markup(text);
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template takes. */
export type Hole = Markup | string | number | false | undefined | readonly Hole[];

export const { html } = Markup;

/** Nothing. */
export const NOTHING = html``;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters of one text that are shown; a megabyte in a name must not bury the rest. */
export const LONGEST = 4_000;

/** The one way of text into a report: cut where it is endless, unsafe characters shown by their code point, markup escaped. */
function escaped(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
  return visible(shown).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}

function rendered(hole: Hole): string {
  if (hole === undefined || hole === false) return '';
  if (hole instanceof Markup) return hole.toString();
  if (Array.isArray(hole)) return hole.map(rendered).join('');
  // A record may come from anywhere: what should be a text and is none is shown as what it is.
  return escaped(typeof hole === 'string' ? hole : (JSON.stringify(hole) ?? ''));
}
