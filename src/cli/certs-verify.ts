import { dirname } from 'node:path';
import { judgeCrl, readCrl } from '../pki/crl.ts';
import { explainFault, explainNote, moment, type Sentence } from '../pki/explain.ts';
import { fingerprint } from '../pki/fingerprint.ts';
import { PkiError } from '../pki/pki-error.ts';
import { readTrust } from '../pki/trust.ts';
import { judgeChain } from '../pki/verdict.ts';
import { certsAction, firstOf, loadBundle, print, printJson, readBytes } from './certs-common.ts';
import { CERTS_FOLDER, type VerifyOptions } from './certs-options.ts';
import { EXIT, type ExitCode, UsageError } from './exit.ts';

/** `certs verify`: the verdict that a listener with this trust would give. */
export function verify(file: string, options: VerifyOptions): Promise<ExitCode> {
  return certsAction(async () => {
    const { bundle } = await loadBundle(file, options);
    const own = firstOf(bundle, file);
    if (own.ca && bundle.certificates.some(({ ca }) => !ca)) {
      throw new UsageError(
        `the first certificate of ${file} is a CA's`,
        "put the device's own certificate first, then the intermediate: TLS presents them in the order of the file",
      );
    }
    const trust = await readTrust(options.trust ?? [CERTS_FOLDER]).catch(withOption(options, file));
    const now = options.at ?? Date.now();
    const purpose = options.purpose ?? (options.host === undefined ? 'client' : 'server');
    const sent = bundle.certificates.map(({ der }) => der);
    const { ok, faults, notes, path } = judgeChain(sent, trust, { now, purpose, host: options.host });
    const crl =
      options.crl === undefined ? undefined : judgeCrl(readCrl(await readBytes(options.crl), options.crl), path, now);
    const good = ok && crl === undefined;
    if (options.json) {
      printJson({
        file,
        subject: own.subject,
        ok: good,
        fingerprint: fingerprint(own.der),
        faults: [
          ...faults.map((fault) => ({ ...explainFault(fault), cause: fault.cause })),
          ...(crl ? [{ cause: 'crl', ...crl }] : []),
        ],
        notes: notes.map((note) => ({ ...explainNote(note), note: note.note })),
        path: path.map(({ subject }) => subject),
      });
      return good ? EXIT.passed : EXIT.failed;
    }
    print(`${file}: ${good ? 'good' : 'refused'} as a ${purpose} at ${moment(now)}`);
    print(`  chain: ${path.map(({ subject }) => subject).join(' < ')}`);
    for (const sentence of [...faults.map(explainFault), ...(crl ? [crl] : [])]) tell('error', sentence);
    for (const note of notes) tell('warning', explainNote(note));
    if (options.crl === undefined) print('  revocation not checked (--crl <file>)');
    return good ? EXIT.passed : EXIT.failed;
  });
}

/** Where the default has no CA, the option that names another place is what lacks. */
function withOption({ trust }: VerifyOptions, file: string): (error: unknown) => never {
  return (error) => {
    if (trust !== undefined || !(error instanceof PkiError)) throw error;
    throw new UsageError(error.message, `--trust ${dirname(file)}, or the folder or file with the CA's certificates`);
  };
}

function tell(severity: 'error' | 'warning', { message, remedy }: Sentence): void {
  print(`  ${severity}: ${message}`, `    try: ${remedy}`);
}
