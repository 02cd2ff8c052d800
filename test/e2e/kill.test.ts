import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import test from 'ava';
import { SeededRandom } from '../../src/base/random.ts';
import { parseState } from '../../src/store/state-file.ts';
import { folderOf } from '../helpers/bench.ts';
import * as m from '../helpers/messages.ts';
import { KillableBench } from './helpers/killable.ts';
import { Traffic } from './helpers/traffic.ts';
import { HandVen } from './helpers/vens.ts';

const KILLS = Number(process.env.OADR_KILLS ?? 50);
const { seed } = new SeededRandom(process.env.OADR_SEED);

test(`nothing that was acknowledged is lost by kill -9 at any moment (${KILLS} kills, OADR_SEED=${seed})`, async (t) => {
  t.timeout(30 * 60_000);
  const random = new SeededRandom(seed);
  const file = join(await folderOf(t), 'state.json');
  const traffic = new Traffic(random);
  const restart = async (): Promise<KillableBench> => {
    const bench = await KillableBench.start(file);
    t.teardown(() => bench.kill());
    t.deepEqual(bench.ready.warnings, []);
    const views = new Map(bench.ready.vens.map((view) => [view.venID, view]));
    const reporting = new Map(bench.ready.reporting.map((one) => [one.venID, one]));
    t.deepEqual(
      traffic.vens.flatMap((ven) => ven.lost(views.get(ven.venID), reporting.get(ven.venID))),
      [],
    );
    for (const ven of traffic.vens) ven.settle(views.get(ven.venID) ?? t.fail(ven.venName));
    return bench;
  };
  let confirmed = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const bench = await restart();
    const enough = confirmed + 1 + Math.floor(random.next() * 60);
    // From the confirmation on, so that something else is half done.
    const delay = random.next() * 5;
    let killing: Promise<void> | undefined;
    await traffic.run(bench, () => {
      if (++confirmed >= enough) killing ??= pause(delay).then(() => bench.kill());
    });
    await killing;
    t.true(existsSync(file));
    t.true(parseState(await readFile(file, 'utf8'), file).state.vens.size >= traffic.vens.length);
  }
  const bench = await restart();
  const hand = new HandVen(bench.ready.ready);
  for (const ven of traffic.vens.filter(({ polls }) => polls)) {
    hand.venID = ven.venID;
    for (const message of await hand.drain()) traffic.took(ven, message);
    t.deepEqual(ven.owed, [], `what was queued for ${ven.venName}`);
    for (const [id, { accepted }] of ven.requests) {
      if (!accepted) continue;
      const update = m.oadrUpdateReport(ven.venID, id, ven.offered);
      const { eiResponse } = await hand.ask(update, 'oadrUpdatedReport');
      t.is(eiResponse.responseCode, '200', `a report for ${id} of ${ven.venName}`);
    }
  }
  hand.close();
  await bench.kill();
  const events = traffic.vens.flatMap((ven) => [...ven.events.values()]);
  const requests = traffic.vens.flatMap((ven) => [...ven.requests.values()]);
  const accepted = requests.filter((request) => request.accepted).length;
  t.log(`${confirmed} confirmations, ${traffic.vens.length} VENs, ${events.length} events`);
  t.log(`${requests.length} report requests, ${accepted} accepted`);
});
