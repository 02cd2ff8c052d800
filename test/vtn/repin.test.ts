import test, { type ExecutionContext } from 'ava';
import { CommandError } from '../../src/vtn/command-error.ts';
import type { Peer, VtnCommand } from '../../src/vtn/types.ts';
import * as m from '../helpers/messages.ts';
import { Rig } from '../helpers/vtn-rig.ts';

const NAMES = { subject: 'CN=box', issuer: 'CN=Lab RSA CA' };

/** A peer over TLS with a certificate of these names. */
function peer(fingerprint: string, certificate = NAMES): Partial<Peer> {
  return { fingerprint, certificate, tls: true };
}

/** A VEN bound to certificate AA. */
function bound(t: ExecutionContext, first: Partial<Peer> = peer('AA')) {
  const rig = new Rig(t);
  const ids = rig.register({ oadrVenName: 'box' }, { peer: first });
  const poll = (who: Partial<Peer>) => rig.say(m.oadrPoll(ids.venID), { peer: who });
  return { rig, poll, ...ids };
}

function refusal(t: ExecutionContext, rig: Rig, command: VtnCommand): CommandError {
  const error = t.throws(() => rig.command(command), { instanceOf: CommandError });
  t.truthy(error?.hint);
  return error as CommandError;
}

test('a renewed certificate is refused, told once, and accepted by repin; the next message works, also after a restart', (t) => {
  const { rig, poll, venID } = bound(t);
  t.is(poll(peer('BB')).code, '463');
  const [finding] = rig.found();
  t.is(finding?.message, `oadrPoll: the certificate of venID ${venID} changed since registration`);
  t.is(finding?.expected, `certificate AA (CN=box, issued by CN=Lab RSA CA), to which venID ${venID} is bound`);
  t.is(finding?.actual, 'certificate BB (CN=box, issued by CN=Lab RSA CA)');
  t.regex(finding?.hint ?? '', /repin (ven-\S+) \(c in the UI; without it --fingerprint \1=BB at the next start\)/);
  t.like(finding, { layer: 'sequence', severity: 'error', rule: 517 });
  const change = { what: 'certificate' as const, venID, pinned: 'AA', presented: 'BB', ...NAMES, renewal: true };
  t.deepEqual(rig.changed('certificate'), [change]);
  t.is(poll(peer('BB')).code, '463');
  t.deepEqual(rig.changed('certificate'), []);

  rig.dirty.length = 0;
  rig.command({ do: 'repin', vens: [venID] });
  t.deepEqual(rig.dirty, [venID]);
  t.deepEqual(
    rig.changes.splice(0).map((each) => [each.what, 'cause' in each && each.cause]),
    [
      ['ven', 'repinned'],
      ['certificate', false],
    ],
  );
  t.is(rig.vtn.ven(venID)?.fingerprint, 'BB');
  rig.restart();
  t.is(poll(peer('BB')).code, '200');
  t.is(poll(peer('AA')).code, '463');
});

test('without the UI the next start accepts it by its fingerprint; the VEN stays registered', (t) => {
  const { rig, poll, venID, registrationID } = bound(t);
  t.is(poll(peer('BB')).code, '463');
  rig.restart();
  rig.command({ do: 'provision', venID, fingerprint: 'BB' });
  t.like(rig.vtn.ven(venID), { state: 'registered', registrationID, fingerprint: 'BB' });
  t.is(poll(peer('BB')).code, '200');
  t.is(poll(peer('AA')).code, '463');
});

test('both IDs, or the venID alone, in a create with a renewed certificate: the same', (t) => {
  for (const withBoth of [true, false]) {
    const { rig, venID, registrationID } = bound(t);
    const create = () =>
      rig.say(m.oadrCreatePartyRegistration(withBoth ? { venID, registrationID } : { venID }), { peer: peer('BB') });
    t.is(create().code, '463');
    t.like(rig.found().at(-1), {
      rule: 517,
      message: `oadrCreatePartyRegistration: the certificate of venID ${venID} changed since registration`,
    });
    t.like(rig.changed('certificate'), [{ presented: 'BB', renewal: true }]);
    rig.command({ do: 'repin', vens: [venID] });
    t.is(create().code, '200');
  }
});

test('a certificate of another subject is accepted only with its fingerprint', (t) => {
  const { rig, poll, venID } = bound(t);
  const thief = { subject: 'CN=thief', issuer: NAMES.issuer };
  t.is(poll(peer('CC', thief)).code, '463');
  t.like(rig.found()[0], { message: `oadrPoll: the certificate that came for venID ${venID} is another device's` });
  t.like(rig.changed('certificate'), [{ presented: 'CC', subject: 'CN=thief', renewal: false }]);
  const error = refusal(t, rig, { do: 'repin', vens: [venID] });
  t.is(error.message, `the certificate that came for ${venID} is no renewal of its own`);
  t.is(error.expected, 'subject and issuer as before: CN=box, issued by CN=Lab RSA CA');
  t.is(error.actual, 'CN=thief, issued by CN=Lab RSA CA (CC)');
  t.is(rig.vtn.ven(venID)?.fingerprint, 'AA');
  t.is(refusal(t, rig, { do: 'repin', vens: [venID], fingerprint: 'CD' }).expected, 'CC');
  rig.command({ do: 'repin', vens: [venID], fingerprint: 'CC' });
  t.is(poll(peer('CC', thief)).code, '200');
});

test('another issuer is no renewal either', (t) => {
  const { rig, poll, venID } = bound(t);
  poll(peer('BB', { ...NAMES, issuer: 'CN=Other CA' }));
  t.like(rig.changed('certificate'), [{ renewal: false }]);
  refusal(t, rig, { do: 'repin', vens: [venID] });
});

test('nothing to accept: no certificate came, or the bound one came again since', (t) => {
  const { rig, poll, venID } = bound(t);
  t.regex(refusal(t, rig, { do: 'repin', vens: [venID] }).actual ?? '', /bound to certificate AA$/);
  poll(peer('BB'));
  rig.changes.length = 0;
  t.is(poll(peer('AA')).code, '200');
  t.deepEqual(rig.changed('certificate'), [{ what: 'certificate', venID, pinned: 'AA', renewal: false }]);
  t.is(refusal(t, rig, { do: 'repin', vens: [venID] }).hint, 'give the fingerprint of the one to accept');
  rig.command({ do: 'repin', vens: [venID], fingerprint: 'BB' });
  t.is(poll(peer('BB')).code, '200');
});

test("another VEN's certificate stays its own", (t) => {
  const { rig, poll, venID } = bound(t);
  const other = rig.register({ oadrVenName: 'other' }, { peer: peer('BB') });
  t.is(poll(peer('BB')).code, '463');
  t.deepEqual(rig.changed('certificate'), []);
  const error = refusal(t, rig, { do: 'repin', vens: [venID], fingerprint: 'BB' });
  t.is(error.message, 'certificate BB is that of another VEN');
  t.is(error.actual, `${other.venID} (other) is bound to it`);
  t.is(rig.say(m.oadrPoll(other.venID), { peer: peer('BB') }).code, '200');
});

test('a certificate that registered as another VEN after it was refused is no longer to be had', (t) => {
  const { rig, poll, venID } = bound(t);
  poll(peer('BB'));
  rig.register({ oadrVenName: 'box' }, { peer: peer('BB') });
  t.is(refusal(t, rig, { do: 'repin', vens: [venID] }).message, 'certificate BB is that of another VEN');
});

test('several VENs at once: all of them or none, and never by one fingerprint', (t) => {
  const rig = new Rig(t);
  const [a, b] = ['A', 'B'].map((name) => {
    const names = { subject: `CN=${name}`, issuer: NAMES.issuer };
    const { venID } = rig.register({ oadrVenName: name }, { peer: peer(`${name}1`, names) });
    return { venID, comes: () => rig.say(m.oadrPoll(venID), { peer: peer(`${name}2`, names) }).code };
  });
  if (!a || !b) return t.fail();
  const vens = [a.venID, b.venID];
  a.comes();
  refusal(t, rig, { do: 'repin', vens });
  t.is(a.comes(), '463');
  b.comes();
  refusal(t, rig, { do: 'repin', vens, fingerprint: 'A2' });
  rig.command({ do: 'repin', vens });
  t.deepEqual([a.comes(), b.comes()], ['200', '200']);
});

test('a state without names of certificates loads; they are learnt when the bound certificate comes', (t) => {
  const { rig, poll, venID } = bound(t, { fingerprint: 'AA', tls: true });
  t.is(rig.vtn.venSnapshot(venID)?.certificate, undefined);
  rig.restart();
  poll(peer('BB'));
  t.like(rig.found().at(-1), { message: `oadrPoll: another certificate came for venID ${venID}` });
  t.like(rig.changed('certificate'), [{ presented: 'BB', renewal: false }]);
  rig.dirty.length = 0;
  t.is(poll(peer('AA')).code, '200');
  t.deepEqual(rig.dirty, [venID]);
  t.deepEqual(rig.vtn.venSnapshot(venID)?.certificate, NAMES);
  rig.dirty.length = 0;
  poll(peer('AA'));
  t.deepEqual(rig.dirty, []);
  poll(peer('CC'));
  t.like(rig.changed('certificate').at(-1), { presented: 'CC', renewal: true });
});

test('what is remembered of refused certificates is bounded', (t) => {
  const { rig, poll, venID } = bound(t);
  for (let at = 0; at < 50; at++) poll(peer(`X${at}`));
  t.is(rig.changed('certificate').length, 50);
  t.is(refusal(t, rig, { do: 'repin', vens: [venID], fingerprint: 'X1' }).expected?.split(' or ').length, 8);
  rig.command({ do: 'repin', vens: [venID] });
  t.is(poll(peer('X49')).code, '200');
});

test('provision by fingerprint settles it too; forget leaves the VEN as it was bound last', (t) => {
  const { rig, poll, venID } = bound(t);
  poll(peer('BB'));
  rig.changes.length = 0;
  rig.command({ do: 'provision', venID, fingerprint: 'BB' });
  t.deepEqual(rig.changed('certificate'), [{ what: 'certificate', venID, pinned: 'BB', renewal: false }]);
  t.is(poll(peer('BB')).code, '200');
  poll(peer('CC'));
  rig.command({ do: 'repin', vens: [venID] });
  rig.command({ do: 'forget', vens: [venID] });
  t.is(rig.vtn.ven(venID)?.fingerprint, 'CC');
});

/** Registers without IDs; what is said of its certificate. */
function newcomer(rig: Rig, oadrVenName: string, who: Partial<Peer>) {
  rig.findings.length = 0;
  const { payload } = rig.say(m.oadrCreatePartyRegistration({ oadrVenName }), { peer: who });
  if (payload.name !== 'oadrCreatedPartyRegistration' || payload.body.venID === undefined)
    throw new Error(payload.name);
  const found = rig.found().filter(({ message }) => message.includes('subject and issuer'));
  return { venID: payload.body.venID, found };
}

test('a renewed certificate that registers without IDs is another VEN, and a finding names both', (t) => {
  const { rig, venID, registrationID } = bound(t);
  const { found, venID: other } = newcomer(rig, 'box again', peer('BB'));
  t.not(other, venID);
  t.is(found.length, 1);
  t.like(found[0], {
    layer: 'sequence',
    severity: 'info',
    rule: 517,
    message: `registers as ${other}, with a certificate of the subject and issuer that ${venID} has`,
    expected: `certificate AA (CN=box, issued by CN=Lab RSA CA), or the IDs of ${venID}`,
    actual: 'certificate BB, without IDs',
  });
  // What the hint says.
  const { hint = '' } = found[0] ?? {};
  t.true(
    hint.includes(`forget ${other}`) &&
      hint.includes(`repin ${venID} (c in the UI; without it --fingerprint ${venID}=`),
    hint,
  );
  rig.command({ do: 'forget', vens: [other] });
  const create = () =>
    rig.say(m.oadrCreatePartyRegistration({ venID, registrationID, oadrVenName: 'box' }), { peer: peer('BB') });
  t.is(create().code, '463');
  rig.command({ do: 'repin', vens: [venID] });
  t.is(create().code, '200');
  t.is(rig.vtn.ven(venID)?.fingerprint, 'BB');
});

test('no word of it where names differ or are not known, the other is not registered, or it is the same VEN', (t) => {
  const { rig, venID } = bound(t);
  for (const [name, who] of [
    ['other', peer('CC', { ...NAMES, subject: 'CN=other' })],
    ['elsewhere', peer('CD', { ...NAMES, issuer: 'CN=Other CA' })],
    ['nameless', { fingerprint: 'DD', tls: true }],
    ['plain', {}],
    ['box', peer('AA')],
  ] as const)
    t.deepEqual(newcomer(rig, name, who).found, [], name);
  rig.command({ do: 'forget', vens: [venID] });
  t.deepEqual(newcomer(rig, 'box', peer('BB')).found, []);
});
