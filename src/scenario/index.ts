/** Scenarios: their format and how they are run. */
export * from './engine/index.ts';
export * from './format/index.ts';
