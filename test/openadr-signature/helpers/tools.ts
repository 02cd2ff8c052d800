import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { keyFile, type Signer } from './keys.ts';

const IDS = [
  ...['--id-attr:Id', 'http://openadr.org/oadr-2.0b/2012/07:oadrSignedObject'],
  ...['SignatureProperty', 'SignatureProperties', 'Object'].flatMap((name) => [
    '--id-attr:Id',
    `http://www.w3.org/2000/09/xmldsig#:${name}`,
  ]),
];
const python = path.resolve(process.env.OPENLEADR_PYTHON ?? '.venv-interop/bin/python');

/** Why xmlsec1 cannot be asked, if it cannot. */
export const xmlsecAbsent =
  spawnSync('xmlsec1', ['--version']).status === 0 ? undefined : 'xmlsec1 is not installed (apt-get install xmlsec1)';

/** Why OpenLEADR cannot be asked, if it cannot. */
export const openleadrAbsent =
  existsSync(python) && spawnSync(python, ['-c', 'import openleadr, signxml']).status === 0
    ? undefined
    : `no Python with openleadr at ${python} (npm run test:interop installs it)`;

/** The template, signed by xmlsec1. Throws with what it says where it cannot. */
export function xmlsecSign(template: string, { name }: Pick<Signer, 'name'>): Buffer {
  return inFile(template, (file) =>
    execFileSync(
      'xmlsec1',
      ['--sign', ...IDS, '--privkey-pem', `${keyFile(`${name}.key`)},${keyFile(`${name}.pem`)}`, file],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    ),
  );
}

/** What xmlsec1 says of a signed message: undefined if all of it holds. */
export function xmlsecVerdict(message: string, { name }: Pick<Signer, 'name'>): string | undefined {
  return inFile(message, (file) => {
    const { status, stderr } = spawnSync('xmlsec1', [
      '--verify',
      ...IDS,
      '--pubkey-cert-pem',
      keyFile(`${name}.pem`),
      file,
    ]);
    const said = stderr.toString();
    return status === 0 && said.includes('References (ok/all): 2/2') ? undefined : said;
  });
}

/** Asks OpenLEADR's own code, see `openleadr_messages.py`. */
export function askOpenleadr(question: object): Record<string, unknown>[] {
  const script = fileURLToPath(new URL('./openleadr_messages.py', import.meta.url));
  const keys = path.dirname(keyFile('rsa.key'));
  const answer = execFileSync(python, [script, keys], {
    input: JSON.stringify(question),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return JSON.parse(answer.toString());
}

function inFile<T>(text: string, ask: (file: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'oadr-signature-'));
  try {
    const file = path.join(folder, 'message.xml');
    writeFileSync(file, text);
    return ask(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
