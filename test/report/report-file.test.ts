import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { checkReportPath, ReportError, writeReport } from '../../src/report/report-file.ts';
import { folder } from '../helpers/cli.ts';

async function* pieces(...all: readonly string[]): AsyncGenerator<string> {
  yield* all;
}

test('the file has all pieces, is its owner’s alone, and its folder is made', async (t) => {
  const path = join(folder(), 'a/b/report.html');
  const large = 'x'.repeat(300_000);
  await writeReport(path, pieces('<a>', large, '</a>'));
  t.is(readFileSync(path, 'utf8'), `<a>${large}</a>`);
  t.is(statSync(path).mode & 0o777, 0o600);
  t.deepEqual(readdirSync(join(path, '..')), ['report.html']);
});

test('a report that breaks off leaves the one before, and nothing else', async (t) => {
  const cwd = folder();
  const path = join(cwd, 'report.html');
  await writeReport(path, pieces('first'));
  const broken = (async function* () {
    yield 'x'.repeat(300_000);
    throw new Error('the record is damaged');
  })();
  await t.throwsAsync(writeReport(path, broken), { message: 'the record is damaged' });
  t.is(readFileSync(path, 'utf8'), 'first');
  t.deepEqual(readdirSync(cwd), ['report.html']);
});

test('a link at its place is replaced, not followed', async (t) => {
  const cwd = folder();
  writeFileSync(join(cwd, 'other'), 'other');
  symlinkSync(join(cwd, 'other'), join(cwd, 'report.html'));
  await writeReport(join(cwd, 'report.html'), pieces('report'));
  t.is(readFileSync(join(cwd, 'other'), 'utf8'), 'other');
  t.is(readFileSync(join(cwd, 'report.html'), 'utf8'), 'report');
});

test('what cannot be written says why and what to do', async (t) => {
  const cwd = folder();
  mkdirSync(join(cwd, 'folder'));
  writeFileSync(join(cwd, 'file'), '');
  for (const [path, reason] of [
    ['folder', 'it is a folder'],
    ['file/report.html', 'a part of the path is a file, not a folder'],
  ] as const) {
    const error = await t.throwsAsync(writeReport(join(cwd, path), pieces('x')), { instanceOf: ReportError });
    t.is(error?.message, `the report ${join(cwd, path)} cannot be written: ${reason}`);
    t.is(error?.remedy, 'another path for --report');
    const before = await t.throwsAsync(checkReportPath(join(cwd, path)), { instanceOf: ReportError });
    t.is(before?.message, error?.message);
  }
  t.deepEqual(readdirSync(cwd).sort(), ['file', 'folder']);
});

test('the look before leaves nothing, whatever there is', async (t) => {
  const cwd = folder();
  writeFileSync(join(cwd, 'there.html'), 'before');
  symlinkSync(cwd, join(cwd, 'link'));
  for (const path of ['new.html', 'a/b/new.html', 'there.html', 'link', 'link/new.html'])
    await t.notThrowsAsync(checkReportPath(join(cwd, path)), path);
  t.deepEqual(readdirSync(cwd).sort(), ['link', 'there.html']);
  t.is(readFileSync(join(cwd, 'there.html'), 'utf8'), 'before');
  chmodSync(cwd, 0o500);
  t.teardown(() => chmodSync(cwd, 0o700));
  // Root may write everywhere.
  if (process.getuid?.() !== 0)
    await t.throwsAsync(checkReportPath(join(cwd, 'a/new.html')), { message: /cannot be written: no permission$/ });
});
