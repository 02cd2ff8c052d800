import type { Message } from '../types.ts';
import { writeTree } from '../xml/text.ts';
import { type ToTreeOptions, toTree } from './to-tree.ts';

/** The body of a message: `toTree`, then `writeTree`. Throws SchemaError as `toTree` does. */
export function write(message: Message, options?: ToTreeOptions): string {
  return writeTree(toTree(message, options));
}
