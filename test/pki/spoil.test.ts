import test from 'ava';
import { makeLab } from '../../src/pki/lab.ts';
import { LEAF_KINDS } from '../../src/pki/material.ts';
import { FAULTS, type FaultName, faultsFor, makeSpoilt } from '../../src/pki/spoil.ts';
import { NOW, request, rootsOf, strictVerify } from '../helpers/pki.ts';

const lab = await makeLab('t007', NOW);
const roots = rootsOf(lab).certificates;

/** What openssl says of each, and what it must be asked for. */
const SAID: Readonly<Record<FaultName, readonly [RegExp, ...string[]]>> = {
  expired: [/certificate has expired/],
  'not-yet-valid': [/certificate is not yet valid/],
  'wrong-ca': [/unable to get (?:local )?issuer certificate/],
  'self-signed': [/self-signed certificate/],
  'wrong-usage': [/unsuitable certificate purpose/, '-purpose', 'sslclient'],
  'weak-key': [/EE certificate key too weak/, '-auth_level', '2'],
  'no-intermediate': [/unable to get local issuer certificate/],
  'wrong-host': [/hostname mismatch/, '-verify_hostname', 'bench.local'],
};

for (const kind of ['rsa', 'ecc', 'hybrid'] as const) {
  for (const fault of faultsFor('vtn')) {
    test(`openssl finds the same one fault: ${kind}, ${fault}`, async (t) => {
      const material = await makeSpoilt(fault, request({ kind, hosts: ['bench.local'] }), lab[LEAF_KINDS[kind].ca].ca);
      const [said, ...options] = SAID[fault];
      const { ok, output } = strictVerify(material.chain, roots, ...options);
      t.false(ok);
      t.regex(output, said);
      const errors = new Set([...output.matchAll(/^error (\d+) at/gm)].map(([, code]) => code));
      t.is(errors.size, 1, output);
      t.is(material.name, `ven-1-${kind}-${fault}`);
      t.true(material.chain[0].x509.checkPrivateKey(material.key));
    });
  }
}

test('a client has no host that could be wrong', (t) => {
  t.deepEqual(
    Object.keys(FAULTS).filter((name) => !faultsFor('ven').some((one) => one === name)),
    ['wrong-host'],
  );
});
