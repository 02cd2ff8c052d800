import { type Command, Option } from 'commander';
import {
  CERTS_FOLDER,
  type FingerprintOptions,
  type InitOptions,
  type LeafOptions,
  listOption,
  makeOptions,
  momentOption,
  passphraseOptions,
  type ShowOptions,
  type VerifyOptions,
} from './certs-options.ts';
import type { ExitCode } from './exit.ts';

const EXIT_TEXT = `
Exit codes:
  0    done; the certificate is good; the value is its fingerprint
  1    the certificate is refused; the value is not its fingerprint
  2    wrong usage, or a file that cannot be read or written`;

/** `oadr-sim certs …`: names and options only. */
export function certsCommands(certs: Command, end: (code: ExitCode) => void): Command {
  certs.addHelpText('after', EXIT_TEXT);

  makeOptions(certs.command('init').description('make a lab: CAs and VTN certificates, RSA and ECC side by side'))
    .argument('[folder]', 'where to', CERTS_FOLDER)
    .option('--discard-root', "keep no root's key: no further intermediate can be made")
    .action(async (folder: string, options: InitOptions) =>
      end(await (await import('./certs-make.ts')).init(folder, options)),
    );

  leafOptions(certs.command('ven').description('issue a certificate for a device'))
    .argument('<name>', 'common name and part of the file names')
    .option('--rsa', 'RSA 2048 (default)')
    .option('--ecc', 'ECC P-256')
    .option('--hybrid', 'ECC P-256, issued by the RSA CA (rule 68)')
    .action(async (name: string, options: LeafOptions) =>
      end(await (await import('./certs-make.ts')).ven(name, options)),
    );

  leafOptions(certs.command('vtn').description('issue the VTN certificates anew: other addresses, or the old ones end'))
    .option('--rsa', 'only this one')
    .option('--ecc', 'only this one')
    .action(async (options: LeafOptions) => end(await (await import('./certs-make.ts')).vtn(options)));

  readOptions(certs.command('show').description('what certificates and keys say'))
    .argument('<file...>', 'PEM, DER, PKCS#12 or PKCS#7')
    .action(async (files: string[], options: ShowOptions) =>
      end(await (await import('./certs-show.ts')).show(files, options)),
    );

  readOptions(certs.command('fingerprint').description('the fingerprint that a VTN asks for, and what is taken for it'))
    .argument('<file>', 'PEM, DER, PKCS#12 or PKCS#7; of several the first that is not of a CA')
    .option('--match <value>', 'say which value of the certificate this is')
    .option('-q, --quiet', 'the fingerprint alone')
    .action(async (file: string, options: FingerprintOptions) =>
      end(await (await import('./certs-fingerprint.ts')).fingerprint(file, options)),
    );

  readOptions(certs.command('verify').description('whether a peer with this trust accepts it, and why not'))
    .argument('<file>', 'what the device presents: its certificate and the intermediates')
    .addOption(
      new Option('--trust <path>', `file or folder of CAs (repeatable; default: ${CERTS_FOLDER})`).argParser(
        listOption,
      ),
    )
    .addOption(
      new Option('--purpose <side>', 'what it is for (default: client, with --host server)').choices([
        'client',
        'server',
      ]),
    )
    .option('--host <host>', 'a name or address that a server certificate must cover')
    .option('--crl <file>', "its CA's revocation list")
    .addOption(new Option('--at <moment>', 'judge at another time than now').argParser(momentOption))
    .action(async (file: string, options: VerifyOptions) =>
      end(await (await import('./certs-verify.ts')).verify(file, options)),
    );
  return certs;
}

function leafOptions(command: Command): Command {
  return makeOptions(command)
    .option('--folder <folder>', 'the lab', CERTS_FOLDER)
    .addOption(
      new Option(
        '--fault <kind>',
        'a certificate that must be refused (repeatable; "list" shows the kinds, "all" makes all)',
      ).argParser(listOption),
    )
    .option('--p12', 'a PKCS#12 file too; needs a passphrase')
    .option('--plain-key', 'write the key without passphrase, although the lab has one');
}

function readOptions(command: Command): Command {
  return passphraseOptions(command).option('--json', 'as JSON');
}
