import test from 'ava';
import { createConsole } from '../../src/report/console.ts';
import { hostileRecords, unsafeLines } from '../helpers/terminal-safe.ts';

for (const color of [false, true]) {
  test(`plain output lets nothing out that steers a terminal, ${color ? 'with' : 'without'} colours`, (t) => {
    for (let round = 0; round < 20; round++) {
      const seed = `console-${round}`;
      const lines: string[] = [];
      const out = (line: string): void => {
        lines.push(line);
      };
      const plain = createConsole({
        color,
        out,
        err: out,
        gist: () => ({ code: '4\u009b5m', text: 'opt\u202eIn\r' }),
      });
      for (const record of hostileRecords(seed)) plain.record(record);
      plain.finish(['record: a\u001b[2Jb\u202e.ndjson']);
      t.true(lines.length > 40);
      t.deepEqual(unsafeLines(lines), [], `seed ${seed}`);
    }
  });
}
