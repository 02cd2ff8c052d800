// Writes docs/keys.md from the key map: node --import tsx scripts/keys.mjs
import { writeFileSync } from 'node:fs';
import { keysMarkdown } from '../src/tui/keys-doc.ts';

writeFileSync(new URL('../docs/keys.md', import.meta.url), keysMarkdown());
