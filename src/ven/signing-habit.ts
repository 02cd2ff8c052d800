import type { ReplayProtect } from '../openadr/signature/index.ts';
import type { SigningHabit } from './personality.ts';

/** What is otherwise than it should be when a message is signed. */
export interface SigningWay {
  /** It is not signed at all. */
  readonly unsigned?: true;
  /** Signed with a key that is not the certificate's. */
  readonly strangeKey?: true;
  /** ReplayProtect in place of that of this sending; `before` is what the message before had. */
  protect?(own: ReplayProtect, before: ReplayProtect | undefined): ReplayProtect;
  /** What becomes of the text once it is signed. */
  spoil?(signed: string): string;
}

/** Longer than any window that a VTN may have set. */
const STALE = 3_600_000;

/** What each habit does. */
export const SIGNING_WAYS: Readonly<Record<SigningHabit, SigningWay>> = {
  badDigest: {
    // Nothing else is changed, so that all but the digest is right.
    spoil: (signed) => signed.replace(/<[^<>]* oadr:Id="oadrSignedObject"[^<>]*>/, '$&\n  '),
  },
  wrongKey: { strangeKey: true },
  none: { unsigned: true },
  last: {
    spoil: (signed) => signed.replace(/(<ds:Signature .*<\/ds:Signature>)(.*)(<\/[^<>]+>\s*)$/s, '$2$1$3'),
  },
  stale: { protect: ({ timestamp, nonce }) => ({ timestamp: timestamp - STALE, nonce }) },
  replayed: { protect: (own, before) => before ?? own },
};
