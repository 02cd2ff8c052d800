import { given, type Lenient } from '../openadr/lenient.ts';
import type { Core } from './core.ts';
import { venIDOf } from './identify.ts';
import type { Ven } from './state.ts';
import type { Received } from './types.ts';

/** As whose message the VTN would take a request, before anything is verified. */
export interface Claim {
  /** venID of the VEN that it would be taken as from; absent where none is known. */
  readonly venID?: string;
  /** Whether that VEN, or the one of the peer's certificate, is registered with oadrXmlSignature. */
  readonly signs: boolean;
  /** Fingerprint of the certificate that the VEN is bound to. */
  readonly fingerprint?: string;
}

const NOBODY: Claim = { signs: false };

/**
 * Finds the VEN that a request speaks for as `identify` and `whose` do (rules 21, 508, 517), and changes nothing. Where
 * certificate and venID name two, `signs` is the duty of either: who names another VEN does not lose its own duty.
 */
export function claimed(core: Core, { peer, message, ids }: Pick<Received, 'peer' | 'message' | 'ids'>): Claim {
  const { directory } = core;
  const byCert = peer.fingerprint === undefined ? undefined : directory.byFingerprint(peer.fingerprint);
  const ven = message?.name === 'oadrQueryRegistration' ? byCert : spokenFor();
  if (!ven) return byCert ? { signs: signs(byCert) } : NOBODY;
  const { venID, fingerprint } = ven;
  const duty = signs(ven) || (byCert !== undefined && signs(byCert));
  return { venID, signs: duty, ...(fingerprint !== undefined && { fingerprint }) };

  function spokenFor(): Ven | undefined {
    const venID = (message && venIDOf(message)) ?? given(ids.venID);
    if (venID !== undefined) return directory.get(venID);
    if (byCert) return byCert;
    if (message?.name !== 'oadrCreatePartyRegistration')
      return core.connections.get(peer.connection) ?? directory.onlyAt(peer.address);
    const body: Lenient<typeof message.body> = message.body;
    const registrationID = given(body.registrationID);
    return registrationID === undefined ? undefined : directory.byRegistration(registrationID);
  }
}

/** Registered with oadrXmlSignature, or not any more but with an answer still due. */
export function signs({ xmlSignature, state, awaited }: Ven): boolean {
  return xmlSignature === true && (state === 'registered' || awaited.length > 0);
}
