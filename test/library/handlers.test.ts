import test from 'ava';
import type { MessageRecord } from '../../src/journal/record.ts';
import { ServerRig } from './helpers/rig.ts';

const reply = (name: string) => (record: { readonly kind: string }) => {
  const { kind, dir, name: own } = record as MessageRecord;
  return kind === 'message' && dir === 'out' && own === name;
};

test('a handler that throws at a registration: an OpenADR error to the VEN, the cause to the program, and life goes on', async (t) => {
  const cause = new Error('database is down');
  let calls = 0;
  const rig = await ServerRig.start(t, {
    handlers: {
      onCreatePartyRegistration: () => {
        if (calls++ === 0) throw cause;
        return { venId: 'given', registrationId: 'reg' };
      },
    },
  });
  const refused = rig.record(reply('oadrCreatedPartyRegistration'));
  rig.ven();
  t.is((await rig.server.whenRegistered()).venId, 'given');
  t.truthy(await refused);
  t.like(rig.errors[0], { code: 'HANDLER', cause });
  t.regex(rig.errors[0]?.message ?? '', /^onCreatePartyRegistration failed.*database is down/);
  t.is(rig.errors.length, 1);
});

test('a handler that takes too long is given up, and told', async (t) => {
  const rig = await ServerRig.start(t, {
    handlerTimeout: 50,
    handlers: { onRegisterReports: () => new Promise(() => {}) },
  });
  await rig.registered();
  while (rig.errors.length === 0) await rig.record(() => true);
  t.like(rig.errors[0], { code: 'HANDLER' });
  t.regex(rig.errors[0]?.message ?? '', /^onRegisterReports failed/);
});

test('whole reports may be asked for, and every value is heard', async (t) => {
  const heard: string[] = [];
  const rig = await ServerRig.start(t, {
    handlers: {
      onRegisterReports: ({ reports }) =>
        reports
          .filter(({ reportName }) => reportName === 'METADATA_TELEMETRY_USAGE')
          .map(({ reportSpecifierID }) => ({ reportSpecifierId: reportSpecifierID, samplingInterval: 'PT1S' })),
      onUpdateReport: ({ reportName, readings }) => {
        heard.push(`${reportName} ${readings.length > 0}`);
      },
    },
  });
  await rig.registered();
  while (heard.length === 0) await rig.record(() => true);
  t.is(heard[0], 'TELEMETRY_USAGE true');
  t.deepEqual(rig.errors, []);
});

test('onPoll takes the place of the queue, and this is said', async (t) => {
  const polled: string[] = [];
  const rig = await ServerRig.start(t, {
    handlers: {
      onPoll: (venId) => {
        polled.push(venId);
        return { name: 'oadrRequestReregistration', body: { venID: venId, schemaVersion: '2.0b' } };
      },
    },
  });
  rig.ven();
  await rig.record(reply('oadrRequestReregistration'));
  t.is(polled[0], rig.server.vens()[0]?.venId);
  t.true(rig.logs.some((line) => /onPoll answers the polls/.test(line)));
});

test('a name that no handler has is refused', async (t) => {
  const rig = await ServerRig.start(t);
  // @ts-expect-error no such handler
  t.throws(() => rig.server.addHandler('onPol', () => undefined), { code: 'INVALID', message: /onPoll/ });
});
