import type { Finding } from '../finding.ts';
import type { Message } from '../types.ts';
import type { XmlElement } from '../xml/tree.ts';
import { Validator } from './validator.ts';

/** What a tree is by the 2.0b schema. Lines and columns are those of the tree, if it was read. */
export function validate(tree: XmlElement): { message?: Message; findings: Finding[]; valid: boolean } {
  const validator = new Validator();
  walk(tree, validator);
  const { findings } = validator;
  return { message: validator.message(), findings: findings.list(), valid: !findings.invalid };
}

function walk(node: XmlElement, validator: Validator): void {
  validator.enter(node);
  for (const child of node.children) if (typeof child !== 'string') walk(child, validator);
  validator.leave(node);
}
