// Each mistake in a call is thrown at once, with the rule that it breaks.
import { interval, OpenADRError, OpenADRServer } from 'oadr-sim';

const server = new OpenADRServer({ port: 0, vens: [{ venId: 'ven-1' }] });
await server.start();

const start = '2030-01-01T12:00:00Z';
const event = { venId: 'ven-1', signalName: 'SIMPLE', signalType: 'level' } as const;
const attempts = {
  'a local time': () => server.addEvent({ ...event, intervals: [interval('2030-01-01T12:00:00', 'PT1H', 1)] }),
  'a negative duration': () => server.addEvent({ ...event, intervals: [interval(start, '-PT1H', 1)] }),
  'a gap': () => server.addEvent({ ...event, intervals: [interval(start, 'PT1H', 1), interval(start, 'PT1H', 2)] }),
  'a wrong sum': () => server.addEvent({ ...event, duration: 'PT2H', intervals: [interval(start, 'PT1H', 1)] }),
  'an unknown VEN': () => server.addEvent({ ...event, venId: 'ven-2', intervals: [interval(start, 'PT1H', 1)] }),
};
for (const [what, attempt] of Object.entries(attempts)) {
  try {
    attempt();
  } catch (error) {
    if (error instanceof OpenADRError) console.log(`${what}: rule ${error.rule ?? '-'}, ${error.code}`);
  }
}
await server.stop();
