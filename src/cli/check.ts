import { readFile } from 'node:fs/promises';
import { clean } from '../journal/clean.ts';
import type { Finding } from '../openadr/finding.ts';
import { readAsync } from '../openadr/index.ts';
import { type Look, look, looksSigned, type Parting, partingRows } from '../openadr/signature/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { jsonText } from './json.ts';

interface Checked {
  readonly file: string;
  /** Root payload, if it was readable. */
  readonly message: string | null;
  readonly findings: readonly CheckedFinding[];
  /** Of a signed message: whether its signature holds by the key that it brings along; nobody judged whose that is. */
  readonly signature?: CheckedSignature;
}

/** For a digest that does not fit, what it should be of, and what it seems to be of. */
type CheckedFinding = Finding & { readonly readings?: Parting };

type CheckedSignature = Omit<Look, 'finding' | 'parting'>;

/**
 * `oadr-sim check`: findings of captured payloads as `file:line:column: severity layer[ rule]: message`, or as JSON.
 * @returns 0 no error, 1 errors, 2 a file is unreadable
 */
export async function check(files: readonly string[], options: { readonly json?: boolean }): Promise<ExitCode> {
  const checked: Checked[] = [];
  let unreadable = false;
  for (const file of files) {
    try {
      checked.push(await checkFile(file));
    } catch (error) {
      unreadable = true;
      const folder = error instanceof Error && 'code' in error && error.code === 'EISDIR';
      const reason = folder
        ? 'it is a folder; name the files in it'
        : error instanceof Error
          ? error.message
          : String(error);
      console.error(`error: ${clean(file)} cannot be read: ${clean(reason)}`);
    }
  }
  if (options.json) console.log(jsonText(checked));
  else for (const one of checked) printFindings({ ...one, file: clean(one.file) });
  if (unreadable) return EXIT.usage;
  return checked.some((one) => one.findings.some((finding) => finding.severity === 'error'))
    ? EXIT.failed
    : EXIT.passed;
}

async function checkFile(file: string): Promise<Checked> {
  const body = file === '-' ? await standardInput() : await readFile(file);
  if (/^(?:POST |GET |HTTP\/1)/.test(body.toString('latin1', 0, 8))) {
    console.error(`warning: ${clean(file)} begins with HTTP headers; try: leave out all up to the first <`);
  }
  const { message, findings, ids } = await readAsync(body);
  const checked = { file, message: message?.name ?? ids.root ?? null };
  if (!looksSigned(body.toString('latin1').replaceAll('\0', ''))) return { ...checked, findings };
  const { finding, parting, ...signature } = look(body);
  const refused = finding && { ...finding, ...(parting && { readings: parting }) };
  return { ...checked, findings: refused ? [...findings, refused] : findings, signature };
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function printFindings({ file, message, findings, signature }: Checked): void {
  for (const finding of findings) {
    const rule = finding.rule === undefined ? '' : ` ${finding.rule}`;
    console.log(
      `${file}:${finding.line ?? 1}:${finding.column ?? 1}: ${finding.severity} ${finding.layer}${rule}: ${clean(finding.message)}`,
    );
    if (finding.path) console.log(`    at ${clean(finding.path)}`);
    if (finding.expected !== undefined) console.log(`    expected: ${clean(finding.expected)}`);
    if (finding.actual !== undefined) console.log(`    actual:   ${clean(finding.actual)}`);
    if (finding.hint) console.log(`    try: ${clean(finding.hint)}`);
    if (finding.readings) for (const line of readingLines(finding.readings)) console.log(`    ${line}`);
  }
  if (findings.length === 0) console.log(`${file}: ${clean(message ?? 'no payload')}: no findings`);
  if (signature) console.log(`${file}: ${signatureText(signature)}`);
}

/** Columns of a window on a reading. */
const WINDOW = 84;

/** Both readings around the place where they part, with a mark. */
function readingLines(readings: Parting): string[] {
  const rows = partingRows(readings, WINDOW);
  if (!rows && readings.other) return [];
  if (!rows) {
    const begins = JSON.stringify(readings.canonical.slice(0, 4 * WINDOW));
    return [
      'no known reading of what came has that digest; its canonical text begins (--json has all of it)',
      `  ${clean(begins)}`,
    ];
  }
  const { line, column, label, at } = rows;
  return [
    `the readings part at ${line}:${column} of the canonical text; what was signed is ${label}`,
    `  canonical  ${clean(rows.canonical)}`,
    `  other      ${clean(rows.other)}`,
    `             ${' '.repeat(at)}^`,
  ];
}

function signatureText({ holds, method, signer, timestamp }: CheckedSignature): string {
  const verdict = holds ? 'the signature holds by the key in KeyInfo' : 'the signature does not hold';
  const facts = [
    method,
    signer && `certificate ${clean(signer.subject)}, fingerprint ${signer.fingerprint}`,
    timestamp === undefined ? undefined : `sent ${new Date(timestamp).toISOString()}`,
  ].filter((fact) => fact !== undefined);
  return `${[verdict, ...facts].join(', ')} (whose the key is, is not judged)`;
}
