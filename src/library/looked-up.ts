type Answer = { readonly venID?: string; readonly registrationID?: string } | false | undefined;

/**
 * What a registration is answered where the program knows the fingerprint of a venID: its VEN is let in, also where it
 * chose that venID itself (rule 402); anybody else is refused (463, section 9.2.1.1).
 * @param whose venID that would be given
 * @param expected undefined: the program does not know that venID, so that nothing changes
 * @param told is told of who is refused
 */
export function lookedUp(
  answer: Answer,
  whose: string,
  expected: string | undefined,
  { fingerprint, address }: { readonly fingerprint?: string; readonly address: string },
  told: (message: string) => void,
): Answer {
  if (expected === undefined || answer === false) return answer;
  if (fingerprint === expected) return { ...answer, venID: whose };
  const has = fingerprint === undefined ? 'no certificate' : `certificate ${fingerprint}`;
  told(
    `registration as ${whose} from ${address} is refused: ${has}, fingerprintLookup expects ${expected}; try: correct what it returns, or the certificate of the device`,
  );
  return false;
}
