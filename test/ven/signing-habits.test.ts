import test from 'ava';
import { read } from '../../src/openadr/index.ts';
import {
  judgeReplay,
  type NotVerified,
  type ReplayVerdict,
  replayState,
  type Verified,
  verify,
} from '../../src/openadr/signature/index.ts';
import { PERSONALITIES, type PersonalityName, personalityNames } from '../../src/ven/index.ts';
import { signingVen } from '../helpers/signing-vtn.ts';
import { ECC, RSA } from '../openadr-signature/helpers/keys.ts';

const WINDOW = 5 * 60_000;

/** What each does wrong, in the words of `verify` (reason and fault) or of `judgeReplay`; of its messages from the nth on. */
const FAULTS: Readonly<Partial<Record<PersonalityName, { readonly fault: string; readonly from: number }>>> = {
  'bad-digest': { fault: 'digest', from: 0 },
  'wrong-key': { fault: 'value', from: 0 },
  'no-signature': { fault: 'unsigned', from: 0 },
  'signature-last': { fault: 'frame order', from: 0 },
  'stale-replay-protect': { fault: 'stale', from: 0 },
  'replayed-message': { fault: 'replayed', from: 1 },
};

function refusalOf(outcome: Verified | NotVerified): string {
  if (outcome.ok) return 'holds';
  const { refusal } = outcome;
  return 'fault' in refusal ? `${refusal.reason} ${refusal.fault}` : refusal.reason;
}

test('all personalities that err with signatures are here', (t) => {
  t.deepEqual(
    personalityNames.filter((name) => PERSONALITIES[name].signing !== undefined),
    Object.keys(FAULTS),
  );
});

for (const side of [ECC, RSA]) {
  for (const [personality, { fault, from }] of Object.entries(FAULTS)) {
    test(`${personality} errs as it is called, and in nothing else (${side.name})`, async (t) => {
      const { ven, vtn, clock, polls } = await signingVen(t, { sign: side, personality });
      ven.start();
      await polls(1);
      await ven.idle();
      const first = vtn.got.length;
      clock.advance(10_000);
      await polls(2);
      await ven.idle();
      let replay = replayState(clock.now() - WINDOW);
      const seen = vtn.got.map(({ body }, index) => {
        const outcome = verify(Buffer.from(body), { trust: side.publicKey });
        if (!outcome.ok) return refusalOf(outcome);
        t.true(outcome.replayCovered);
        const { timestamp, nonce } = outcome;
        const now = clock.now() - (index < first ? 10_000 : 0);
        const judged = judgeReplay(replay, { signer: 'ven', timestamp, nonce }, now, WINDOW);
        replay = judged.state;
        return judged.verdict satisfies ReplayVerdict;
      });
      t.deepEqual(
        seen,
        vtn.got.map((_, index) => (index < from ? 'accepted' : fault)),
      );
      // Nothing but the signature is wrong; that it stands behind the message, the schema sees as well.
      const findings = vtn.got.flatMap(({ body }) => read(body).findings);
      if (personality === 'signature-last') t.true(findings.every(({ layer }) => layer === 'schema'));
      else t.deepEqual(findings, []);
      t.is(vtn.of('oadrCreatePartyRegistration').length, 1);
      const [create] = vtn.of('oadrCreatePartyRegistration');
      t.true(
        create?.message?.name === 'oadrCreatePartyRegistration' && create.message.body.oadrXmlSignature,
        'it registers for signatures',
      );
    });
  }
}

test('bad-digest: the text is what it was, but for white space', async (t) => {
  const bodies: string[] = [];
  for (const personality of ['cooperative', 'bad-digest']) {
    const { ven, vtn, polls } = await signingVen(t, { personality });
    ven.start();
    await polls(1);
    bodies.push(vtn.of('oadrPoll')[0]?.body ?? '');
  }
  const [plain = '', spoilt = ''] = bodies.map((body) => body.replace(/<ds:Signature .*<\/ds:Signature>/s, ''));
  t.not(plain, spoilt);
  t.is(spoilt.replace('\n  <oadr:oadrPoll', '<oadr:oadrPoll'), plain);
});
