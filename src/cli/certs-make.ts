import { randomBytes } from 'node:crypto';
import { hostname, networkInterfaces } from 'node:os';
import { domainToASCII } from 'node:url';
import { moment } from '../pki/explain.ts';
import { labFiles, materialFiles, type OutFile, pkcs12File, writeFiles } from '../pki/files.ts';
import { fingerprint } from '../pki/fingerprint.ts';
import { makeLab, makeLeaf } from '../pki/lab.ts';
import { readAuthority } from '../pki/lab-folder.ts';
import { ALGORITHMS, LEAF_KINDS, type LeafKind, type Material } from '../pki/material.ts';
import { PkiError } from '../pki/pki-error.ts';
import { FAULTS, type FaultName, faultsFor, isFault, makeSpoilt } from '../pki/spoil.ts';
import { certsAction, passphraseOf, print } from './certs-common.ts';
import { CERTS_FOLDER, type InitOptions, type LeafOptions } from './certs-options.ts';
import { EXIT, type ExitCode, UsageError } from './exit.ts';

/** `certs init`: the CAs of a lab and the VTN's certificates, both RSA and ECC. */
export function init(folder: string, options: InitOptions): Promise<ExitCode> {
  return certsAction(async () => {
    const passphrase = await passphraseOf(options);
    const id = randomBytes(2).toString('hex');
    const now = Date.now();
    const hosts = [...ownHosts(), ...(options.san ?? [])];
    const lab = await makeLab(id, now);
    const leafs = await Promise.all(
      ALGORITHMS.map((kind) =>
        makeLeaf({ commonName: ownName(), name: `vtn-${kind}`, kind, hosts, days: options.days, now }, lab[kind].ca),
      ),
    );
    const protection = { passphrase, discardRoot: options.discardRoot };
    const files = [...labFiles(lab, protection), ...leafs.flatMap((one) => materialFiles(one, protection))];
    await writeFiles(folder, files, options.force === true);
    print(`lab ${id} in ${folder}`);
    print('  trust.pem                   roots and intermediates: goes on every device, and on the bench');
    print('  vtn-rsa.pem, vtn-ecc.pem    what the VTN presents: certificate, then intermediate; keys beside them');
    print('  ca-rsa.key, ca-ecc.key      issue the certificates of devices: keep them to yourself');
    print(
      options.discardRoot
        ? '  the keys of the roots were not kept'
        : '  root-rsa.key, root-ecc.key  not needed from day to day: best kept elsewhere',
    );
    print(`the VTN's certificates cover ${hosts.join(', ')}`);
    print(`next: oadr-sim certs ven <name>${folder === CERTS_FOLDER ? '' : ` --folder ${folder}`}`);
    return EXIT.passed;
  });
}

/** `certs ven`: a device's certificate, or one that must be refused. */
export function ven(name: string, options: LeafOptions): Promise<ExitCode> {
  return certsAction(() => {
    // It becomes a part of file names, and a common name has at most 64 characters (RFC 5280, appendix A).
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) {
      throw new UsageError(`"${name}" is no name for files`, 'letters, digits, dot, hyphen and underscore, up to 64');
    }
    const chosen = (['rsa', 'ecc', 'hybrid'] as const).filter((kind) => options[kind]);
    return leafs('ven', { commonName: name, stem: `ven-${name}`, hosts: options.san ?? [] }, chosen, ['rsa'], options);
  });
}

/** `certs vtn`: the VTN's certificates anew. */
export function vtn(options: LeafOptions): Promise<ExitCode> {
  return certsAction(() => {
    const chosen = ALGORITHMS.filter((kind) => options[kind]);
    const hosts = [...ownHosts(), ...(options.san ?? [])];
    return leafs('vtn', { commonName: ownName(), stem: 'vtn', hosts }, chosen, ALGORITHMS, options);
  });
}

interface Whose {
  readonly commonName: string;
  /** First part of the files' names. */
  readonly stem: string;
  readonly hosts: readonly string[];
}

async function leafs(
  side: 'ven' | 'vtn',
  whose: Whose,
  chosen: readonly LeafKind[],
  otherwise: readonly LeafKind[],
  options: LeafOptions,
): Promise<ExitCode> {
  if (options.fault?.includes('list')) {
    for (const fault of faultsFor(side)) print(`${fault.padEnd(16)} ${FAULTS[fault].about}`);
    return EXIT.passed;
  }
  const faults = faultsOf(side, options.fault ?? []);
  const passphrase = await passphraseOf(options);
  if (options.p12 && passphrase === undefined) {
    throw new UsageError('--p12 needs a passphrase', '--passphrase-file <file>, or OADR_SIM_PASSPHRASE');
  }
  const now = Date.now();
  const made: Material[] = [];
  for (const kind of chosen.length > 0 ? chosen : otherwise) {
    const ca = await readAuthority(options.folder, LEAF_KINDS[kind].ca, passphrase).catch((error: unknown) => {
      throw folderMissing(error, options);
    });
    const { commonName, hosts } = whose;
    const request = { commonName, name: `${whose.stem}-${kind}`, kind, hosts, days: options.days, now };
    if (faults.length === 0) made.push(await makeLeaf(request, ca));
    for (const fault of faults) made.push(await makeSpoilt(fault, request, ca));
  }
  const files = made.flatMap((material): readonly OutFile[] => [
    ...materialFiles(material, { passphrase: options.plainKey ? undefined : passphrase }),
    ...(options.p12 && passphrase !== undefined ? [pkcs12File(material, passphrase)] : []),
  ]);
  await writeFiles(options.folder, files, options.force === true);
  for (const { name, chain } of made) {
    const [own, ca] = chain;
    if (ca && own.notAfter > ca.notAfter) {
      console.error(`warning: ${name} outlives its CA, which ends on ${moment(ca.notAfter)}; try: fewer --days`);
    }
  }
  for (const { name, chain } of made) {
    print(`${options.folder}/${name}.pem, ${name}.key${options.p12 ? `, ${name}.p12` : ''}`);
    print(`  fingerprint ${fingerprint(chain[0].der)}`);
  }
  return EXIT.passed;
}

function faultsOf(side: 'ven' | 'vtn', wanted: readonly string[]): readonly FaultName[] {
  const known = faultsFor(side);
  if (wanted.includes('all')) return known;
  return wanted.map((text) => {
    if (isFault(text) && known.includes(text)) return text;
    if (isFault(text))
      throw new UsageError(`--fault ${text} is for a server's certificate`, `oadr-sim certs vtn --fault ${text}`);
    throw new UsageError(`"${text}" is no fault`, `one of ${known.join(', ')}, all, list`);
  });
}

/** A common name has at most 64 characters (RFC 5280, appendix A). */
function ownName(): string {
  return hostname().slice(0, 64) || 'vtn';
}

/** How this machine is called and reached. Link-local IPv6 is left out: it needs a zone, which a certificate has not. */
function ownHosts(): readonly string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
    .map(({ address }) => address);
  const named = domainToASCII(hostname());
  return [...new Set(['localhost', '127.0.0.1', '::1', ...(named === '' ? [] : [named]), ...addresses])];
}

/** Where the default folder is no lab, the option that names another place is what lacks. */
function folderMissing(error: unknown, { folder }: LeafOptions): unknown {
  if (folder !== CERTS_FOLDER || !(error instanceof PkiError) || error.fault !== 'missing') return error;
  return new UsageError(
    error.message,
    'oadr-sim certs init makes a lab; --folder <folder> names one that is elsewhere',
  );
}
