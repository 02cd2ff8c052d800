import test, { type ExecutionContext } from 'ava';
import { type Message, write } from '../../src/openadr/index.ts';
import { CommandError } from '../../src/vtn/command-error.ts';
import type { ReportRequestSpec } from '../../src/vtn/types.ts';
import * as m from '../helpers/messages.ts';
import { createdReport, offers, ReportRig } from '../helpers/report-rig.ts';
import { SECOND, T0 } from '../helpers/vtn-rig.ts';

/** The oadrReportRequests of what a poll brings, and its bytes without what is drawn by chance. */
function asked(rig: ReportRig): { xml: string; message: Message } {
  const [message] = rig.drain(rig.venID);
  if (!message || !('requestID' in message.body)) throw new Error('nothing came');
  return { xml: xmlOf(message), message };
}

function xmlOf(message: Message): string {
  const text = Buffer.from(write(message)).toString();
  return text
    .replace(/<\?xml.*?\?>\n?|<\/?oadr:oadr(Payload|SignedObject)[^>]*>/g, '')
    .replace(/ (xmlns:\w+|ei:schemaVersion)="[^"]*"/g, '')
    .replace(/(<pyld:requestID>)[0-9a-f]{16}/, '$1…');
}

const requestXml = (fields: {
  readonly id?: string;
  readonly specifier: string;
  readonly granularity: string;
  readonly back: string;
  readonly interval?: readonly [start: string, duration: string];
  readonly rIDs: readonly string[];
}) =>
  `<oadr:oadrReportRequest><ei:reportRequestID>${fields.id ?? 'r1'}</ei:reportRequestID><ei:reportSpecifier>` +
  `<ei:reportSpecifierID>${fields.specifier}</ei:reportSpecifierID>` +
  `<xcal:granularity><xcal:duration>${fields.granularity}</xcal:duration></xcal:granularity>` +
  `<ei:reportBackDuration><xcal:duration>${fields.back}</xcal:duration></ei:reportBackDuration>` +
  (fields.interval
    ? `<ei:reportInterval><xcal:properties><xcal:dtstart><xcal:date-time>${fields.interval[0]}</xcal:date-time></xcal:dtstart>` +
      `<xcal:duration><xcal:duration>${fields.interval[1]}</xcal:duration></xcal:duration></xcal:properties></ei:reportInterval>`
    : '') +
  fields.rIDs
    .map(
      (rID) =>
        `<ei:specifierPayload><ei:rID>${rID}</ei:rID><ei:readingType>x-notApplicable</ei:readingType></ei:specifierPayload>`,
    )
    .join('') +
  '</ei:reportSpecifier></oadr:oadrReportRequest>';

const createXml = (venID: string, ...requests: string[]) =>
  `<oadr:oadrCreateReport><pyld:requestID>…</pyld:requestID>${requests.join('')}<ei:venID>${venID}</ei:venID></oadr:oadrCreateReport>`;

/** Now, after the rig's registration. */
const NOW = '2026-01-01T00:00:10Z';

test('rule 324: telemetry once: both 0, no interval, every data point', (t) => {
  const rig = new ReportRig(t);
  rig.ask({ reportBack: 'PT0S' });
  const rIDs = ['power', 'energy'];
  t.is(
    asked(rig).xml,
    createXml(rig.venID, requestXml({ specifier: 'usage', granularity: 'PT0S', back: 'PT0S', rIDs })),
  );
});

test('rules 317, 324, 325, 338: periodic telemetry: an interval for ever from now on, the finest granularity that all have', (t) => {
  const rig = new ReportRig(t);
  rig.ask();
  const interval = [NOW, 'PT0S'] as const;
  const rIDs = ['power', 'energy'];
  t.is(
    asked(rig).xml,
    createXml(rig.venID, requestXml({ specifier: 'usage', granularity: 'PT5S', back: 'PT10S', interval, rIDs })),
  );
  rig.ask({ reportRequestID: 'r2', rIDs: ['power'], start: T0 + 60 * SECOND, duration: 'PT1H' });
  t.is(
    asked(rig).xml,
    createXml(
      rig.venID,
      requestXml({
        id: 'r2',
        specifier: 'usage',
        granularity: 'PT1S',
        back: 'PT10S',
        interval: ['2026-01-01T00:01:00Z', 'PT1H'],
        rIDs: ['power'],
      }),
    ),
  );
});

test('rules 317, 324, 325: history: both 0, nine tenths of what is kept, or what is said', (t) => {
  const rig = new ReportRig(t);
  rig.ask({ reportName: 'HISTORY_USAGE', reportBack: 'PT0S' });
  const plain = { specifier: 'history', granularity: 'PT0S', back: 'PT0S', rIDs: ['power'] };
  t.is(asked(rig).xml, createXml(rig.venID, requestXml({ ...plain, interval: ['2025-12-30T04:48:10Z', 'PT0S'] })));
  rig.ask({
    reportRequestID: 'r2',
    reportName: 'HISTORY_USAGE',
    reportBack: 'PT0S',
    start: T0 - 3600 * SECOND,
    duration: 'PT30M',
  });
  t.is(
    asked(rig).xml,
    createXml(rig.venID, requestXml({ ...plain, id: 'r2', interval: ['2025-12-31T23:00:00Z', 'PT30M'] })),
  );
});

test('rules 308, 327: METADATA, once and periodically; several requests in one message', (t) => {
  const rig = new ReportRig(t);
  const { requests } = rig.command({
    do: 'requestReport',
    vens: [rig.venID],
    reports: [
      { reportRequestID: 'once', reportName: 'METADATA', reportBack: 'PT0S' },
      { reportRequestID: 'daily', reportName: 'METADATA', reportBack: 'P1D' },
      { reportRequestID: 'state', reportSpecifierID: 'status', reportBack: 'PT1M', granularity: 'PT30S' },
    ],
  });
  t.deepEqual(
    requests?.map(({ reportRequestID }) => reportRequestID),
    ['once', 'daily', 'state'],
  );
  const metadata = { specifier: 'METADATA', granularity: 'PT0S', rIDs: ['0'] };
  t.is(
    asked(rig).xml,
    createXml(
      rig.venID,
      requestXml({ ...metadata, id: 'once', back: 'PT0S' }),
      requestXml({ ...metadata, id: 'daily', back: 'P1D', interval: [NOW, 'PT0S'] }),
      requestXml({
        id: 'state',
        specifier: 'status',
        granularity: 'PT30S',
        back: 'PT1M',
        interval: [NOW, 'PT0S'],
        rIDs: ['status'],
      }),
    ),
  );
});

test('an ID is made where none is given, and is none that exists (rule 322)', (t) => {
  const rig = new ReportRig(t);
  const { requests = [] } = rig.ask({ reportRequestID: undefined });
  t.regex(requests[0]?.reportRequestID ?? '', /^report-.{8}$/);
  const again = rig.ask({ reportRequestID: undefined }).requests ?? [];
  t.not(again[0]?.reportRequestID, requests[0]?.reportRequestID);
});

const refuses = test.macro(
  (
    t: ExecutionContext,
    spec: Partial<ReportRequestSpec>,
    rule: number,
    expected: string | undefined,
    actual: string,
  ) => {
    const rig = new ReportRig(t);
    rig.advance(5 * 24 * 3600 * SECOND);
    rig.forget();
    const error = t.throws(() => rig.ask(spec), { instanceOf: CommandError });
    t.like(error, { rule, actual });
    if (expected !== undefined) t.is(error?.expected, expected);
    t.deepEqual(rig.drain(rig.venID), []);
    t.deepEqual(rig.moves(), []);
  },
);

const DAY = 24 * 3600 * SECOND;
const at = (days: number) => T0 + days * DAY;
const history = { reportName: 'HISTORY_USAGE', reportBack: 'PT0S' };
test(
  'rule 304: no such report',
  refuses,
  { reportName: 'TELEMETRY_NOISE' },
  304,
  'METADATA_TELEMETRY_USAGE (usage), METADATA_TELEMETRY_STATUS (status), METADATA_HISTORY_USAGE (history)',
  'TELEMETRY_NOISE',
);
test('rule 304: no such reportSpecifierID', refuses, { reportSpecifierID: 'x' }, 304, undefined, 'x');
test('rule 304: no such data point', refuses, { rIDs: ['power', 'noise'] }, 304, 'power, energy', 'noise');
test('rule 304: no data point at all', refuses, { rIDs: [] }, 304, 'power, energy', 'none');
test(
  'rule 317: finer than a data point is sampled',
  refuses,
  { granularity: 'PT1S' },
  317,
  'a granularity from 5s to 1h',
  '1s',
);
test(
  'rule 317: coarser than a data point is sampled',
  refuses,
  { rIDs: ['power'], reportBack: 'PT3H', granularity: 'PT2H' },
  317,
  'a granularity from 1s to 1h',
  '2h',
);
test('rule 317: granularity above reportBack', refuses, { granularity: 'PT20S' }, 317, 'at most 10s', '20s');
test('rule 317: reportBack below the default granularity', refuses, { reportBack: 'PT2S' }, 317, 'at most 2s', '5s');
test(
  'rule 340: a report of more than is kept',
  refuses,
  { reportBack: 'PT2H', granularity: 'PT1M' },
  340,
  'reportBack of at most 1h',
  '2h',
);
test('rule 324: periodic history', refuses, { ...history, reportBack: 'PT1M' }, 324, 'reportBack PT0S', 'PT1M');
test('rule 317: history with a granularity', refuses, { ...history, granularity: 'PT1M' }, 317, undefined, 'PT1M');
test(
  'rule 325: history of the future',
  refuses,
  { ...history, start: at(6) },
  325,
  undefined,
  '2026-01-07T00:00:00Z to 2026-01-07T00:00:00Z',
);
test(
  'rule 325: history into the future',
  refuses,
  { ...history, start: at(4), duration: 'P2D' },
  325,
  undefined,
  '2026-01-05T00:00:00Z to 2026-01-07T00:00:00Z',
);
test(
  'rule 340: more history than is kept',
  refuses,
  { ...history, start: at(1) },
  340,
  undefined,
  '2026-01-02T00:00:00Z',
);
test('rule 1: a duration that is none', refuses, { reportBack: '10s' }, 1, undefined, '"10s"');
test('rule 1: a negative duration', refuses, { duration: '-PT1M' }, 1, undefined, '"-PT1M"');

test('a refusal says what was meant, and all that is wrong', (t) => {
  const rig = new ReportRig(t);
  const refused = (spec: Partial<ReportRequestSpec>) => t.throws(() => rig.ask(spec), { instanceOf: CommandError });
  t.is(refused({ duration: '-PT1M' })?.hint, 'write PT1M');
  t.is(refused({ rIDs: ['pwoer'] })?.hint, '"power"');
  t.is(
    refused({ ...history, reportBack: 'PT1M', granularity: 'PT1M' })?.message,
    'a history report comes once; also: history comes as it was recorded',
  );
});

test('allowInvalid: sent as it is said, and the answer is recorded', (t) => {
  const rig = new ReportRig(t);
  rig.ask({ reportName: 'TELEMETRY_NOISE', reportBack: 'PT1S', granularity: 'PT1M' }, { allowInvalid: true });
  t.deepEqual(rig.moves(), ['r1 asked']);
  const { message, xml } = asked(rig);
  const interval = [NOW, 'PT0S'] as const;
  t.is(
    xml,
    createXml(
      rig.venID,
      requestXml({ specifier: 'TELEMETRY_NOISE', granularity: 'PT1M', back: 'PT1S', interval, rIDs: ['0'] }),
    ),
  );
  rig.say(createdReport(rig.venID, requestIDOf(message), [], '452'));
  t.deepEqual(rig.moves(), ['r1 delivered', 'r1 refused']);
  t.deepEqual(rig.faults(), ['warning undefined: 452']);
});

function requestIDOf(message: Message): string {
  return 'requestID' in message.body ? (message.body.requestID ?? '') : '';
}

test('rule 322: an ID is used once, unless what bore it was replaced or refused', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  const error = t.throws(() => rig.ask(), { instanceOf: CommandError });
  t.like(error, { rule: 322, actual: 'r1' });
  t.throws(
    () =>
      rig.command({
        do: 'requestReport',
        vens: [rig.venID],
        reports: [1, 2].map(() => ({ reportRequestID: 'twice', reportName: 'METADATA', reportBack: 'PT0S' })),
      }),
    { instanceOf: CommandError },
  );
  rig.say(m.oadrRegisterReport({ venID: rig.venID, oadrReport: offers() }));
  t.is(rig.state(), 'replaced');
  rig.ask();
  t.is(rig.state(), 'asked');
});

test('nothing to ask for, nobody registered', (t) => {
  const rig = new ReportRig(t);
  t.throws(() => rig.command({ do: 'requestReport', vens: [rig.venID], reports: [] }), { instanceOf: CommandError });
  rig.command({ do: 'provision', venID: 'other' });
  const reports = [{ reportName: 'METADATA', reportBack: 'PT0S' }];
  t.throws(() => rig.command({ do: 'requestReport', vens: [rig.venID, 'other'], reports }), {
    instanceOf: CommandError,
    message: /not registered/,
  });
  t.deepEqual(rig.drain(rig.venID), [], 'all or nothing');
});
