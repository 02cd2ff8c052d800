import { writeFile } from 'node:fs/promises';
import { scenarioJsonSchema } from '../src/scenario/format/index.ts';

// Writes scenarios/scenario.schema.json anew: node --import tsx scripts/scenario-schema.ts
const target = new URL('../scenarios/scenario.schema.json', import.meta.url);
await writeFile(target, `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
