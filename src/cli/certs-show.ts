import type { Bundle } from '../pki/bundle.ts';
import type { Certificate } from '../pki/certificate.ts';
import { moment } from '../pki/explain.ts';
import { fingerprint } from '../pki/fingerprint.ts';
import { keyFacts } from '../pki/key.ts';
import { daysLeft, endsSoon } from '../pki/lifetime.ts';
import { weakness } from '../pki/strength.ts';
import { certsAction, loadBundle, print, printJson } from './certs-common.ts';
import type { ShowOptions } from './certs-options.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** `certs show`: what is in each file. */
export function show(files: readonly string[], options: ShowOptions): Promise<ExitCode> {
  return certsAction(async () => {
    const now = Date.now();
    const all = [];
    for (const file of files) {
      const { bundle } = await loadBundle(file, options);
      if (options.json) all.push(asData(file, bundle, now));
      else print(...describe(file, bundle, now));
    }
    if (options.json) printJson(all);
    return EXIT.passed;
  });
}

function describe(file: string, bundle: Bundle, now: number): readonly string[] {
  const { certificates, keys, lockedKeys, format } = bundle;
  const lines = [
    `${file}: ${format}, ${count(certificates.length, 'certificate')}, ${count(keys.length + lockedKeys, 'key')}`,
  ];
  for (const [at, one] of certificates.entries()) {
    lines.push(
      `  ${at + 1}  ${one.subject}`,
      ...facts(one, now).map(([name, text]) => `     ${name.padEnd(12)} ${text}`),
    );
  }
  for (const key of keys) {
    const fits = certificates.findIndex(({ x509 }) => x509.checkPrivateKey(key));
    lines.push(`  key  ${keyFacts(() => key).name}${fits < 0 ? '' : `, of certificate ${fits + 1}`}`);
  }
  if (lockedKeys > 0) lines.push('  key  opens with a passphrase: --passphrase-file <file>');
  if (certificates.length > 1) lines.push(`  chain  ${chainText(certificates)}`);
  return lines;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function facts(one: Certificate, now: number): readonly (readonly [string, string])[] {
  const weak = weakness(one);
  return [
    ['issued by', one.selfSigned ? 'itself' : one.issuer],
    ['valid', `${moment(one.notBefore)} to ${moment(one.notAfter)}, ${lifeText(one, now)}`],
    ['key', `${one.key.name}, signed with ${one.signature.name}${weak ? ' (too weak: rule 68)' : ''}`],
    ['for', [one.ca ? 'CA' : 'no CA', ...(one.usage ?? ['any key usage']), ...(one.purposes ?? [])].join(', ')],
    ...(one.names.length > 0 ? ([['covers', one.names.join(', ')]] as const) : []),
    ['serial', one.serial],
    ['fingerprint', fingerprint(one.der)],
  ];
}

function lifeText(one: Certificate, now: number): string {
  if (now < one.notBefore) return 'NOT YET VALID';
  if (now > one.notAfter) return 'EXPIRED';
  return `${count(daysLeft(one, now), 'day')} left${endsSoon(one, now) ? ': RENEW IT' : ''}`;
}

/** Whether the device's own certificate comes first, and each stands before its issuer; CAs alone make no chain. */
function chainText(certificates: readonly Certificate[]): string {
  const own = certificates.findIndex(({ ca }) => !ca);
  if (own < 0) return 'CAs only';
  if (own > 0) return `out of order: certificate ${own + 1} is the device's own and must come first`;
  for (const [at, one] of certificates.entries()) {
    const next = certificates[at + 1];
    if (next && one.issuer !== next.subject) return `broken: certificate ${at + 2} did not issue certificate ${at + 1}`;
  }
  const top = certificates.at(-1);
  return `in order${top && !top.selfSigned ? `; its root is ${top.issuer}` : ', up to the root'}`;
}

function asData(file: string, { format, certificates, keys, lockedKeys }: Bundle, now: number): unknown {
  return {
    file,
    format,
    certificates: certificates.map((one) => ({
      subject: one.subject,
      issuer: one.issuer,
      selfSigned: one.selfSigned,
      serial: one.serial,
      notBefore: moment(one.notBefore),
      notAfter: moment(one.notAfter),
      daysLeft: daysLeft(one, now),
      key: one.key.name,
      signature: one.signature.name,
      ca: one.ca,
      keyUsage: one.usage ?? null,
      extendedKeyUsage: one.purposes ?? null,
      names: one.names,
      fingerprint: fingerprint(one.der),
    })),
    keys: keys.map((key) => keyFacts(() => key).name),
    lockedKeys,
  };
}
