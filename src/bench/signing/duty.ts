import type { ReadResult } from '../../openadr/index.ts';
import { DS } from '../../openadr/schema/namespaces.ts';
import type { Claim } from '../../vtn/claimed.ts';
import type { Peer } from '../../vtn/types.ts';
import type { SignMode } from './options.ts';

/** Why a message must be signed. */
export interface Duty {
  /** For `the message is not signed, and …`. */
  readonly why: string;
  /** What other way there is than to sign, behind `or`. */
  readonly otherwise: string;
}

/**
 * Why a message must be signed; undefined: it need not be.
 * @param message absent where what came is none
 */
export function dutyOf(
  mode: SignMode,
  message: ReadResult['message'],
  claim: Claim,
  { fingerprint, tls }: Pick<Peer, 'fingerprint' | 'tls'>,
): Duty | undefined {
  if (mode === 'off') return undefined;
  if (mode === 'require')
    return { why: 'this VTN takes signed messages alone', otherwise: 'start the VTN with --sign on' };
  if (message?.name === 'oadrQueryRegistration') return undefined;
  const registers = message?.name === 'oadrCreatePartyRegistration';
  // On plain HTTP nothing else shows that certificate: without a signature anybody could register as that VEN.
  if (registers && !claim.signs && claim.fingerprint !== undefined && !tls)
    return {
      why: `${claim.venID} is bound to certificate ${claim.fingerprint}`,
      otherwise: 'connect by TLS with that certificate',
    };
  if (!claim.signs) return undefined;
  // The certificate of TLS tells who registers; without it anybody could take the duty to sign from a VEN.
  if (registers && fingerprint !== undefined) return undefined;
  const who = claim.venID ?? 'the VEN of this certificate';
  return { why: `${who} registered with oadrXmlSignature`, otherwise: 'register without oadrXmlSignature' };
}

/** Whether there is a signature, where it belongs or beside it. */
export function hasSignature({ message, tree }: ReadResult): boolean {
  if (message?.signature !== undefined) return true;
  if (tree)
    for (const child of tree.children)
      if (typeof child !== 'string' && child.name === 'Signature' && child.uri === DS) return true;
  return false;
}
