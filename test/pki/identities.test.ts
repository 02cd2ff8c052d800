import test from 'ava';
import { chainWarnings, identityWarnings } from '../../src/pki/identities.ts';
import { makeLab, makeLeaf } from '../../src/pki/lab.ts';
import { makeSpoilt } from '../../src/pki/spoil.ts';

const NOW = Date.now();
const LAB = await makeLab('own', NOW);
const OTHER = await makeLab('other', NOW);
const request = { commonName: 'vtn', name: 'vtn.pem', kind: 'ecc', hosts: ['127.0.0.1'], days: 90, now: NOW } as const;
const GOOD = await makeLeaf(request, LAB.ecc.ca);
const EXPIRED = await makeSpoilt('expired', request, LAB.ecc.ca);
const WORDS = { second: '--cert twice', ca: '--ca <file>' };

test("without a trusted CA nothing is said of the issuer of the VTN's own certificate, but all else is", (t) => {
  t.deepEqual(identityWarnings([GOOD], { certificates: [] }, NOW, WORDS), [
    'this VTN has no RSA certificate: VENs that have RSA only cannot connect (section 10.1); try: --cert twice',
    'no CA is trusted, so every client certificate is refused; try: --ca <file>',
  ]);
  t.regex(chainWarnings([EXPIRED], { certificates: [] }, NOW)[0] ?? '', /expired on/);
});

test("where other CAs are trusted, the advice about the VTN's own issuer is none about a device", (t) => {
  const trust = { certificates: [OTHER.ecc.root.certificate] };
  const [first = ''] = chainWarnings([GOOD], trust, NOW);
  t.regex(first, /^vtn\.pem: its issuer .*CN=ECC root own is not among the trusted CAs, so whether its chain is whole/);
  t.regex(
    first,
    /; try: have the VENs trust the root of that CA; named among the trusted CAs, its chain is judged here too$/,
  );
  t.deepEqual(chainWarnings([GOOD], { certificates: [LAB.ecc.root.certificate] }, NOW), []);
});
