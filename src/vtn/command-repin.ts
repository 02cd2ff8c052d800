import { type RefusedCertificate, tellCertificate } from './certificate.ts';
import { type Do, NOTHING, vensOf } from './command-common.ts';
import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { CommandOutcome } from './types.ts';
import { tellVen } from './ven.ts';

/**
 * Binds VENs to the certificate that was refused last for each of them (rule 517), so that their next message is taken.
 * Without a fingerprint only a renewal is accepted: same subject, same issuer.
 * @throws CommandError
 */
export function repin(core: Core, turn: Turn, { vens, fingerprint }: Do<'repin'>): CommandOutcome {
  const all = vensOf(core, vens);
  if (fingerprint !== undefined && all.length > 1) {
    throw new CommandError('a certificate speaks for one VEN only', {
      expected: 'one VEN beside a fingerprint',
      actual: `${all.length} VENs`,
      hint: 'give each VEN its own fingerprint, or none where certificates were renewed',
    });
  }
  // All or nothing: looked at before anything is changed.
  const accepted = all.map((ven) => ({ ven, came: acceptable(core, ven, fingerprint) }));
  for (const { ven, came } of accepted) bind(core, turn, ven, came);
  return NOTHING;
}

/** The certificate that is to be accepted for a VEN. */
function acceptable(core: Core, ven: Ven, fingerprint: string | undefined): RefusedCertificate {
  const came = fingerprint === undefined ? ven.presented : ven.refused.get(fingerprint);
  const holder = fingerprint === undefined ? undefined : core.directory.byFingerprint(fingerprint);
  if (holder && holder !== ven) throw another(fingerprint ?? '', holder);
  if (!came) throw fingerprint === undefined ? nothing(ven) : unseen(ven, fingerprint);
  const owner = core.directory.byFingerprint(came.fingerprint);
  if (owner && owner !== ven) throw another(came.fingerprint, owner);
  if (fingerprint === undefined && !came.renewal) throw notRenewed(ven, came);
  return came;
}

function bind(core: Core, turn: Turn, ven: Ven, came: RefusedCertificate): void {
  const { venName, provisioned } = ven;
  // What a VEN is provisioned with is what it is again once it is forgotten.
  if (provisioned?.fingerprint !== undefined) ven.provisioned = { ...provisioned, fingerprint: came.fingerprint };
  core.directory.identify(ven, { venName, fingerprint: came.fingerprint, certificate: came.names });
  tellVen(turn, ven, 'repinned');
  tellCertificate(turn, ven, came.fingerprint);
  turn.dirty(ven.venID);
}

function nothing(ven: Ven): CommandError {
  const bound = ven.fingerprint === undefined ? 'bound to no certificate' : `bound to certificate ${ven.fingerprint}`;
  const others = [...ven.refused.keys()];
  return new CommandError(`nothing is to be accepted for ${ven.venID}`, {
    expected: 'a certificate that came for it and was refused',
    actual: others.length === 0 ? bound : `${bound}, which came again after ${others.join(', ')}`,
    hint:
      others.length === 0
        ? 'let the device send something first, or provision it with the fingerprint'
        : 'give the fingerprint of the one to accept',
  });
}

function unseen(ven: Ven, fingerprint: string): CommandError {
  const seen = [...ven.refused.keys()];
  return new CommandError(`no such certificate was refused for ${ven.venID}`, {
    expected: seen.length === 0 ? 'a certificate that came for it and was refused' : seen.join(' or '),
    actual: fingerprint,
    hint: 'let the device send something first, or provision it with the fingerprint',
  });
}

function another(fingerprint: string, holder: Ven): CommandError {
  return new CommandError(`certificate ${fingerprint} is that of another VEN`, {
    expected: 'one that no VEN is bound to',
    actual: `${holder.venID}${holder.venName === undefined ? '' : ` (${holder.venName})`} is bound to it`,
    hint: `let the device use its own venID, or forget ${holder.venID} first`,
  });
}

function notRenewed(ven: Ven, came: RefusedCertificate): CommandError {
  const { certificate } = ven;
  const words = (names: RefusedCertificate['names']) =>
    names ? `${names.subject}, issued by ${names.issuer}` : 'not known';
  return new CommandError(`the certificate that came for ${ven.venID} is no renewal of its own`, {
    expected: `subject and issuer as before: ${words(certificate)}`,
    actual: `${words(came.names)} (${came.fingerprint})`,
    hint: `to accept it all the same, repin ${ven.venID} with fingerprint ${came.fingerprint}`,
  });
}
