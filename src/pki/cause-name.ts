/** Why a chain of certificates is refused, by name: a closed list; cause.ts has what belongs to each. */
export type ChainCause =
  | 'noCertificate'
  | 'unreadable'
  | 'selfSigned'
  | 'unknownCa'
  | 'intermediateMissing'
  | 'trustLacksRoot'
  | 'expired'
  | 'notYetValid'
  | 'wrongUsage'
  | 'weakKey'
  | 'wrongHost';
