import { Child } from '../child.ts';
import type { Figure } from '../figure.ts';
import type { LoadCalls } from '../load/main.ts';
import { pollBody } from '../load/messages.ts';
import { METER_REQUEST, meterMetadata, updateReportBody } from '../load/meter.ts';
import { acceptRequests, register } from '../load/registration.ts';
import type { LoadResult } from '../load/result.ts';
import type { Settings } from '../settings.ts';
import { SHORT_INTERVAL, withVtn } from './servers.ts';

const MIB = 1024 * 1024;
/** Between two polls, ms: many enough to see what a long read does to one. */
const PAUSE = 2;

/** How long a poll takes while reports of 1 MiB are read, beside how long it takes without. */
export function report({ reports, seconds }: Settings): Promise<Figure[]> {
  return withVtn(SHORT_INTERVAL, async ({ vtn, load }) => {
    // Neither client waits for the other.
    const reporting = new Child<LoadCalls>('./load/main.ts');
    try {
      const [reporter = ''] = await register(vtn.url, 1, { prefix: 'reporter', metadata: meterMetadata });
      const [poller = ''] = await register(vtn.url, 1, { prefix: 'poller' });
      await vtn.server.ask('request', { vens: [reporter], report: METER_REQUEST });
      const [request = ''] = await acceptRequests(vtn.url, [reporter]);
      const polling = { url: `${vtn.url}/OadrPoll`, bodies: [pollBody(poller)], connections: 1, pause: PAUSE };
      const body = updateReportBody(reporter, request, MIB);
      const big = { url: `${vtn.url}/EiReport`, bodies: [body], connections: 1 };
      await reporting.ask('lanes', { ...big, amount: 2 });
      await load.ask('lanes', { ...polling, seconds: 1 });
      await vtn.server.ask('usage', undefined);
      const without = await load.ask('lanes', { ...polling, seconds });
      const quiet = await vtn.server.ask('usage', undefined);
      const besides = load.ask('lanes', { ...polling, seconds: Number.POSITIVE_INFINITY });
      const sent = await reporting.ask('lanes', { ...big, amount: reports });
      await load.ask('enough', undefined);
      const beside = await besides;
      const { loop } = await vtn.server.ask('usage', undefined);
      const failed = [without, beside, sent].reduce((sum, result) => sum + result.failed, 0);
      if (failed > 0) throw new Error(`${failed} requests failed`);
      const size = `${sent.requests} reports of ${(body.length / MIB).toFixed(2)} MiB`;
      return [
        { name: 'a poll alone, p99', value: without.latency.p99, unit: 'ms', detail: shown(without), loop: quiet.loop },
        {
          name: 'a poll beside 1 MiB reports, p99',
          value: beside.latency.p99,
          unit: 'ms',
          detail: shown(beside),
          loop,
        },
        { name: 'such a report, p50', value: sent.latency.p50, unit: 'ms', detail: `${size}; ${shown(sent)}`, loop },
      ];
    } finally {
      await reporting.end();
    }
  });
}

function shown({ latency, requests }: LoadResult): string {
  const { p50, p99, max } = latency;
  return `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(1)} ms of ${requests}`;
}
