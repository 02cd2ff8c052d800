import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import test from 'ava';
import type { ChainFault } from '../../src/pki/cause.ts';
import { explainNote } from '../../src/pki/explain.ts';
import { issue } from '../../src/pki/issue.ts';
import { makeKeys } from '../../src/pki/key.ts';
import { makeBranch, makeLab } from '../../src/pki/lab.ts';
import { type Authority, LEAF_KINDS, type LeafKind, type Material } from '../../src/pki/material.ts';
import { type FaultName, makeSpoilt } from '../../src/pki/spoil.ts';
import type { Trust } from '../../src/pki/trust.ts';
import { type ChainVerdict, judgeChain } from '../../src/pki/verdict.ts';
import { DAY, ders, leaf, NOW, request, rootsOf, strictVerify, trustOf } from '../helpers/pki.ts';

const lab = await makeLab('t002', NOW);
const trust = trustOf(lab);
const roots = rootsOf(lab);
const client = { now: NOW, purpose: 'client' } as const;

/** The refusal of a verdict, as a text to be matched. */
function refusal(verdict: ChainVerdict): { cause: string; message: string; remedy: string; count: number } {
  if (verdict.ok) throw new Error('accepted');
  const { cause, message, remedy, faults } = verdict;
  return { cause, message, remedy, count: faults.length };
}

for (const kind of ['rsa', 'ecc', 'hybrid'] as const) {
  test(`a good chain, as client and as server: ${kind}`, async (t) => {
    const { chain } = await leaf(lab, { kind, hosts: ['bench.local', '10.0.0.1'] });
    const expected = { ok: true, faults: [], notes: [] };
    for (const [known, path] of [
      [trust, 3],
      [roots, 3],
    ] as const) {
      const verdict = judgeChain(ders(chain), known, client);
      t.like(verdict, expected);
      t.is(verdict.path.length, path);
    }
    for (const host of ['bench.local', '10.0.0.1']) {
      t.like(judgeChain(ders(chain), trust, { now: NOW, purpose: 'server', host }), expected);
    }
  });

  for (const [fault, cause, said] of [
    ['expired', 'expired', /CN=ven-1 expired on \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \(rule 516; our clock: \d{4}-/],
    ['not-yet-valid', 'notYetValid', /CN=ven-1 is not valid before \d{4}-.*Z; our clock: \d{4}-/],
    [
      'wrong-ca',
      'unknownCa',
      /^unknown CA: issued by O=.*CN=(?:RSA|ECC) root .{4} that nobody trusts, which is not in the trust/,
    ],
    ['self-signed', 'selfSigned', /CN=ven-1 is self-signed/],
    [
      'wrong-usage',
      'wrongUsage',
      /CN=ven-1 is not for a client: its extended key usage is codeSigning, without clientAuth/,
    ],
    ['weak-key', 'weakKey', kind === 'rsa' ? /too weak a key: RSA 1024 \(rule 68/ : /too weak a key: ECC P-192/],
    ['no-intermediate', 'intermediateMissing', /^the intermediate certificate O=.*CN=(?:RSA|ECC) CA t002 was not sent/],
  ] as const satisfies readonly (readonly [FaultName, string, RegExp])[]) {
    test(`refused with one cause: ${kind}, ${fault}`, async (t) => {
      const { chain } = await spoilt(fault, kind);
      const refused = refusal(judgeChain(ders(chain), roots, client));
      t.is(refused.cause, cause);
      t.regex(refused.message, said);
      t.not(refused.remedy, '');
      t.is(refused.count, 1, 'the fault and no other');
    });
  }
}

function spoilt(fault: FaultName, kind: LeafKind): Promise<Material> {
  return makeSpoilt(fault, request({ kind }), lab[LEAF_KINDS[kind].ca].ca);
}

test('a server is asked for its host; a name is not an address', async (t) => {
  const { chain } = await makeSpoilt('wrong-host', request({ kind: 'ecc' }), lab.ecc.ca);
  const server = { now: NOW, purpose: 'server' } as const;
  t.true(judgeChain(ders(chain), trust, server).ok);
  for (const host of ['bench.local', '127.0.0.1', 'no host at all']) {
    const { cause, message } = refusal(judgeChain(ders(chain), trust, { ...server, host }));
    t.is(cause, 'wrongHost');
    t.is(message, `the certificate is not for ${host}, but for DNS:elsewhere.invalid`);
  }
});

test('nothing sent, and what is no certificate', (t) => {
  t.is(refusal(judgeChain([], trust, client)).cause, 'noCertificate');
  const { cause, message } = refusal(
    judgeChain([lab.ecc.ca.certificate.der, Buffer.from('3003020101', 'hex')], trust, client),
  );
  t.is(cause, 'unreadable');
  t.regex(message, /certificate 2 of what was sent/);
});

test('trust that lacks the root is told apart from an unknown CA, root sent or not', async (t) => {
  const { chain } = await leaf(lab);
  const onlyCa: Trust = { certificates: [lab.ecc.ca.certificate] };
  for (const sent of [chain, [chain[0]], [...chain, lab.ecc.root.certificate]]) {
    const { cause, message } = refusal(judgeChain(ders(sent), onlyCa, client));
    t.is(cause, 'trustLacksRoot');
    t.is(
      message,
      'the trust folder has the CA O=oadr-sim lab t002, CN=ECC CA t002, but not its root O=oadr-sim lab t002, CN=ECC root t002',
    );
  }
});

test('a lone certificate of a family that nobody trusts is of an unknown CA', async (t) => {
  const other = await makeBranch('ecc', 't0xx', NOW);
  const { chain } = await leaf({ ...lab, ecc: other });
  const { cause, message } = refusal(judgeChain([chain[0].der], roots, client));
  t.is(cause, 'unknownCa');
  t.regex(message, /issued by O=oadr-sim lab t0xx, CN=ECC CA t0xx.*it has O=oadr-sim lab t002, CN=RSA root t002;/);
  t.is(refusal(judgeChain([chain[0].der], { certificates: [] }, client)).cause, 'unknownCa');
});

test('a sent root that nobody trusts is an unknown CA by its name', async (t) => {
  const other = await makeBranch('ecc', 't0yy', NOW);
  const { chain } = await leaf({ ...lab, ecc: other });
  const { cause, message } = refusal(judgeChain(ders([...chain, other.root.certificate]), roots, client));
  t.is(cause, 'unknownCa');
  t.regex(message, /issued by O=oadr-sim lab t0yy, CN=ECC root t0yy/);
});

test('a CA of the same name with another key is told as such', async (t) => {
  const twin = await makeBranch('ecc', 't002', NOW);
  const { chain } = await leaf({ ...lab, ecc: twin });
  for (const sent of [ders(chain), [chain[0].der], ders([...chain, twin.root.certificate])]) {
    const { cause, message } = refusal(judgeChain(sent, trust, client));
    t.is(cause, 'unknownCa');
    t.regex(message, /but with another key than the CA of that name which is trusted here/);
  }
});

test('a byte changed in the certificate breaks the signature', async (t) => {
  const { chain } = await leaf(lab);
  const altered = Buffer.from(chain[0].der);
  const at = altered.indexOf('ven-1');
  altered[at] = (altered[at] ?? 0) ^ 0x20;
  t.is(refusal(judgeChain([altered, ...ders(chain.slice(1))], trust, client)).cause, 'unknownCa');
});

test('a self-signed certificate is good where it is trusted itself', async (t) => {
  const { chain } = await spoilt('self-signed', 'ecc');
  t.true(judgeChain(ders(chain), { certificates: chain }, client).ok);
});

test('an end of a chain cannot issue, nor an intermediate a CA below its limit', async (t) => {
  const first = await leaf(lab);
  const asCa: Authority = { certificate: first.chain[0], key: first.key };
  const second = await makeSpoilt('no-intermediate', request({ commonName: 'below' }), asCa);
  const verdict = judgeChain(ders([...second.chain, ...first.chain]), trust, client);
  t.deepEqual(refusal(verdict).cause, 'wrongUsage');
  t.regex(refusal(verdict).message, /^the CA O=.*CN=ven-1 issued a certificate, but is no CA/);
  t.false(strictVerify([...second.chain, ...first.chain], roots.certificates).ok, 'openssl agrees');

  const keys = await makeKeys({ type: 'ec', curve: 'prime256v1' });
  const spec = {
    commonName: 'sub',
    organization: 'x',
    publicKey: keys.publicKey,
    notBefore: NOW - DAY,
    notAfter: NOW + DAY,
  };
  const sub = issue({ ...spec, ca: {}, usage: ['keyCertSign'] }, lab.ecc.ca);
  const third = await makeSpoilt('no-intermediate', request(), { certificate: sub, key: keys.privateKey });
  const chain = [...third.chain, sub, lab.ecc.ca.certificate];
  t.regex(refusal(judgeChain(ders(chain), trust, client)).message, /permits 0 CAs below it/);
  t.false(strictVerify(chain, roots.certificates).ok, 'openssl agrees');
});

test("a CA's dates count as the device's own", async (t) => {
  const { chain } = await leaf(lab, { days: 5000 * 2 });
  const now = NOW + 16 * 365 * DAY;
  const { cause, message } = refusal(judgeChain(ders(chain), trust, { ...client, now }));
  t.is(cause, 'expired');
  t.regex(message, /^the CA O=.*CN=ECC CA t002 expired on /);
});

test('the last second is valid, the next is not; likewise the first', async (t) => {
  const { chain } = await leaf(lab, {}, { notBefore: NOW, notAfter: NOW + 60_000 });
  const at = (now: number): boolean => judgeChain(ders(chain), trust, { ...client, now }).ok;
  t.deepEqual([at(NOW - 1), at(NOW), at(NOW + 60_000), at(NOW + 60_001)], [false, true, true, false]);
});

test('with several faults all are told; who vouches goes before what it says', async (t) => {
  const { chain } = await leaf(
    lab,
    {},
    {
      selfSigned: true,
      notAfter: NOW - DAY,
      notBefore: NOW - 2 * DAY,
      keys: { type: 'ec', curve: 'prime192v1' },
      purposes: ['1.3.6.1.5.5.7.3.3'],
    },
  );
  const { faults } = judgeChain(ders(chain), trust, client);
  t.deepEqual(
    faults.map(({ cause }) => cause),
    ['selfSigned', 'wrongUsage', 'expired', 'weakKey'] satisfies ChainFault['cause'][],
  );
});

test('key usage: a client signs; an RSA server may only decipher', async (t) => {
  const { chain } = await leaf(lab, { kind: 'rsa' }, { usage: ['keyEncipherment'] });
  t.regex(refusal(judgeChain(ders(chain), trust, client)).message, /its keyUsage is keyEncipherment/);
  t.true(judgeChain(ders(chain), trust, { now: NOW, purpose: 'server' }).ok);
  const signing = await leaf(lab, { kind: 'rsa' }, { usage: ['digitalSignature'] });
  const { ok, notes } = judgeChain(ders(signing.chain), trust, { now: NOW, purpose: 'server' });
  t.true(ok);
  t.deepEqual(
    notes.map(({ note }) => note),
    ['noKeyEncipherment'],
  );
});

test('notes: an intermediate that was not sent, disorder, an end that is near', async (t) => {
  const { chain } = await leaf(lab, { days: 12 });
  const verdict = judgeChain([chain[0].der], trust, client);
  t.true(verdict.ok);
  t.deepEqual(
    verdict.notes.map(({ note }) => note),
    ['notSent', 'endsSoon'],
  );
  t.regex(
    verdict.notes.map((note) => explainNote(note).message).join('\n'),
    /CN=ECC CA t002 was not sent[\s\S]*CN=ven-1 ends on .*, in 12 days/,
  );
  const [own, ca] = chain;
  const disordered = judgeChain(ders([own, lab.ecc.root.certificate, ...(ca ? [ca] : [])]), trust, client);
  t.true(disordered.ok);
  t.true(disordered.notes.some(({ note }) => note === 'disordered'));
});

test('P-224 is permitted by rule 68, with a word', async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp224r1' });
  const own = issue(
    {
      commonName: 'short',
      organization: 'x',
      publicKey,
      notBefore: NOW - DAY,
      notAfter: NOW + 90 * DAY,
      usage: ['digitalSignature'],
    },
    lab.ecc.ca,
  );
  t.truthy(privateKey);
  const { ok, notes } = judgeChain([own.der], trust, client);
  t.true(ok);
  t.deepEqual(
    notes.filter(({ note }) => note === 'shortCurve'),
    [{ note: 'shortCurve', certificate: 'O=x, CN=short', key: 'ECC P-224' }],
  );
});

test('a key that is neither RSA nor ECC is refused', (t) => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const own = issue(
    {
      commonName: 'ed',
      organization: 'x',
      publicKey,
      notBefore: NOW - DAY,
      notAfter: NOW + 90 * DAY,
      usage: ['digitalSignature'],
    },
    lab.ecc.ca,
  );
  t.regex(
    refusal(judgeChain([own.der], trust, client)).message,
    /^O=x, CN=ed has a key that is neither RSA nor ECC, but ed25519 \(rule 68\)$/,
  );
});

test('CAs that vouch for each other end in a verdict, not in a ring', async (t) => {
  const [a, b] = await Promise.all([
    makeKeys({ type: 'ec', curve: 'prime256v1' }),
    makeKeys({ type: 'ec', curve: 'prime256v1' }),
  ]);
  const spec = (commonName: string, publicKey: KeyObject) =>
    ({
      commonName,
      organization: 'ring',
      publicKey,
      notBefore: NOW - DAY,
      notAfter: NOW + DAY,
      ca: {},
      usage: ['keyCertSign'],
    }) as const;
  const rootA = issue(spec('A', a.publicKey), { key: a.privateKey });
  const bByA = issue(spec('B', b.publicKey), { key: a.privateKey, certificate: rootA });
  const aByB = issue(spec('A', a.publicKey), { key: b.privateKey, certificate: bByA });
  const { chain } = await makeSpoilt('no-intermediate', request(), { certificate: bByA, key: b.privateKey });
  t.is(refusal(judgeChain(ders([...chain, bByA, aByB]), roots, client)).cause, 'unknownCa');
  t.true(judgeChain(ders([...chain, bByA, aByB]), { certificates: [rootA] }, client).ok, 'and a trusted root is found');
});
