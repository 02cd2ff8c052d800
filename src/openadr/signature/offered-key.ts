import { DS } from '../schema/namespaces.ts';
import { LIMITS } from '../xml/limits.ts';
import { childrenNamed } from './content.ts';
import { parseDocument } from './document.ts';
import { type OfferedKey, offeredBy } from './key-info.ts';
import { type NotVerified, orRefusal } from './refusal.ts';

/**
 * What the KeyInfo of a Signature offers, before anything is verified: `signature` is the XML of ds:Signature as a
 * message that was read has it. For those who must choose the key first, to verify elsewhere. Never throws on content.
 */
export function offeredKey(signature: string): { readonly ok: true; readonly offered: OfferedKey } | NotVerified {
  return orRefusal(() => {
    const { root } = parseDocument(signature, LIMITS);
    return { ok: true as const, offered: offeredBy(childrenNamed(root, DS, 'KeyInfo')[0]) };
  });
}
