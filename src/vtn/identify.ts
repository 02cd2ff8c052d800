import type { Message } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { boundCame, refuseCertificate } from './certificate.ts';
import { type Core, trim } from './core.ts';
import { lacksCertificate } from './pinned.ts';
import type { Verdict } from './reply.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Received } from './types.ts';

/** Connections of which is remembered who spoke on them. */
const CONNECTIONS = 4096;

/** Who sends a message, or why nobody does. */
export type Sender = { readonly ven: Ven } | { readonly refused: Verdict };

/**
 * Finds the registered VEN that sends a message (rules 21, 500, 508, 517). 463: there is no registration, so that it
 * registers anew. 452: there is one, and the ID is not its own. An oadrPoll with a venID that nobody has: 463 with a
 * certificate, 452 on plain HTTP, where rules 500 and 517 disagree.
 */
export function identify(core: Core, turn: Turn, received: Received, message: Message): Sender {
  const { fingerprint } = received.peer;
  const byCert = fingerprint === undefined ? undefined : core.directory.byFingerprint(fingerprint);
  const venID = venIDOf(message) ?? given(received.ids.venID);
  if (venID === undefined) return withoutID(core, turn, received, message, byCert);
  const ven = core.directory.get(venID);
  if (!ven) return unknown(turn, message, venID, fingerprint, byCert);
  const bound = byCert !== undefined || ven.fingerprint !== undefined;
  if (fingerprint !== undefined && ven !== byCert && bound) {
    return foreign(turn, received, message, fingerprint, ven, byCert);
  }
  if (lacksCertificate(ven, received.peer)) return uncertified(turn, message, ven);
  boundCame(turn, ven, received.peer);
  if (ven.state !== 'registered' && !owesCancellation(ven, message)) return unregistered(turn, message, ven);
  remember(core, received, ven);
  return { ven };
}

/** The venID of a message, one layer deeper in some (rule 508). */
export function venIDOf(message: Message): string | undefined {
  if (message.name === 'oadrRequestEvent') {
    const body: Lenient<typeof message.body> = message.body;
    return given(body.eiRequestEvent?.venID);
  }
  if (message.name === 'oadrCreatedEvent') {
    const body: Lenient<typeof message.body> = message.body;
    return given(body.eiCreatedEvent?.venID);
  }
  const { body } = message;
  return 'venID' in body ? given(typeof body.venID === 'string' ? body.venID : undefined) : undefined;
}

/** Its registration ended when it was given oadrCancelPartyRegistration; the answer to that is still due. */
function owesCancellation(ven: Ven, message: Message): boolean {
  return (
    message.name === 'oadrCanceledPartyRegistration' && ven.awaited.some(({ response }) => response === message.name)
  );
}

function withoutID(core: Core, turn: Turn, received: Received, message: Message, byCert: Ven | undefined): Sender {
  const ven = byCert ?? core.connections.get(received.peer.connection) ?? core.directory.onlyAt(received.peer.address);
  const known =
    ven && !lacksCertificate(ven, received.peer) && (ven.state === 'registered' || owesCancellation(ven, message));
  turn.rule(508, 'error', `${message.name} has no venID`, {
    expected: known ? ven.venID : 'the venID of its registration',
    actual: 'none',
    hint: known ? 'taken as from this VEN, which spoke on that connection or address' : undefined,
  });
  if (known) return { ven };
  if (received.peer.fingerprint !== undefined) return refused('463', 'not registered');
  return refused('452', 'venID missing');
}

function unknown(
  turn: Turn,
  message: Message,
  venID: string,
  fingerprint: string | undefined,
  byCert: Ven | undefined,
): Sender {
  if (byCert?.state === 'registered') {
    differs(turn, message, `venID ${byCert.venID} (certificate ${fingerprint})`, `venID ${venID}, which nobody has`);
    return refused('452', `venID ${venID} is not yours`);
  }
  turn.sequence('warning', `${message.name} from a venID that is not registered`, {
    rule: 405,
    expected: 'a registration first',
    actual: `venID ${venID}`,
  });
  if (message.name === 'oadrPoll' && fingerprint === undefined) return refused('452', `unknown venID ${venID}`);
  return refused('463', `venID ${venID} is not registered`);
}

/**
 * A certificate that speaks for another VEN, or for none though this VEN has one. Section 9.2.1.1 wants 463, rule 517 452:
 * 463 where the named VEN is bound to another certificate, else 452.
 */
function foreign(
  turn: Turn,
  { peer }: Received,
  message: Message,
  fingerprint: string,
  named: Ven,
  byCert: Ven | undefined,
): Sender {
  const { venID, fingerprint: bound } = named;
  const actual = bound === undefined ? `venID ${venID}` : `venID ${venID}, bound to certificate ${bound}`;
  if (byCert?.state === 'registered') {
    differs(turn, message, `venID ${byCert.venID} (certificate ${fingerprint})`, actual);
    return bound === undefined
      ? refused('452', `venID ${venID} is not yours`)
      : refused('463', `venID ${venID} is bound to another certificate`);
  }
  if (bound === undefined || byCert) {
    const hint = byCert && `this certificate is that of venID ${byCert.venID}, which is not registered`;
    differs(turn, message, `a registration with this certificate (${fingerprint})`, actual, hint);
  } else {
    const { message: what, ...words } = refuseCertificate(turn, named, fingerprint, peer);
    turn.sequence('error', `${message.name}: ${what}`, { rule: 517, ...words });
  }
  return refused('463', 'this certificate is not registered');
}

function differs(turn: Turn, message: Message, expected: string, actual: string, hint?: string): void {
  turn.sequence('error', `${message.name} with a venID that is not that of the certificate`, {
    rule: 517,
    expected,
    actual,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Over TLS, but without the certificate that this VEN registered with: anybody could name its venID. */
function uncertified(turn: Turn, message: Message, { venID, fingerprint }: Ven): Sender {
  turn.sequence('error', `${message.name} without the certificate of its VEN`, {
    rule: 517,
    expected: `certificate ${fingerprint}, to which venID ${venID} is bound`,
    actual: 'no certificate',
    hint: 'let the device present the certificate that it registered with (9.2.1.1)',
  });
  return refused('463', `venID ${venID} is bound to a certificate`);
}

function unregistered(turn: Turn, message: Message, ven: Ven): Sender {
  turn.sequence('warning', `${message.name} without a registration`, {
    rule: 405,
    expected: 'a registration first',
    actual: ven.state === 'cancelled' ? 'the registration was cancelled' : 'never registered',
  });
  return refused('463', 'not registered');
}

function remember(core: Core, { peer }: Received, ven: Ven): void {
  ven.address = peer.address;
  if (core.connections.get(peer.connection) === ven) return;
  core.connections.set(peer.connection, ven);
  trim(core.connections, CONNECTIONS);
}

function refused(code: Verdict['code'], description: string): Sender {
  return { refused: { code, description } };
}
