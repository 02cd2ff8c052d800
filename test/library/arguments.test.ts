import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { OpenADRError, type OpenADRServer } from '../../src/index.ts';
import { ServerRig } from './helpers/rig.ts';

/** A call as a program in plain JavaScript may make it. */
function call(server: OpenADRServer, name: keyof OpenADRServer, ...args: readonly unknown[]): unknown {
  const method: unknown = server[name];
  if (typeof method !== 'function') throw new Error(`${name} is no method`);
  return Reflect.apply(method, server, args);
}

test('a VEN is provisioned with a venId, and nothing is lost by one without', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'oadr-library-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const state = join(folder, 'state.json');
  const { server } = await ServerRig.start(t, { state, vens: [{ venId: 'good', registrationId: 'r' }] });
  for (const wrong of [{}, null, undefined, 'v', { venId: '' }, { venId: 5 }, { venID: 'v' }, { venId: 'a\nb' }]) {
    t.throws(() => call(server, 'provision', wrong), { instanceOf: OpenADRError, code: 'INVALID' });
  }
  for (const wrong of [{ venName: 5 }, { registrationId: '' }, { registrationId: null }]) {
    t.throws(() => call(server, 'provision', { venId: 'v', ...wrong }), { instanceOf: OpenADRError, code: 'INVALID' });
  }
  t.throws(() => call(server, 'provision', { venID: 'v' }), { message: /no field venID.*try: venId$/ });
  await server.stop();
  const again = await ServerRig.start(t, { state });
  t.deepEqual(
    again.server.vens().map(({ venId, state: life }) => `${venId} ${life}`),
    ['good registered'],
  );
});
