export type { Unclaimed } from './conformance.ts';
export { Controller, type ScenarioController } from './controller.ts';
export { VenDirectory, type VenFacts } from './directory.ts';
export type { RunOptions, ScenarioResult } from './options.ts';
export { prompts } from './prompts.ts';
export { runScenario } from './run.ts';
export { runSuite, type SuiteOptions } from './suite.ts';
