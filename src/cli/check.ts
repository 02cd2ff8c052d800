import { readFile } from 'node:fs/promises';
import type { Finding } from '../openadr/finding.ts';
import { readAsync } from '../openadr/index.ts';
import { EXIT, type ExitCode } from './exit.ts';

interface Checked {
  readonly file: string;
  /** Root payload, if it was readable. */
  readonly message: string | null;
  readonly findings: readonly Finding[];
}

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
      console.error(`error: ${file} cannot be read: ${reason}`);
    }
  }
  if (options.json) console.log(JSON.stringify(checked, null, 2));
  else for (const one of checked) printFindings(one);
  if (unreadable) return EXIT.usage;
  return checked.some((one) => one.findings.some((finding) => finding.severity === 'error'))
    ? EXIT.failed
    : EXIT.passed;
}

async function checkFile(file: string): Promise<Checked> {
  const body = file === '-' ? await standardInput() : await readFile(file);
  if (/^(?:POST |GET |HTTP\/1)/.test(body.toString('latin1', 0, 8))) {
    console.error(`warning: ${file} begins with HTTP headers; try: leave out all up to the first <`);
  }
  const { message, findings, ids } = await readAsync(body);
  return { file, message: message?.name ?? ids.root ?? null, findings };
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function printFindings({ file, message, findings }: Checked): void {
  for (const finding of findings) {
    const rule = finding.rule === undefined ? '' : ` ${finding.rule}`;
    console.log(
      `${file}:${finding.line ?? 1}:${finding.column ?? 1}: ${finding.severity} ${finding.layer}${rule}: ${finding.message}`,
    );
    if (finding.path) console.log(`    at ${finding.path}`);
    if (finding.expected !== undefined) console.log(`    expected: ${finding.expected}`);
    if (finding.actual !== undefined) console.log(`    actual:   ${finding.actual}`);
    if (finding.hint) console.log(`    try: ${finding.hint}`);
  }
  if (findings.length === 0) console.log(`${file}: ${message ?? 'no payload'}: no findings`);
}
