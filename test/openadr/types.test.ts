import test from 'ava';
import type { EiEventSignal, Interval, Message, OadrPoll, OadrReportDescription } from '../../src/openadr/index.ts';
import { isPayloadName, PAYLOAD_NAMES } from '../../src/openadr/index.ts';

// What the compiler must accept and refuse; the assertions are of no weight beside it.
test('messages are typed by their XML names', (t) => {
  const interval: Interval = { uid: { text: '0' }, signalPayload: [{ payloadFloat: { value: 1 } }] };
  const signal: EiEventSignal = {
    intervals: { interval: [interval] },
    signalName: 'x-own',
    signalType: 'level',
    signalID: 's',
    powerReal: {
      itemDescription: 'RealPower',
      itemUnits: 'W',
      siScaleCode: 'k',
      powerAttributes: { hertz: 50, voltage: 230, ac: true },
    },
  };
  const description: OadrReportDescription = { rID: 'r', reportType: 'usage', readingType: 'Direct Read' };
  const poll: Message = { name: 'oadrPoll', body: { venID: 'v', schemaVersion: '2.0b' } };
  // @ts-expect-error venID is required
  const lacking: OadrPoll = {};
  // @ts-expect-error a closed enumeration
  const wrong: EiEventSignal['signalType'] = 'levels';
  // @ts-expect-error a response is no poll
  const mixed: Message = { name: 'oadrResponse', body: { venID: 'v' } };
  t.deepEqual([signal, description, poll, lacking, wrong, mixed].length, 6);
});

test('there are 23 payloads', (t) => {
  t.is(PAYLOAD_NAMES.length, 23);
  t.true(isPayloadName('oadrPoll'));
  t.false(isPayloadName('toString'));
});
