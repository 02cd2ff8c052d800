import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { SystemClock } from '../../../src/base/clock.ts';
import { SeededRandom } from '../../../src/base/random.ts';
import { listen } from '../../../src/transport/listen.ts';

// A listener in a process that may open few files. Speaks in lines: `port <n>`, then `full` and `free` after the orders
// `fill` and `empty`, and `<fact> <what>` for what is told.
const say = (line: string): void => console.log(line);

const listener = await listen({
  host: '127.0.0.1',
  port: 0,
  ioClock: new SystemClock(),
  ids: new SeededRandom('full'),
  handlers: {
    request: () => ({ status: 200, body: '<oadrResponse/>' }),
    sent: () => {},
    fact: (fact) => {
      if (fact.fact === 'limited') say(`limited ${fact.limit} ${fact.message}`);
    },
  },
});
say(`port ${listener.port}`);

const open: number[] = [];
for await (const order of createInterface({ input: process.stdin })) {
  if (order === 'fill') {
    try {
      for (;;) open.push(openSync('/dev/null', 'r'));
    } catch {
      say('full');
    }
  } else {
    for (const fd of open.splice(0)) closeSync(fd);
    say('free');
  }
}
