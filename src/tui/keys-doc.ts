import { KEY_MAP } from './key-map.ts';
import { type Binding, CONTEXT_TITLES, CONTEXTS, type Context, keyLabel } from './keys.ts';

/** A heading and its keys, for help and docs. */
export interface KeySection {
  readonly title: string;
  readonly rows: readonly { readonly keys: readonly string[]; readonly help: string }[];
}

/** The key map in sections: what holds in lists and inspector alike first, then each context's own. */
export function keySections(ascii = false): KeySection[] {
  const shared = KEY_MAP.filter((binding) => binding.in.includes('list') && binding.in.includes('inspector'));
  const own = (context: Context): readonly Binding[] =>
    KEY_MAP.filter((binding) => binding.in.includes(context) && !shared.includes(binding));
  return [
    { title: 'Everywhere', rows: rowsOf(shared, ascii) },
    ...CONTEXTS.map((context) => ({ title: CONTEXT_TITLES[context], rows: rowsOf(own(context), ascii) })),
  ];
}

function rowsOf(bindings: readonly Binding[], ascii: boolean): KeySection['rows'] {
  return bindings.map((binding) => ({
    keys: binding.keys.map((key) => keyLabel(key, ascii)),
    help: binding.help,
  }));
}

/** docs/keys.md. */
export function keysMarkdown(): string {
  const sections = keySections().map(({ title, rows }) => {
    const lines = rows.map((row) => `| ${row.keys.map(code).join(', ')} | ${row.help.replaceAll('|', '\\|')} |`);
    return [`## ${title}`, '', '| key | does |', '|---|---|', ...lines].join('\n');
  });
  return [
    '# Keys of the UI',
    '',
    'Made from `src/tui/key-map.ts` by `node --import tsx scripts/keys.mjs`. In the UI, `?` shows the same.',
    '',
    sections.join('\n\n'),
    '',
  ].join('\n');
}

function code(key: string): string {
  return `\`${key}\``;
}
