import type { MessageRow } from '../../journal/view.ts';
import { looksSigned } from '../../openadr/signature/index.ts';

/** Characters that are looked through: a Signature stands first, or is too far back to be one. */
const LOOKED = 64 * 1024;

const known = new WeakMap<object, boolean>();

/** Whether a message carries a signature, or something was found out about the lack of one. */
export function isSigned({ record, source }: MessageRow): boolean {
  if (record.signature) return true;
  const before = known.get(source);
  if (before !== undefined) return before;
  const { body } = source;
  const signed = typeof body === 'string' && looksSigned(body.slice(0, LOOKED));
  known.set(source, signed);
  return signed;
}
