import { Child } from '../child.ts';
import type { Figure } from '../figure.ts';
import type { LoadCalls } from '../load/main.ts';
import { pollBody } from '../load/messages.ts';
import { METER_REQUEST, meterMetadata, updateReportBody } from '../load/meter.ts';
import { acceptRequests, register } from '../load/registration.ts';
import { compare } from '../rounds.ts';
import type { Settings } from '../settings.ts';
import { type Secure, withSecure } from './secure.ts';

const MIB = 1024 * 1024;
/** Of the telemetry: with its signature no more than the 4 MiB that a VTN takes. */
const SIZE = 4 * MIB - 16 * 1024;
/** Between two polls beside it, ms. */
const PAUSE = 2;

/** Signed polls beside unsigned ones over the same TLS, and a poll beside 4 MiB of signed telemetry. */
export function signed(settings: Settings): Promise<Figure[]> {
  return withSecure(async (secure) => [await polls(secure, settings), ...(await telemetry(secure, settings))], 'on');
}

/** Half of the VENs registered with oadrXmlSignature, and are answered signed. */
async function polls({ vtn, load, lab }: Secure, { vens, rounds, signedPolls }: Settings): Promise<Figure> {
  const side = async (prefix: string, sign: boolean) => {
    const credentials = Array.from({ length: vens }, (_, index) => lab.of(`${prefix}-${index + 1}`));
    const venIDs = await register(vtn.url, vens, { prefix, sign, credentials: lab.of });
    // No body comes twice here, as none does that is signed.
    const bodies = venIDs.map((venID) => pollBody(venID, !sign));
    const wishes = { url: `${vtn.url}/OadrPoll`, bodies, connections: vens, credentials, sign, amount: signedPolls };
    return { server: vtn.server, load: () => load.ask('lanes', wishes) };
  };
  return compare({
    name: `signed oadrPoll, ${vens} VENs`,
    against: 'unsigned, both over TLS',
    rounds,
    ours: await side('signed', true),
    bare: await side('unsigned', false),
    target: { at: 'least', value: 0.15 },
  });
}

/** The time of the whole exchange bounds that of the verification. */
async function telemetry({ vtn, load, lab }: Secure, { reports, seconds }: Settings): Promise<Figure[]> {
  // Neither client waits for the other.
  const reporting = new Child<LoadCalls>('./load/main.ts');
  try {
    const how = { prefix: 'reporter', sign: true, credentials: lab.of, metadata: meterMetadata };
    const [reporter = ''] = await register(vtn.url, 1, how);
    await vtn.server.ask('request', { vens: [reporter], report: METER_REQUEST });
    const [request = ''] = await acceptRequests(vtn.url, [reporter], lab.of('reporter-1'));
    const [poller = ''] = await register(vtn.url, 1, { prefix: 'poller', credentials: lab.of });
    const polling = {
      ...{ url: `${vtn.url}/OadrPoll`, bodies: [pollBody(poller)], connections: 1, pause: PAUSE },
      credentials: [lab.of('poller-1')],
    };
    const big = {
      ...{ url: `${vtn.url}/EiReport`, bodies: [updateReportBody(reporter, request, SIZE)], connections: 1 },
      ...{ credentials: [lab.of('reporter-1')], sign: true },
    };
    await reporting.ask('lanes', { ...big, amount: 2 });
    const alone = await load.ask('lanes', { ...polling, seconds });
    await vtn.server.ask('usage', undefined);
    const besides = load.ask('lanes', { ...polling, seconds: Number.POSITIVE_INFINITY });
    const sent = await reporting.ask('lanes', { ...big, amount: reports });
    await load.ask('enough', undefined);
    const beside = await besides;
    const { loop } = await vtn.server.ask('usage', undefined);
    const failed = [alone, beside, sent].reduce((sum, result) => sum + result.failed, 0);
    if (failed > 0) throw new Error(`${failed} requests failed`);
    const { p50, p99, max } = beside.latency;
    return [
      {
        name: '4 MiB of signed telemetry, longest',
        value: sent.latency.max,
        unit: 'ms',
        target: { at: 'most', value: 2_000 },
        detail: `p50 ${sent.latency.p50.toFixed(0)} ms of ${sent.requests}, read and answered too`,
        loop,
      },
      {
        name: 'longest wait of another VEN beside it',
        value: max,
        unit: 'ms',
        target: { at: 'most', value: 100 },
        detail: `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms of ${beside.requests}; alone max ${alone.latency.max.toFixed(1)} ms`,
        loop,
      },
    ];
  } finally {
    await reporting.end();
  }
}
