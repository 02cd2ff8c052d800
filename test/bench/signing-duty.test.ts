import test from 'ava';
import { dutyOf } from '../../src/bench/signing/duty.ts';
import { missingFinding } from '../../src/bench/signing/words.ts';
import { read, write } from '../../src/openadr/index.ts';
import { SigningBench } from '../helpers/signing-bench.ts';

test('an unsigned message is told a way that helps in its mode: registering without the flag does not in `require`', async (t) => {
  const bench = await SigningBench.open(t, { mode: 'require' });
  const { status, text } = await bench.device(t).poll({ by: 'nobody' });
  t.is(status, 403);
  t.is(
    text,
    '403: the message is not signed, and this VTN takes signed messages alone (no ds:Signature).\n' +
      'try: have the device sign every message (section 10.6), or start the VTN with --sign on\n',
  );
});

test('who is bound to a certificate is told that TLS shows it too', (t) => {
  const { message } = read(
    Buffer.from(
      write({
        name: 'oadrCreatePartyRegistration',
        body: {
          requestID: 'r',
          oadrProfileName: '2.0b',
          oadrTransportName: 'simpleHttp',
          oadrReportOnly: false,
          oadrXmlSignature: false,
          schemaVersion: '2.0b',
        },
      }),
    ),
  );
  const duty = dutyOf('on', message, { venID: 'VEN_1', fingerprint: 'AA:BB', signs: false }, {});
  t.like(duty && missingFinding(duty), {
    message: 'the message is not signed, and VEN_1 is bound to certificate AA:BB',
    hint: 'have the device sign every message (section 10.6), or connect by TLS with that certificate',
  });
});
