import test from 'ava';
import { declarationsOf } from '../helpers/declarations.ts';

/** Bytes of declarations that a program loads with a module; what is largest stands first in the log. */
function sizeOf(t: { log(...values: unknown[]): void }, module: string): number {
  const sizes = [...declarationsOf(module)].map(([file, text]) => [Buffer.byteLength(text), file] as const);
  const largest = sizes.toSorted(([a], [b]) => b - a).slice(0, 8);
  t.log(largest.map(([size, file]) => `${size} ${file}`).join('\n'));
  return sizes.reduce((sum, [size]) => sum + size, 0);
}

test('the messages of the standard are declared in less than 50 kB', (t) => {
  const size = sizeOf(t, 'openadr/index.ts');
  t.true(size < 50_000, `${size} bytes`);
});

test('all that the package publishes is declared in less than 100 kB', (t) => {
  const size = sizeOf(t, 'index.ts');
  t.true(size < 100_000, `${size} bytes`);
});
