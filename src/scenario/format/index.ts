export { isActing } from './acting.ts';
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
