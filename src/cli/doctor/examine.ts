import { networkInterfaces } from 'node:os';
import { type KeyFiles, labFiles, readKeyFiles, readTrusted, tlsFiles } from '../bench-keys.ts';
import type { DoctorCliOptions } from '../doctor-options.ts';
import { certificateChecks, REVOCATION } from './certificates.ts';
import { type Check, failed, failure, info, ok } from './check.ts';
import { clockCheck } from './clock.ts';
import { keyFilesCheck, keyFilesOf } from './key-files.ts';
import { addressChecks, addressesOf, deviceHosts, portCheck } from './network.ts';
import { engines, nodeCheck, openFilesCheck, openFilesLimit } from './runtime.ts';
import { diskCheck, recordCheck, stateCheck } from './storage.ts';
import { suiteChecks } from './suites.ts';
import { terminalChecks, terminalFacts } from './terminal.ts';

/**
 * Everything that would stop a bench run with these options, or a device on its way to it. Changes nothing.
 * @param passphrase opens keys
 * @param now ms since the epoch
 */
export async function examine(
  options: DoctorCliOptions,
  passphrase: string | undefined,
  now: number,
): Promise<readonly Check[]> {
  const secure = options.tls !== undefined || options.cert !== undefined;
  const { host, port = secure ? 8443 : 8080, prefix, ephemeral, state, record, recordMax } = options;
  const place = { host, port, prefix, secure };
  const resolved = await addressesOf(host);
  return [
    nodeCheck(process.versions.node, engines()),
    await portCheck(place),
    ...addressChecks(place, networkInterfaces(), resolved),
    await stateCheck(ephemeral ? undefined : state),
    await recordCheck(record),
    ...(record === 'none' ? [] : [await diskCheck(record, recordMax)]),
    openFilesCheck(openFilesLimit()),
    await clockCheck(now),
    ...(await secretChecks(options, { secure, passphrase, now, resolved })),
    ...terminalChecks(terminalFacts()),
  ];
}

interface Secrets {
  readonly secure: boolean;
  readonly passphrase?: string;
  readonly now: number;
  /** Addresses of the host where it is a name. */
  readonly resolved: readonly string[];
}

/** Certificates and keys of TLS, else those that sign. */
async function secretChecks(
  options: DoctorCliOptions,
  { secure, passphrase, now, resolved }: Secrets,
): Promise<readonly Check[]> {
  const { sign = 'off', signCerts } = options;
  if (!secure && (sign === 'off' || signCerts === undefined)) return [info('TLS', 'off: plain HTTP', '--tls <folder>')];
  const lab = secure ? options.tls : signCerts;
  try {
    const files = (secure ? tlsFiles(options) : undefined) ?? labFiles(signCerts ?? '');
    const identities = await readKeyFiles(files, passphrase);
    const trust = await readTrusted(options.ca, lab);
    const hosts = secure ? deviceHosts(options.host, networkInterfaces(), resolved) : [];
    const kinds = identities.map(({ chain }) => chain[0].key.name).join(', ');
    const judged = certificateChecks({ identities, trust, now, hosts, lab });
    return [
      ...judged,
      ...(secure ? await suiteChecks({ identities, trust, profile: options.tlsProfile }) : []),
      await keyFilesCheck(await secretFiles(files, lab)),
      ...(secure ? [REVOCATION] : []),
      ...(sign === 'off' ? [] : [signaturesCheck(`${sign}: ${kinds}`, judged)]),
    ];
  } catch (error) {
    return [failed('certificate', error, 'oadr-sim certs init makes a lab')];
  }
}

/** What signs must hold like what is presented: VENs judge the signer's certificate, too. */
function signaturesCheck(signers: string, judged: readonly Check[]): Check {
  const bad = judged.some(({ name, state }) => name === 'certificate' && state === 'failure');
  if (!bad) return ok('signatures', `${signers} can sign`);
  return failure(
    'signatures',
    `${signers}, and not all of them hold: VENs refuse what they sign`,
    'see certificate, above',
  );
}

/** Those that were named, and all others of a lab. */
async function secretFiles({ keys, certs }: KeyFiles, lab: string | undefined): Promise<readonly string[]> {
  if (lab !== undefined) return keyFilesOf(lab);
  // A certificate's file may hold its key, too.
  return keys.length > 0 ? keys : certs;
}
