import { fingerprint as fingerprintOf, fingerprints, matchFingerprint } from '../pki/fingerprint.ts';
import { certsAction, firstOf, loadBundle, print, printJson } from './certs-common.ts';
import type { FingerprintOptions } from './certs-options.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** `certs fingerprint`: what a VTN is told, what is taken for it, and which of them a given value is. */
export function fingerprint(file: string, options: FingerprintOptions): Promise<ExitCode> {
  return certsAction(async () => {
    const { bundle, bytes } = await loadBundle(file, options);
    const own = bundle.certificates.find(({ ca }) => !ca) ?? firstOf(bundle, file);
    const issuer = bundle.certificates.find((one) => one !== own && one.subject === own.issuer);
    const value = fingerprintOf(own.der);
    const match =
      options.match === undefined ? undefined : matchFingerprint(options.match, own, { issuer, file: bytes });
    const good = options.match === undefined || match?.kind === 'openadr';
    if (options.json) {
      printJson({
        file,
        subject: own.subject,
        fingerprint: value,
        others: Object.fromEntries(
          fingerprints(own, issuer)
            .slice(1)
            .map(({ kind, value: other }) => [kind, other]),
        ),
        ...(options.match === undefined ? {} : { match: match?.kind ?? null }),
      });
    } else if (options.quiet) print(value);
    else if (options.match === undefined) {
      print(`${file}: ${own.subject}`, `OpenADR fingerprint: ${value}`, 'often taken for it:');
      for (const { name, value: other } of fingerprints(own, issuer).slice(1)) print(`  ${name}`, `    ${other}`);
    } else if (good) print(`matches: the OpenADR fingerprint of ${own.subject}`);
    else {
      print(
        match
          ? `does not match: it is the certificate's ${match.name}`
          : `does not match: it is no value of ${own.subject}`,
      );
      print(`OpenADR fingerprint: ${value}`);
      print(`try: ${match ? 'give the VTN the OpenADR fingerprint' : 'look whether another certificate is installed'}`);
    }
    return good ? EXIT.passed : EXIT.failed;
  });
}
