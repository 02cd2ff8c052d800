import test from 'ava';
import { read, write } from '../../src/openadr/index.ts';
import { T0 } from '../helpers/ven-bench.ts';
import { asked, ENERGY, history, isUpdate, POWER, status, usage } from '../helpers/ven-reports.ts';
import { distribute, oadrEvent } from '../helpers/vtn-messages.ts';
import { absent, officialVerdict } from '../openadr/helpers/oracle.ts';

/** The body of the last oadrUpdateReport as it goes over the wire, one element a line, checked against the schema. */
function wire(messages: readonly Parameters<typeof isUpdate>[0][]): {
  readonly lines: string;
  readonly faults: string[];
} {
  const last = messages.findLast(isUpdate);
  if (!last) throw new Error('no oadrUpdateReport was posted');
  const body = write(last);
  return {
    lines: body.replaceAll(/(?<=>)(?=<(?!\/))/g, '\n'),
    faults: [
      ...read(Buffer.from(body)).findings.map(({ message }) => message),
      // The official schema has the last word, where it is at hand.
      ...(absent ? [] : [officialVerdict(body) ?? []].flat()),
    ],
  };
}

const KINDS = {
  'TELEMETRY_USAGE once': () => asked([usage('u', { back: 'PT0S' })]).first,
  'TELEMETRY_USAGE periodic': () => asked([usage('p')]).ven.live(10_000),
  'TELEMETRY_USAGE periodic, values of moments': () => asked([usage('p', { rIDs: [POWER] })]).ven.live(10_000),
  'TELEMETRY_STATUS during an event': () => {
    const { ven } = asked([status('s', { back: 'PT30S', granularity: 'PT30S' })]);
    const signal = { signalName: 'LOAD_CONTROL', signalType: 'x-loadControlLevelOffset' } as const;
    ven.poll(distribute([oadrEvent({ start: T0 + 25_000, intervals: [60_000], values: [2], signal })]));
    return ven.live(40_000);
  },
  'TELEMETRY_STATUS on change, without one': () =>
    asked([status('c', { back: 'PT20S', granularity: 'PT0S' })]).ven.live(40_000),
  HISTORY_USAGE: () => asked([history('h', { duration: 'PT20S', rIDs: [POWER, ENERGY] })]).first,
};

for (const [kind, make] of Object.entries(KINDS)) {
  test(`${kind}: the bytes`, (t) => {
    const { lines, faults } = wire(make());
    t.deepEqual(faults, []);
    t.snapshot(lines);
  });
}
