import test from 'ava';
import type { ServerOptions } from '../../src/index.ts';
import { ServerRig } from './helpers/rig.ts';

const RESULT = /<(?:\w+:)?responseCode>(\d+)</;

/** A server whose simulated VEN has registered its reports: what it was answered, and which rIDs it was asked for. */
async function offered(t: Parameters<typeof ServerRig.start>[0], options: ServerOptions) {
  const rig = await ServerRig.start(t, options);
  rig.ven();
  const answer = await rig.record((r) => r.kind === 'message' && r.name === 'oadrRegisteredReport' && r.dir === 'out');
  const body = answer.kind === 'message' && typeof answer.body === 'string' ? answer.body : '';
  return {
    rig,
    code: RESULT.exec(body)?.[1],
    asked: [...body.matchAll(/<(?:\w+:)?rID>([^<]*)</g)].map((match) => match[1]),
    reports: rig.server.vens()[0]?.reports,
  };
}

const ALL = ['METADATA_TELEMETRY_USAGE', 'METADATA_TELEMETRY_STATUS', 'METADATA_HISTORY_USAGE'];

test('onRegisterReport that wants every point is given those that are measured from now on', async (t) => {
  const given: string[] = [];
  const { rig, code, asked, reports } = await offered(t, {
    handlers: {
      onRegisterReport: ({ reportName, rId }) => {
        given.push(`${reportName} ${rId}`);
        return { samplingInterval: 'PT10S', callback: () => {} };
      },
    },
  });
  t.is(code, '200');
  t.deepEqual(given, ['TELEMETRY_USAGE load', 'TELEMETRY_USAGE energy', 'TELEMETRY_STATUS status']);
  t.deepEqual(asked, ['load', 'energy', 'status']);
  t.deepEqual(reports, ALL);
  t.deepEqual(rig.errors, []);
});

test('history is asked for by onRegisterReports, once', async (t) => {
  const { rig, code, asked } = await offered(t, {
    handlers: { onRegisterReports: () => [{ reportName: 'HISTORY_USAGE' }] },
  });
  t.is(code, '200');
  t.deepEqual(asked, ['load', 'energy']);
  t.deepEqual(rig.errors, []);
});

test('a point that is not sampled like that does not take the others with it', async (t) => {
  const { rig, code, asked, reports } = await offered(t, {
    handlers: {
      onRegisterReport: ({ rId }) => ({ samplingInterval: rId === 'energy' ? 'PT1H' : 'PT10S', callback: () => {} }),
    },
  });
  t.is(code, '200');
  t.deepEqual(asked, ['load', 'status']);
  t.deepEqual(reports, ALL);
  t.is(rig.errors.length, 1);
  t.like(rig.errors[0], { code: 'HANDLER', rule: 317, actual: '1h' });
  t.regex(
    rig.errors[0]?.message ?? '',
    /^a wrong request of onRegisterReport for .*energy.*; expected: a granularity from .*; actual: 1h; try: return what is offered/,
  );
});

for (const [what, answer] of Object.entries<unknown>({
  'a request of a strange report': [{ reportName: 'x-strange', samplingInterval: 'PT10S' }],
  'a text for a list': 'TELEMETRY_USAGE',
  'a list of names': ['TELEMETRY_USAGE'],
  'no duration': [{ reportName: 'TELEMETRY_USAGE', samplingInterval: 'soon' }],
})) {
  test(`onRegisterReports that returns ${what}: the VEN is answered, the program is told`, async (t) => {
    // @ts-expect-error a program in plain JavaScript may return anything
    const { rig, code, reports } = await offered(t, { handlers: { onRegisterReports: () => answer } });
    t.is(code, '200');
    t.deepEqual(reports, ALL);
    t.is(rig.errors.length, 1);
    const [error] = rig.errors;
    t.is(error?.code, 'HANDLER');
    t.regex(error?.message ?? '', /^a wrong request of onRegisterReports .*; expected: .*; actual: /);
  });
}

test('a handler that throws: 469, and what the VEN offers is known', async (t) => {
  const { rig, code, reports } = await offered(t, {
    handlers: {
      onRegisterReports: () => [],
      onRegisterReport: () => {
        throw new Error('boom');
      },
    },
  });
  t.is(code, '469');
  t.deepEqual(reports, ALL);
  t.regex(rig.errors[0]?.message ?? '', /^onRegisterReport failed for .*: boom; try: catch/);
});

test('a callback that throws is named, not the handler beside it; with onError the log is silent', async (t) => {
  const cause = new Error('boom');
  const rig = await ServerRig.start(t, {
    handlers: {
      onUpdateReport: () => {},
      onRegisterReport: ({ rId }) =>
        rId === 'load'
          ? {
              samplingInterval: 'PT1S',
              callback: () => {
                throw cause;
              },
            }
          : undefined,
    },
  });
  await rig.registered();
  const log = await rig.record((r) => r.kind === 'log' && r.source === 'handler');
  t.regex(log.kind === 'log' ? log.message : '', /^the callback of report report-\w+ failed/);
  t.like(rig.errors[0], { code: 'HANDLER', cause });
  t.regex(rig.errors[0]?.message ?? '', /^the callback of report report-\w+ failed for ven-\w+: boom/);
  t.deepEqual(
    rig.logs.filter((line) => line.includes('failed')),
    [],
  );
});

test('without onError the log has it, once, by the name of the handler', async (t) => {
  const lines: string[] = [];
  const log = (line: string): void => {
    lines.push(line);
  };
  await offered(t, {
    onError: undefined,
    logger: { info: () => {}, warn: log, error: log },
    handlers: {
      onRegisterReport: () => {
        throw new Error('boom');
      },
    },
  });
  t.is(lines.length, 1);
  t.regex(lines[0] ?? '', /^oadr-sim: onRegisterReport failed for .*: boom/);
});
