import test from 'ava';
import type { ServerHandlers } from '../../src/index.ts';
import type { MessageRecord } from '../../src/journal/record.ts';
import { ServerRig } from './helpers/rig.ts';

/** Handlers as a program in plain JavaScript may write them. */
function returning(name: keyof ServerHandlers, answer: unknown): Partial<ServerHandlers> {
  const handlers: Partial<ServerHandlers> = {};
  Reflect.set(handlers, name, () => answer);
  return handlers;
}

/** An answer of that name with that responseCode. */
const code = (name: string, responseCode: string) => (record: { readonly kind: string }) => {
  const { kind, dir, name: own, body } = record as MessageRecord;
  return kind === 'message' && dir === 'out' && own === name && JSON.stringify(body).includes(`>${responseCode}<`);
};

/** What a registration must not be answered, and what is said of it. */
const ANSWERS: readonly (readonly [answer: unknown, said: RegExp])[] = [
  [0, /expected: undefined .*, false .*actual: 0/],
  ['', /actual: ""/],
  ['no', /actual: "no"/],
  [true, /actual: true/],
  [42, /actual: 42/],
  [null, /actual: null/],
  [[], /no object/],
  [{ venID: 'x', registrationID: 'y' }, /no field venID.*try: venId$/],
  [{ venId: 5 }, /the venId .*actual: number 5/],
  [{ venId: '' }, /the venId .*actual: ""/],
  [{ venId: 'a\nb' }, /the venId .*control character/],
  [{ venId: '<v>' }, /the venId /],
  [{ venId: 'v'.repeat(129) }, /the venId .*actual: 129 characters/],
  [{ venId: 'v', registrationId: null }, /the registrationId .*actual: object null/],
];

for (const [index, [answer, message]] of ANSWERS.entries()) {
  test(`onCreatePartyRegistration lets nobody in by what is no answer (${index + 1}): ${message.source}`, async (t) => {
    const rig = await ServerRig.start(t, { handlers: returning('onCreatePartyRegistration', answer) });
    const refused = rig.record(code('oadrCreatedPartyRegistration', '469'));
    rig.ven();
    await refused;
    t.like(rig.errors[0], { code: 'HANDLER' });
    t.regex(rig.errors[0]?.message ?? '', /^onCreatePartyRegistration failed/);
    t.regex(rig.errors[0]?.message ?? '', message);
    t.deepEqual(
      rig.server.vens().filter(({ state }) => state === 'registered'),
      [],
    );
  });
}

test('onPoll is told what came where it returned no message, and the VEN gets an error', async (t) => {
  const rig = await ServerRig.start(t, { handlers: returning('onPoll', 'oadrResponse') });
  const refused = rig.record(code('oadrResponse', '469'));
  rig.ven();
  await refused;
  t.like(rig.errors[0], { code: 'HANDLER', rule: 500, actual: 'string oadrResponse', hint: undefined });
});

for (const [name, answer, message] of [
  ['onRegisterReport', 42, /callback: undefined/],
  ['onRegisterReport', { callback: 'x', samplingInterval: 'PT1S' }, /callback: string/],
  ['onRegisterReport', { callback: () => {}, samplingInterval: 'x' }, /samplingInterval|duration/],
  ['onRegisterReports', 42, /expected: a list.*actual: number 42/],
  ['onRegisterReports', [{ reportName: 'TELEMETRY_USAGE', callback: 5 }], /callback .*no function/],
  ['onRegisterReports', [{ reportname: 'TELEMETRY_USAGE' }], /try: reportName/],
] as const) {
  test(`${name} is told of an answer that cannot be used: ${message.source}`, async (t) => {
    const rig = await ServerRig.start(t, { handlers: returning(name, answer) });
    const registered = rig.record(
      (r) => code('oadrRegisteredReport', '200')(r) || code('oadrRegisteredReport', '469')(r),
    );
    rig.ven();
    await registered;
    while (rig.errors.length === 0) await rig.record(() => true);
    t.like(rig.errors[0], { code: 'HANDLER' });
    t.regex(rig.errors[0]?.message ?? '', message);
  });
}
