import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Mint } from '../../src/bench/mint.ts';
import { labFiles, writeFiles } from '../../src/pki/files.ts';
import { makeLab } from '../../src/pki/lab.ts';
import { PkiError } from '../../src/pki/pki-error.ts';
import { folderOf } from '../helpers/bench.ts';

const LAB = await makeLab('mint', Date.now());

async function labOf(t: ExecutionContext, passphrase?: string): Promise<string> {
  const folder = await folderOf(t);
  await writeFiles(folder, labFiles(LAB, { passphrase }), false);
  return folder;
}

const open = (folder: string, passphrase?: string) => Mint.open({ folder, passphrase, now: Date.now });

test('what is kept beside a CA key without a passphrase has none, whatever passphrase is given', async (t) => {
  const folder = await labOf(t);
  const { cert, key } = (await open(folder, 'for other keys')).of('dut');
  t.notRegex(await readFile(join(folder, 'simulated/ven-dut-ecc.key'), 'utf8'), /ENCRYPTED/);
  t.deepEqual((await open(folder)).of('dut'), (await open(folder, 'another')).of('dut'));
  t.like((await open(folder)).of('dut'), { cert, key });
});

test('beside one under a passphrase it is kept under the same', async (t) => {
  const folder = await labOf(t, 'secret');
  const { cert } = (await open(folder, 'secret')).of('dut');
  t.regex(await readFile(join(folder, 'simulated/ven-dut-ecc.key'), 'utf8'), /ENCRYPTED/);
  t.is((await open(folder, 'secret')).of('dut').cert, cert);
  await t.throwsAsync(open(folder), { instanceOf: PkiError, message: /ca-ecc\.key needs a passphrase$/ });
});
