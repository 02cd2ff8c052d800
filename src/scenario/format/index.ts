/** The scenario format: what a file may say, and the plan that comes of it. */
export { isActing } from './acting.ts';
export { anchorText } from './anchors.ts';
export { formatError, type ScenarioError } from './error.ts';
export { scenarioJsonSchema } from './json-schema.ts';
export { type Loaded, type LoadOptions, loadScenario } from './load.ts';
export type * from './plan.ts';
export {
  isTemplate,
  type Lookup,
  type Resolved,
  resolveTemplate,
  type Template,
  TemplateError,
  type Variable,
  variableText,
} from './template.ts';
