// Shows the UI over a told session, for PTY tests and for looking at it:
//   NODE_ENV=production node --import tsx test/helpers/ui-demo.ts [story|reports|empty|live|crash|flood]
import { SystemClock } from '../../src/base/clock.ts';
import { uiBench } from './ui-bench.ts';
import { tellReports, usage } from './ui-reports.ts';
import { polls, step, tellStory } from './ui-story.ts';

const [kind = 'story'] = process.argv.slice(2);
const { renderUi } = await import('../../src/tui/index.ts');
const clock = new SystemClock();
const bench = uiBench(clock, {
  onQuit: () => {
    handle.unmount();
    process.stdout.write('left\n');
    process.exitCode = 7;
    clearInterval(life);
  },
  ...(kind === 'empty' || kind === 'flood' ? { title: 'serve', controller: undefined } : {}),
});
const { recorder } = bench;
let life: NodeJS.Timeout | undefined;

if (kind === 'empty') {
  recorder.add({
    kind: 'connection',
    connection: 'c9',
    fact: { fact: 'opened', connection: 'c9', address: '192.168.1.23', port: 40000 },
  });
  recorder.add({
    kind: 'connection',
    connection: 'c9',
    fact: { fact: 'firstBytes', connection: 'c9', looksLike: 'tls', hex: '1603010200' },
  });
} else if (kind !== 'flood') {
  recorder.at(clock.now() - 16_000);
  tellStory(recorder);
  recorder.at(clock.now());
  recorder.add(step('2', 'running', clock.now() + 10_000));
}
if (kind === 'reports') tellReports(recorder.at(clock.now() - 310_000));
const handle = renderUi({ ...bench.options, color: process.env.NO_COLOR === undefined });

if (kind === 'prompt' || kind === 'live') {
  recorder.add({
    kind: 'scenario',
    scenario: 'Peak: two-step shed',
    file: 'peak.json',
    state: 'prompt',
    id: 'p',
    text: 'Is the relay open?',
    answers: ['pass', 'fail'],
  });
}
if (kind === 'live') life = setInterval(() => polls(recorder.at(clock.now() - 2_000), 1), 2_000);
if (kind === 'reports') {
  let round = 30;
  life = setInterval(() => usage(recorder.at(clock.now() - 10_000), 1, round++), 10_000);
}
if (kind === 'crash')
  setTimeout(() => {
    throw new Error('the bench fell over');
  }, 300);
if (kind === 'flood') {
  recorder.registered();
  const started = performance.now();
  let told = 0;
  // 1,000 messages a second, and what React's profiler leaves behind, for the test to read.
  life = setInterval(() => {
    const due = Math.min(4_000, Math.floor(performance.now() - started));
    for (; told < due; told += 2) polls(recorder.at(clock.now() - 2_000), 1);
    if (told < 4_000) return;
    const entries = performance.getEntries().length;
    handle.unmount();
    process.stdout.write(`entries ${entries}\n`);
    clearInterval(life);
  }, 10);
}
await handle.waitUntilExit();
