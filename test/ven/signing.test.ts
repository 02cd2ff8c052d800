import test from 'ava';
import { read } from '../../src/openadr/index.ts';
import { verify } from '../../src/openadr/signature/index.ts';
import { signingVen } from '../helpers/signing-vtn.ts';
import { ECC } from '../openadr-signature/helpers/keys.ts';

test('every message is signed, from the query on', async (t) => {
  const { ven, vtn, clock, polls, problems } = await signingVen(t);
  ven.start();
  await polls(1);
  await ven.idle();
  clock.advance(10_000);
  await polls(2);
  await ven.idle();
  t.true(vtn.got.length >= 6);
  for (const { body, name } of vtn.got) {
    const verified = verify(Buffer.from(body), { trust: ECC.publicKey });
    t.true(verified.ok, name);
    t.deepEqual(read(body).findings, [], name);
  }
  t.deepEqual(
    problems().map(({ problem }) => problem.slice(0, 40)),
    ["the VTN's signatures are taken from what"],
  );
  t.true(ven.state.registered);
});
